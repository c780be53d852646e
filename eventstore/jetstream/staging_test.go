package jetstream_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// TestBatchesAreStagedInMemory sends batches while they are, when the place is gone,
// and after the broker was started again: it matters to none of them.
func TestBatchesAreStagedInMemory(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("batches are staged in memory on Linux alone")
	}
	options := embedded.Options{Dir: t.TempDir(), DontListen: true}
	link := filepath.Join(options.Dir, "jetstream", "ENGINE", "streams", jetstream.DefaultStream, "batches")
	var staged string
	together := 0 // records that came in batches
	for turn, prefix := range []string{"dossier.a.a", "dossier.a.b"} {
		broker := embeddedtest.StartWith(t, options)
		nc := embeddedtest.Connect(t, broker)
		store, err := jetstream.Open(t.Context(), nc, jetstream.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := broker.StageInMemory(jetstream.DefaultStream); err != nil {
			t.Fatal(err)
		}
		jetstream.Group(store)
		appendMany(t, store, prefix, 100)
		records := uint64(200*turn + 100)
		if before := together; batched(t, nc, records) == before {
			t.Error("no record came in a batch")
		}
		together = batched(t, nc, records)
		if staged, err = os.Readlink(link); err != nil {
			t.Fatalf("where batches are prepared: %v", err)
		}
		if err := os.RemoveAll(staged); err != nil {
			t.Fatal(err)
		}
		appendMany(t, store, prefix+".late", 100)
		records += 100
		if head, err := store.Head(t.Context()); err != nil || head.Records != records {
			t.Errorf("the log holds %d records, %v, want %d", head.Records, err, records)
		}
		if now := batched(t, nc, records); now != together {
			t.Errorf("%d records came in batches where none can be prepared", now-together)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		broker.Stop()
	}
	for _, path := range []string{link, staged} {
		if _, err := os.Lstat(path); !os.IsNotExist(err) {
			t.Errorf("%s is left over: %v", path, err)
		}
	}
}
