package jetstream_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// What the broker may answer to an append.
const (
	stored   = `{"stream":"DOSSIERS","seq":7}`
	conflict = `{"error":{"code":400,"err_code":10071,"description":"wrong last sequence: 3"}}`
	busy     = `{"error":{"code":400,"err_code":10164,"description":"wrong last sequence"}}`
)

func TestTheBrokersAnswersAndWhatTheyMean(t *testing.T) {
	for _, test := range []struct {
		sentence string
		answers  []string // the last one stays
		want     error
		asked    int
	}{
		{"stored", []string{stored}, nil, 1},
		{"the subject has moved on", []string{conflict}, eventstore.ErrConflict, 1},
		{"another append is under way, then fails", []string{busy, busy, stored}, nil, 3},
		{"another append is under way, then wins", []string{busy, conflict}, eventstore.ErrConflict, 2},
		{"another append is under way for ever", []string{busy}, eventstore.ErrConflict, 11},
		{"insufficient resources", refusal(503, 10023), eventstore.ErrUnavailable, 1},
		{"insufficient storage", refusal(500, 10047), eventstore.ErrUnavailable, 1},
		{"storing failed", refusal(503, 10077), eventstore.ErrUnavailable, 1},
		{"no leader", refusal(503, 10008), eventstore.ErrUnavailable, 1},
		{"larger than the stream takes", refusal(400, 10054), eventstore.ErrTooLarge, 1},
		{"an answer that is none", []string{"?"}, eventstore.ErrUnavailable, 1},
		{"no answer", []string{""}, eventstore.ErrUnavailable, 1},
	} {
		t.Run(test.sentence, func(t *testing.T) {
			embeddedtest.Bubble(t, func(t *testing.T) {
				store, asked := storeAnsweredWith(t, test.answers)
				position, err := store.Append(t.Context(), "dossier.H38.SYT.1", 3, []byte("[]"))
				if !errors.Is(err, test.want) || (err == nil) != (position == 7) {
					t.Errorf("Append = %d, %v; want %v", position, err, test.want)
				}
				if int(asked.Load()) != test.asked {
					t.Errorf("the broker was asked %d times, want %d", asked.Load(), test.asked)
				}
			})
		})
	}
}

func TestNobodyAnswersWhereThereIsNoStream(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		store := unopened(t, embeddedtest.Connect(t, embeddedtest.Start(t)))
		_, err := store.Append(t.Context(), "dossier.H38.SYT.1", 0, []byte("[]"))
		if !errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("Append: %v", err)
		}
	})
}

func TestTheCallersDeadlineIsToldAsItsOwn(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		store, _ := storeAnsweredWith(t, []string{""})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := store.Append(ctx, "dossier.H38.SYT.1", 0, []byte("[]"))
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("Append: %v", err)
		}
	})
}

// The broker falls silent at the first append and answers it when the second one
// waits.
func TestAnAnswerThatComesTooLateIsNobodyElses(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		store := storeAnsweredBy(t, func(first, m *nats.Msg) {
			if m != first {
				_ = first.Respond([]byte(stored))
				_ = m.Respond([]byte(`{"stream":"DOSSIERS","seq":8}`))
			}
		})
		begun := time.Now()
		if _, err := store.Append(t.Context(), "dossier.H38.SYT.1", 3, []byte("[1]")); !errors.Is(err, eventstore.ErrUnavailable) {
			t.Errorf("Append: %v", err)
		}
		if took := time.Since(begun); took < time.Second || took > time.Minute {
			t.Errorf("it took %v", took)
		}
		if position, err := store.Append(t.Context(), "dossier.H38.SYT.2", 3, []byte("[2]")); err != nil || position != 8 {
			t.Errorf("the second append lies at %d, %v", position, err)
		}
	})
}

// However many wait before it, an append is bounded.
func TestAppendsThatWaitForOthersAreBounded(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		store, _ := storeAnsweredWith(t, []string{""})
		jetstream.Group(store)
		var appends sync.WaitGroup
		begun := time.Now()
		for n := range 1000 { // several groups
			appends.Go(func() {
				_, err := store.Append(t.Context(), fmt.Sprintf("dossier.H38.SYT.%d", n), 0, []byte("[]"))
				if took := time.Since(begun); !errors.Is(err, eventstore.ErrUnavailable) || took > 15*time.Second {
					t.Errorf("Append: %v, after %v", err, took)
				}
			})
		}
		appends.Wait()
	})
}

// A new leader answers again what the former one had answered, some time later.
func TestAnAnswerThatComesAgainIsNobodyElses(t *testing.T) {
	const answers = 40 // more than have room where nobody waits for them
	embeddedtest.Bubble(t, func(t *testing.T) {
		store := storeAnsweredBy(t, func(first, m *nats.Msg) {
			for range answers {
				_ = first.Respond([]byte(stored))
			}
			if m != first {
				_ = m.Respond([]byte(conflict))
			}
		})
		if position, err := store.Append(t.Context(), "dossier.H38.SYT.1", 3, []byte("[1]")); err != nil || position != 7 {
			t.Errorf("the first append lies at %d, %v", position, err)
		}
		synctest.Wait()
		if position, err := store.Append(t.Context(), "dossier.H38.SYT.2", 3, []byte("[2]")); err == nil {
			t.Errorf("the second append was refused, and is said to lie at %d", position)
		}
	})
}

func TestAnAppendThatWaitsEndsWithTheStore(t *testing.T) {
	embeddedtest.Bubble(t, func(t *testing.T) {
		store, _ := storeAnsweredWith(t, []string{""})
		ended := make(chan error)
		go func() {
			_, err := store.Append(t.Context(), "dossier.H38.SYT.1", 3, []byte("[]"))
			ended <- err
		}()
		synctest.Wait()
		begun := time.Now()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if err := <-ended; !errors.Is(err, eventstore.ErrClosed) {
			t.Errorf("Append: %v", err)
		}
		if took := time.Since(begun); took > time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

func refusal(code, errCode int) []string {
	return []string{fmt.Sprintf(`{"error":{"code":%d,"err_code":%d,"description":"no"}}`, code, errCode)}
}

// storeAnsweredWith is a store whose broker gives the answers one after the
// other; an empty one is silence. It must be called in a bubble.
func storeAnsweredWith(t *testing.T, answers []string) (*jetstream.Store, *atomic.Int64) {
	t.Helper()
	asked := new(atomic.Int64)
	return storeAnsweredBy(t, func(_, m *nats.Msg) {
		i := min(int(asked.Add(1)), len(answers)) - 1
		if answers[i] != "" {
			_ = m.Respond([]byte(answers[i]))
		}
	}), asked
}

// storeAnsweredBy is a store whose broker is that function: it is called for each
// message, with the first. It must be called in a bubble.
func storeAnsweredBy(t *testing.T, answer func(first, m *nats.Msg)) *jetstream.Store {
	t.Helper()
	nc := embeddedtest.Connect(t, embeddedtest.Start(t))
	var first *nats.Msg
	_, err := nc.Subscribe("dossier.>", func(m *nats.Msg) {
		if first == nil {
			first = m
		}
		answer(first, m)
	})
	if err != nil {
		t.Fatal(err)
	}
	return unopened(t, nc)
}

func unopened(t *testing.T, nc *nats.Conn) *jetstream.Store {
	t.Helper()
	store, err := jetstream.Unopened(nc)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}
