package natsapi_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/eventstore/embedded"
)

// serve runs a broker and the service for the examples.
func serve() (url string, stop func()) {
	dir, err := os.MkdirTemp("", "natsapi")
	if err != nil {
		log.Fatal(err)
	}
	broker, err := embedded.Start(context.Background(), embedded.Options{Dir: dir, Port: -1})
	if err != nil {
		log.Fatal(err)
	}
	nc, err := broker.Connect()
	if err != nil {
		log.Fatal(err)
	}
	service, err := natsapi.Serve(nc, &inquirytest.Engine{}, natsapi.Options{})
	if err != nil {
		log.Fatal(err)
	}
	return broker.ClientURL(), func() {
		if err := service.Stop(context.Background()); err != nil {
			log.Fatal(err)
		}
		nc.Close()
		broker.Stop()
		if err := os.RemoveAll(dir); err != nil {
			log.Fatal(err)
		}
	}
}

// A desk says that it received a dossier, and asks about it.
func Example() {
	url, stop := serve()
	defer stop()

	nc, err := nats.Connect(url)
	if err != nil {
		log.Fatal(err)
	}
	defer nc.Close()

	event := `{
	  "specversion": "1.0", "id": "0190-7f3a", "source": "/desk/7", "type": "dossier.received",
	  "subject": "H26.103-260115-0001", "time": "2026-01-15T09:30:00+07:00",
	  "data": {"province": "H26", "agency": "H26.103", "procedure": "1.000948", "channel": "in-person"}
	}`
	answer, err := nc.Request("dossiers.v1.submit", []byte(event), 5*time.Second)
	if err != nil {
		log.Fatal(err) // it may have been accepted: send it again, with the same id
	}
	fmt.Println(string(answer.Data))

	answer, err = nc.Request("dossiers.v1.get", []byte(`{"code": "H26.103-260115-0001", "colour": "red"}`), 5*time.Second)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Header.Get(micro.ErrorCodeHeader), answer.Header.Get(micro.ErrorHeader))
	// Output:
	// {"results":[{"id":"0190-7f3a","code":"H26.103-260115-0001","status":"accepted","seq":1,"sequence":1}]}
	// 422 unknown-field
}
