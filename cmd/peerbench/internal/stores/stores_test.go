package stores

import (
	"errors"
	"os"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/postgres"
)

// open opens all stores that this machine can, and says which it can't.
func open(t *testing.T, sync Sync) []Named {
	t.Helper()
	o := Options{Dir: t.TempDir(), Sync: sync, MessageDB: os.Getenv("PEERBENCH_MESSAGE_DB")}
	cluster, err := postgres.Start(t.Context(), os.TempDir())
	switch {
	case err == nil:
		o.Postgres = cluster
		t.Cleanup(func() { check(t, cluster.Stop()) })
	case !errors.Is(err, postgres.ErrNotInstalled):
		t.Fatal(err)
	}
	opened, skipped, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { check(t, Close(opened)) })
	for _, why := range skipped {
		t.Log("not compared: ", why)
	}
	return opened
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
}

// TestStores gives every store the same dossiers: it must take each event once,
// behind the one before, and read all of them back.
func TestStores(t *testing.T) {
	for _, sync := range []Sync{Always, Lazily} {
		for _, s := range open(t, sync) {
			t.Run(s.Name, func(t *testing.T) { conform(t, s) })
		}
	}
}

func conform(t *testing.T, s Named) {
	const n = 3
	if events, err := s.ReadAll(t.Context()); events != 0 || err != nil {
		t.Fatalf("%d events in an empty store, %v", events, err)
	}
	made, err := dossiers.Make(1, n, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range made {
		var last uint64
		for _, e := range d {
			place, err := s.Append(t.Context(), e, last)
			if err != nil {
				t.Fatal(err)
			}
			if place <= last {
				t.Errorf("event %d took place %d, behind %d", e.Version, place, last)
			}
			last = place
		}
	}
	if events, err := s.ReadAll(t.Context()); events != n*dossiers.Events || err != nil {
		t.Errorf("%d events were read, not %d; %v", events, n*dossiers.Events, err)
	}
	if s.Durability() == "" {
		t.Error("it does not say how durable it is")
	}
	if s.Name != Ours { // which knows itself what is the last
		conflict(t, s, made[0])
	}
}

// conflict appends behind what is not the last: a peer that takes it would do less
// than the engine.
func conflict(t *testing.T, s Named, taken dossiers.Dossier) {
	t.Helper()
	fresh, err := dossiers.Make(2, 1, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), fresh[0][1], 77); !errors.Is(err, ErrConflict) {
		t.Errorf("an event behind one that is not there: %v", err)
	}
	again := fresh[0][0]
	again.Dossier = taken[0].Dossier
	if _, err := s.Append(t.Context(), again, 0); !errors.Is(err, ErrConflict) {
		t.Errorf("a second first event: %v", err)
	}
}
