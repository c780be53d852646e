package jetstream_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

func TestAFollowerOutlivesTheBrokersRestart(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		b := startBroker(t)
		store := b.open(t)
		seen := follow(t, store)
		appendFrom(t, store, 0, 5)
		expectSeen(t, seen, 1, 5)
		// At rest so long that it seldom asks, and away too shortly to be asked.
		time.Sleep(time.Hour)
		b.stop()
		time.Sleep(time.Second)
		b.start(t)
		b.waitFor(t, store)
		back := time.Now()
		appendFrom(t, store, 5, 10)
		expectSeen(t, seen, 6, 10)
		if late := time.Since(back); late > 6*time.Second {
			t.Errorf("the follower was back %v after its broker", late)
		}
	})
}

func TestAFollowerNoticesThatTheLogIsGone(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		b := startBroker(t)
		store := b.open(t)
		seen := follow(t, store)
		appendFrom(t, store, 0, 5)
		expectSeen(t, seen, 1, 5)
		b.stop()
		b.wipe(t)
		b.start(t)
		b.open(t)
		expectCorruptAt(t, seen, 1)
	})
}

func TestAFollowerNoticesThatTheLogWasWrittenAnewWhileItWasAway(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		b := startBroker(t)
		follower := &door{broker: b}
		store := openThrough(t, follower)
		seen := follow(t, store)
		appendFrom(t, store, 0, 5)
		expectSeen(t, seen, 1, 5)
		follower.shut.Store(true)
		b.stop()
		b.wipe(t)
		b.start(t)
		other := b.open(t)
		var last uint64
		for range 20 {
			last = mustAppend(t, other, "dossier.H38.OTHER.1", last, "[\"other\"]")
		}
		follower.shut.Store(false)
		expectCorruptAt(t, seen, 5)
	})
}

func TestWithoutABrokerTheStoreIsUnavailable(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		b := startBroker(t)
		store := b.open(t)
		last := mustAppend(t, store, "dossier.H38.SYT.1", 0, "[]")
		b.stop()
		if _, err := store.Append(t.Context(), "dossier.H38.SYT.1", last, []byte("[]")); !errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("Append: %v", err)
		}
		if _, err := store.Read(t.Context(), "dossier.H38.SYT.1"); !errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("Read: %v", err)
		}
		if _, err := store.Head(t.Context()); !errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("Head: %v", err)
		}
	})
}

func TestAFollowerWithoutABrokerEndsWhenItIsTold(t *testing.T) {
	for _, test := range []struct {
		sentence string
		end      func(cancel context.CancelFunc, store *jetstream.Store, nc *nats.Conn)
		want     error
	}{
		{"its context ends", func(cancel context.CancelFunc, _ *jetstream.Store, _ *nats.Conn) { cancel() }, nil},
		{"the store is closed", func(_ context.CancelFunc, store *jetstream.Store, _ *nats.Conn) { store.Close() }, eventstore.ErrClosed},
		{"the connection is closed", func(_ context.CancelFunc, _ *jetstream.Store, nc *nats.Conn) { nc.Close() }, eventstore.ErrUnavailable},
	} {
		t.Run(test.sentence, func(t *testing.T) {
			embeddedtest.Bubble(t, func(t *testing.T) {
				b := startBroker(t)
				nc := connectThrough(t, b)
				store := openOn(t, nc)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				ended := make(chan error, 1)
				go func() {
					var last error
					for _, err := range store.Follow(ctx, 0) {
						last = err
					}
					ended <- last
				}()
				synctest.Wait()
				b.stop()
				time.Sleep(time.Minute)
				begun := time.Now()
				test.end(cancel, store, nc)
				if err := <-ended; !errors.Is(err, test.want) {
					t.Errorf("it ended with %v, want %v", err, test.want)
				}
				if took := time.Since(begun); took > 10*time.Second {
					t.Errorf("it took %v to end", took)
				}
			})
		})
	}
}

// yielded is what a follower was given.
type yielded struct {
	record eventstore.Record
	err    error
}

// follow follows from the beginning in the background.
func follow(t *testing.T, store *jetstream.Store) <-chan yielded {
	t.Helper()
	seen := make(chan yielded, 100)
	go func() {
		defer close(seen)
		for record, err := range store.Follow(t.Context(), 0) {
			seen <- yielded{record, err}
		}
	}()
	return seen
}

func expectSeen(t *testing.T, seen <-chan yielded, from, to uint64) {
	t.Helper()
	for position := from; position <= to; position++ {
		if got := <-seen; got.err != nil || got.record.Position != position {
			t.Fatalf("the follower got %d, %v; want %d", got.record.Position, got.err, position)
		}
	}
}

func expectCorruptAt(t *testing.T, seen <-chan yielded, position uint64) {
	t.Helper()
	var corrupt *eventstore.CorruptError
	if got := <-seen; !errors.As(got.err, &corrupt) || corrupt.Position != position {
		t.Errorf("the follower got %d, %v; want a CorruptError at %d", got.record.Position, got.err, position)
	}
	if got, more := <-seen; more {
		t.Errorf("after the error came %d, %v", got.record.Position, got.err)
	}
}

// appendFrom appends the records after position from up to position to, one
// subject's.
func appendFrom(t *testing.T, store *jetstream.Store, from, to uint64) {
	t.Helper()
	for last := from; last < to; {
		last = mustAppend(t, store, "dossier.H38.SYT.1", last, "[]")
	}
}

func mustAppend(t *testing.T, store *jetstream.Store, subject string, last uint64, body string) uint64 {
	t.Helper()
	position, err := store.Append(t.Context(), subject, last, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return position
}
