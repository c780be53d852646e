package jetstream_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/eventstore/storetest"
)

func TestGroupedAppendsKeepTheContract(t *testing.T) {
	grouped := func(s *siteStore) eventstore.Store { jetstream.Group(s.Store); return s }
	storetest.RunWith(t, storetest.Options{
		Open:   func(t *testing.T) eventstore.Store { return grouped(newSite(t).start(t)) },
		Reopen: func(t *testing.T, s eventstore.Store) eventstore.Store { return grouped(s.(*siteStore).restart(t)) },
	})
}

// TestGroupedAppendsAreAnsweredEachByItself sends appends of which some must
// conflict: a batch that the broker refuses because of one must not take the
// others with it.
func TestGroupedAppendsAreAnsweredEachByItself(t *testing.T) {
	store := newSite(t).start(t)
	jetstream.Group(store.Store)
	const appends = 200
	var all sync.WaitGroup
	positions := make([]uint64, appends)
	for i := range appends {
		all.Go(func() {
			wrong := uint64(i % 10 / 9) // of every tenth: no record lies on its subject
			position, err := store.Append(t.Context(), fmt.Sprintf("dossier.a.b.%d", i), wrong, fmt.Appendf(nil, "%d", i))
			switch {
			case wrong == 1 && !errors.Is(err, eventstore.ErrConflict):
				t.Errorf("append %d expects a record that is not there, the answer is %v", i, err)
			case wrong == 0 && err != nil:
				t.Errorf("append %d: %v", i, err)
			}
			positions[i] = position
		})
	}
	all.Wait()
	for i, position := range positions {
		records := readAll(t, store, fmt.Sprintf("dossier.a.b.%d", i))
		if position == 0 {
			if len(records) > 0 {
				t.Errorf("append %d was refused, and stored at %d", i, records[0].Position)
			}
			continue
		}
		if len(records) != 1 || records[0].Position != position || string(records[0].Body) != fmt.Sprint(i) {
			t.Errorf("append %d was stored at %d, the log holds %v", i, position, records)
		}
	}
}

func readAll(t *testing.T, store eventstore.Reader, subject string) []eventstore.Record {
	t.Helper()
	records, err := store.Read(t.Context(), subject)
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// TestManyAppendsGoTogether proves that batches are really sent, and that a store
// whose stream takes none does without.
func TestManyAppendsGoTogether(t *testing.T) {
	for _, takes := range []bool{true, false} {
		broker := embeddedtest.StartWith(t, embedded.Options{Dir: t.TempDir(), DontListen: true})
		nc := embeddedtest.Connect(t, broker)
		if !takes {
			makeStream(t, nc, safeConfig())
		}
		store, err := jetstream.Open(t.Context(), nc, jetstream.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		if takes {
			jetstream.Group(store)
		}
		appendMany(t, store, "dossier.a.b", 100)
		if sent := batched(t, nc, 100); takes != (sent > 0) {
			t.Errorf("the stream takes batches: %v, and %d records came in one", takes, sent)
		}
	}
}

// TestATrialEndsThoughBatchesAreRefused has one append of every group expect what
// is not there.
func TestATrialEndsThoughBatchesAreRefused(t *testing.T) {
	store := newSite(t).start(t)
	jetstream.TryOut(store.Store)
	for turn := 0; !jetstream.TriedOut(store.Store); turn++ {
		if turn == 100 {
			t.Fatal("the trial goes on after 100 turns")
		}
		var all sync.WaitGroup
		for i := range 64 {
			all.Go(func() {
				_, err := store.Append(t.Context(), fmt.Sprintf("dossier.a.b.%d-%d", turn, i), uint64(i%2), []byte("[]"))
				if refused := errors.Is(err, eventstore.ErrConflict); refused != (i%2 == 1) {
					t.Errorf("append %d: %v", i, err)
				}
			})
		}
		all.Wait()
	}
}

// appendMany appends so many records at once, each to a subject of its own.
func appendMany(t *testing.T, store eventstore.Appender, prefix string, records int) {
	t.Helper()
	var all sync.WaitGroup
	for i := range records {
		all.Go(func() {
			if _, err := store.Append(t.Context(), fmt.Sprintf("%s.%d", prefix, i), 0, []byte("[]")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

// batched returns how many of the first records came in a batch.
func batched(t *testing.T, nc *nats.Conn, records uint64) (count int) {
	t.Helper()
	api, err := js.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := api.Stream(t.Context(), jetstream.DefaultStream)
	if err != nil {
		t.Fatal(err)
	}
	for position := range records {
		message, err := stream.GetMsg(t.Context(), position+1)
		if err != nil {
			t.Fatal(err)
		}
		if message.Header.Get("Nats-Batch-Id") != "" {
			count++
		}
	}
	return count
}
