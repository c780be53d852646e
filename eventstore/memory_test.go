package eventstore_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/storetest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) eventstore.Store {
		m := eventstore.NewMemory()
		t.Cleanup(func() { m.Close() })
		return m
	})
}

func ExampleStore() {
	ctx := context.Background()
	store := eventstore.NewMemory()
	defer store.Close()

	first, _ := store.Append(ctx, "dossier.H38.SYT.0112", 0, []byte(`["received"]`))
	store.Append(ctx, "dossier.H38.SYT.0112", first, []byte(`["transferred"]`))
	_, err := store.Append(ctx, "dossier.H38.SYT.0112", first, []byte(`["returned"]`))
	fmt.Println(err)

	for record, err := range store.Follow(ctx, 0) {
		if err != nil {
			break
		}
		fmt.Println(record.Position, record.Subject, string(record.Body))
		if record.Position == 2 {
			break
		}
	}
	// Output:
	// eventstore: the subject has moved on
	// 1 dossier.H38.SYT.0112 ["received"]
	// 2 dossier.H38.SYT.0112 ["transferred"]
}
