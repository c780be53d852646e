package jetstream_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// A log on a broker of its own, as one installation keeps it.
func ExampleOpen() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "dossier")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	broker, err := embedded.Start(ctx, embedded.Options{Dir: filepath.Join(dir, "store"), DontListen: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer broker.Stop()
	nc, err := broker.Connect()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer nc.Close()

	log, err := jetstream.Open(ctx, nc, jetstream.Options{HighWater: filepath.Join(dir, "highwater")})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer log.Close()
	first, err := log.Append(ctx, "dossier.H38.SYT.0112", 0, []byte(`["received"]`))
	fmt.Println(first, err)
	_, err = log.Append(ctx, "dossier.H38.SYT.0112", 0, []byte(`["received"]`))
	fmt.Println(err)
	records, err := log.Read(ctx, "dossier.H38.SYT.0112")
	fmt.Println(len(records), err)
	// Output:
	// 1 <nil>
	// eventstore: the subject has moved on
	// 1 <nil>
}
