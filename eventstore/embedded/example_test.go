package embedded_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore/embedded"
)

// The engine serves its own account; a desk, which any NATS client is, asks.
func ExampleStart() {
	dir, err := os.MkdirTemp("", "dossier")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	broker, err := embedded.Start(context.Background(), embedded.Options{Dir: dir, Port: -1})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer broker.Stop()

	engine, err := broker.Connect()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	serve := func(request *nats.Msg) { _ = request.Respond([]byte("accepted")) }
	if _, err := engine.Subscribe("dossiers.v1.submit", serve); err != nil {
		fmt.Println(err)
		return
	}
	_ = engine.Flush()

	desk, err := nats.Connect(broker.ClientURL())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer desk.Close()
	answer, err := desk.Request("dossiers.v1.submit", []byte("[]"), 5*time.Second)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(answer.Data))
	// Output: accepted
}
