package jetstream_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/eventstore/storetest"
)

func TestClusterStoreKeepsTheContract(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three servers")
	}
	cluster := embeddedtest.StartCluster(t)
	var stream string // each test's own: a name is not free at once
	opened := 0
	storetest.RunWith(t, storetest.Options{
		Open: func(t *testing.T) eventstore.Store {
			nc := cluster.Connect(t)
			dropStreams(t, nc)
			opened++
			stream = fmt.Sprintf("DOSSIERS-%d", opened)
			return openReplicated(t, nc, stream)
		},
		Reopen: func(t *testing.T, s eventstore.Store) eventstore.Store {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			return openReplicated(t, cluster.Connect(t), stream)
		},
	})
}

// dropStreams removes what the test before left: two streams of one account can't
// share subjects.
func dropStreams(t *testing.T, nc *nats.Conn) {
	t.Helper()
	api, err := js.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	names := api.StreamNames(t.Context())
	for name := range names.Name() {
		if err := api.DeleteStream(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	if err := names.Err(); err != nil {
		t.Fatal(err)
	}
}

// openReplicated opens the store as soon as the cluster can place its stream: a
// new leader does not know all its peers at once.
func openReplicated(t *testing.T, nc *nats.Conn, stream string) *jetstream.Store {
	t.Helper()
	var store *jetstream.Store
	embeddedtest.WaitFor(t, "the stream", func() (opened bool) {
		var err error
		store, err = jetstream.Open(t.Context(), nc, jetstream.Options{Replicas: 3, Stream: stream})
		if err != nil && !errors.Is(err, eventstore.ErrUnavailable) {
			t.Fatal(err)
		}
		return err == nil
	})
	t.Cleanup(func() { store.Close() })
	jetstream.BelieveSoon(store)
	return store
}

func TestFollowerAndAppenderOutliveTheStreamsLeader(t *testing.T) {
	if testing.Short() {
		t.Skip("starts three servers")
	}
	const records = 60
	cluster := embeddedtest.StartCluster(t)
	store := openReplicated(t, cluster.Connect(t), jetstream.DefaultStream)
	var appender sync.WaitGroup
	defer appender.Wait()
	appender.Go(func() {
		var last uint64
		for i := range records {
			if i == records/2 {
				cluster.Stop(cluster.StreamLeader(t, jetstream.DefaultStream))
			}
			last = persist(t, store, "dossier.H38.SYT.1", last, []byte{byte(i)})
		}
	})
	var next byte
	for record, err := range store.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if record.Body[0] != next {
			t.Fatalf("position %d holds number %d, want %d", record.Position, record.Body[0], next)
		}
		if next++; next == records {
			break
		}
	}
}

// persist appends as the engine does: when the store can't say whether it took
// the record, it looks, and tries again.
func persist(t *testing.T, store *jetstream.Store, subject string, last uint64, body []byte) uint64 {
	for {
		position, err := store.Append(t.Context(), subject, last, body)
		if err == nil {
			return position
		}
		if !errors.Is(err, eventstore.ErrUnavailable) && !errors.Is(err, eventstore.ErrConflict) {
			t.Errorf("Append: %v", err)
			return 0
		}
		records, err := store.Read(t.Context(), subject)
		if err != nil {
			continue // the broker is still away
		}
		if n := len(records); n > 0 && records[n-1].Position > last {
			return records[n-1].Position
		}
	}
}
