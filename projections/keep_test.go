package projections_test

import (
	"errors"
	"testing"

	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// keeper is a kept projection that can't always be written, and counts how often it
// was kept.
type keeper struct {
	journal
	form, kept int
	broken     bool
}

func (k *keeper) Form() int { return k.form }

func (k *keeper) Keep(p *pack.Pack) {
	if k.kept++; k.broken {
		p.Fail()
	}
}

func TestWhatCantBeKeptIsNoSnapshot(t *testing.T) {
	whole, broken := new(keeper), &keeper{broken: true}
	s, err := projections.NewRunner(eventstore.NewMemory(), projections.Options{}, whole, broken).Snapshot()
	if s != nil || !errors.Is(err, projections.ErrSnapshot) {
		t.Errorf("%+v, %v", s, err)
	}
}

// A snapshot of other projections is refused before any of them has read its part.
func TestNothingIsReadOfAnotherFormsSnapshot(t *testing.T) {
	s, err := projections.NewRunner(eventstore.NewMemory(), projections.Options{}, new(keeper), new(keeper)).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	first, second := new(keeper), &keeper{form: 1}
	err = projections.NewRunner(eventstore.NewMemory(), projections.Options{}, first, second).Restore(s)
	if !errors.Is(err, projections.ErrSnapshot) || first.kept+second.kept > 0 {
		t.Errorf("%d and %d times, %v", first.kept, second.kept, err)
	}
}

// The registry is asked for while the facts are replaced: it never lacks what both
// the old and the new ones hold.
func TestFactsAreReplacedAllAtOnce(t *testing.T) {
	w, _ := log(t, 1)
	f := projections.NewReference()
	for _, c := range w.Commits {
		if err := f.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	written := pack.Writer(nil, nil)
	f.Keep(&written)
	was := f.Registry()
	for end := range len(written.Bytes()) {
		part := pack.Reader(written.Bytes()[:end], nil)
		if f.Keep(&part); part.Close() == nil {
			t.Fatalf("the first %d bytes are taken for all", end)
		}
		if f.Registry() != was {
			t.Fatalf("the first %d bytes replaced the facts", end)
		}
	}
	whole := pack.Reader(written.Bytes(), nil)
	f.Keep(&whole)
	if err := whole.Close(); err != nil || f.Registry() == was || len(f.Registry().Procedures()) != len(was.Procedures()) {
		t.Errorf("%d procedures, want %d: %v", len(f.Registry().Procedures()), len(was.Procedures()), err)
	}
}
