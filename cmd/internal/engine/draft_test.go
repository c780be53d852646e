package engine_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// observed is a store that counts how often a subject is read, and may do something
// before an append.
type observed struct {
	eventstore.Store
	reads  atomic.Int64
	before atomic.Pointer[func()]
}

func (s *observed) Read(ctx context.Context, subject string) ([]eventstore.Record, error) {
	s.reads.Add(1)
	return s.Store.Read(ctx, subject)
}

func (s *observed) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if do := s.before.Load(); do != nil {
		(*do)()
	}
	return s.Store.Append(ctx, subject, last, body)
}

// forgetful starts an engine that keeps one dossier ready, and has it receive some:
// it has forgotten the first.
func forgetful(t *testing.T) (o *office, store *observed, codes []string) {
	t.Helper()
	store = &observed{Store: eventstore.NewMemory()}
	o = startWith(t, store, engine.Options{HotDossiers: 1})
	o.publishFacts()
	for i := range 3 {
		codes = append(codes, fmt.Sprintf("H37.13-260115-%04d", 100+i))
		o.accept(o.event(codes[i], receipt()))
	}
	o.known()
	return o, store, codes
}

// rungsOf returns the names of the rungs that are recorded of a dossier.
func (o *office) rungsOf(code string) (names []string) {
	o.t.Helper()
	for _, c := range o.commits(code) {
		for i := range c.Events {
			if r := domain.RungOf(c.Events[i].Data); r != nil {
				names = append(names, r.Rung)
			}
		}
	}
	return names
}

func TestRaiseDue_readsNothingBack(t *testing.T) {
	o, store, codes := forgetful(t)
	before := store.reads.Load()
	for at, end := o.clock(), moment(t, "2026-01-26T12:00:00+07:00"); at.Before(end); at = at.Add(time.Hour) {
		o.set(at.Format(time.RFC3339))
		if err := o.RaiseDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := store.reads.Load() - before; n > 0 {
		t.Errorf("%d reads of the log", n)
	}
	for _, code := range codes {
		if got, want := fmt.Sprint(o.rungsOf(code)), "[two-days-left half due-day missed late-1]"; got != want {
			t.Errorf("%s: rungs %s, want %s", code, got, want)
		}
	}
	o.accept(o.event(codes[0], &domain.Transferred{ToUnit: "nvy"})) // behind what was drafted
	if err := o.Ready(); err != nil {
		t.Error(err)
	}
}

// Where what is served came out of a snapshot that may yet prove wrong, the log says
// what follows.
func TestRaiseDue_unproven(t *testing.T) {
	store := &observed{Store: eventstore.NewMemory()}
	o := startWith(t, store, engine.Options{HotDossiers: 1, Unproven: func() bool { return true }})
	o.publishFacts()
	for i := range 3 {
		o.accept(o.event(fmt.Sprintf("H37.13-260115-%04d", 100+i), receipt()))
	}
	o.known()
	before := store.reads.Load()
	o.set("2026-01-26T12:00:00+07:00")
	if err := o.RaiseDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if store.reads.Load() == before || len(o.rungsOf("H37.13-260115-0100")) == 0 {
		t.Errorf("%d reads of the log, rungs %v", store.reads.Load()-before, o.rungsOf("H37.13-260115-0100"))
	}
}

// What another engine says of the dossier between the look and the append prevails.
func TestRaiseDue_overtaken(t *testing.T) {
	for _, test := range []struct {
		name string
		said domain.Data
		want string
	}{
		{"by a transfer", &domain.Transferred{ToUnit: "nvy"}, "[two-days-left half]"},
		{"by the end", &domain.Withdrawn{}, "[]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o, store, codes := forgetful(t)
			other := start(t, store.Store)
			other.ids.Store(1000)
			o.set("2026-01-20T08:00:00+07:00")
			other.set("2026-01-20T08:00:00+07:00")
			overtake := sync.OnceFunc(func() { // every append waits until it is done
				for _, code := range codes {
					other.accept(other.event(code, test.said))
				}
			})
			store.before.Store(&overtake)
			if err := o.RaiseDue(t.Context()); err != nil {
				t.Fatal(err)
			}
			for _, code := range codes {
				if got := fmt.Sprint(o.rungsOf(code)); got != test.want {
					t.Errorf("%s: rungs %s, want %s", code, got, test.want)
				}
			}
			if err := o.Ready(); err != nil {
				t.Error(err)
			}
		})
	}
}
