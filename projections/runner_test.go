package projections_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// journal is a projection that remembers what it was given. It has no lock: the
// race detector sees whether the runner keeps its word.
type journal struct {
	positions []uint64
	refuse    uint64 // the position that it refuses; 0: none
}

func (j *journal) Name() string { return "journal" }

func (j *journal) Apply(c eventstore.Commit) error {
	if c.Position == j.refuse {
		return errors.New("impossible")
	}
	j.positions = append(j.positions, c.Position)
	return nil
}

// log is a store with some dossiers received.
func log(t *testing.T, dossiers int) (*logtest.World, *eventstore.Memory) {
	t.Helper()
	w, store := logtest.New(), eventstore.NewMemory()
	t.Cleanup(func() { store.Close() })
	for n := range dossiers {
		if err := w.Receive(n, "days"); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Store(store, 0); err != nil {
		t.Fatal(err)
	}
	return w, store
}

// run starts a runner and returns how to stop it and learn its error.
func run(t *testing.T, r *projections.Runner) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	return sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
}

func expectCode(t *testing.T, err error, code domain.ErrorCode) {
	t.Helper()
	if !errors.Is(err, &domain.Error{Code: code}) {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestCatchUpThenFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 700)
		j, reference := new(journal), projections.NewReference()
		r := projections.NewRunner(store, projections.Options{Now: time.Now}, reference, j)
		stop := run(t, r)
		synctest.Wait()
		head := uint64(len(w.Commits))
		if s := r.Status(); !s.Ready || s.Position != head || s.Head != head || s.Records != head || s.Events != head+700 || s.LagRecords != 0 || s.LagSeconds != 0 || s.Err != nil {
			t.Errorf("after catching up: %+v", s)
		}
		if reference.Registry().Procedure("days", w.Now) == nil {
			t.Error("the reference lacks a procedure")
		}
		if err := w.Say(1, &domain.Transferred{ToUnit: "unit-1"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Store(store, int(head)); err != nil {
			t.Fatal(err)
		}
		if err := r.Read(t.Context(), head+1, func() {
			if len(j.positions) != int(head)+1 || !slices.IsSorted(j.positions) {
				t.Errorf("%d commits were applied, in order: %t", len(j.positions), slices.IsSorted(j.positions))
			}
		}); err != nil {
			t.Error(err)
		}
		if err := stop(); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
}

// busy is a projection that has so much to give back.
type busy struct {
	journal
	left   atomic.Int32
	rested []int // how many commits were applied, each time
}

func (b *busy) Weary() bool { return b.left.Load() > 0 }

func (b *busy) Rest() {
	b.rested = append(b.rested, len(b.positions))
	b.left.Add(-1)
}

// within runs fn within a read.
func within(t *testing.T, r *projections.Runner, fn func()) {
	t.Helper()
	synctest.Wait()
	if err := r.Read(t.Context(), 0, fn); err != nil {
		t.Error(err)
	}
}

// A projection rests as soon as all is applied that was there, not before, and then
// whenever the runner looks at the log and is level with it.
func TestProjectionsRestWhenTheRunnerHasCaughtUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 700)
		head := len(w.Commits)
		p := new(busy)
		p.left.Store(3)
		known := projections.NewKnown(w.Now, new(journal), p) // which hands it on
		r := projections.NewRunner(store, projections.Options{Now: time.Now}, known)
		stop := run(t, r)
		within(t, r, func() {
			if !slices.Equal(p.rested, []int{head, head, head}) {
				t.Errorf("it rested after %d commits, want three times after %d", p.rested, head)
			}
		})
		p.left.Store(2)
		time.Sleep(time.Minute)
		synctest.Wait()
		if left := p.left.Load(); left > 0 {
			t.Errorf("a minute later it has %d left", left)
		}
		if err := stop(); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 1)
		r := projections.NewRunner(store, projections.Options{Now: time.Now})
		defer run(t, r)()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		begun := time.Now()
		err := r.Read(ctx, uint64(len(w.Commits))+1, func() { t.Error("read before it was visible") })
		expectCode(t, err, domain.CodeNotVisible)
		if waited := time.Since(begun); waited != 3*time.Second {
			t.Errorf("waited %s", waited)
		}
		if err := r.Wait(ctx, uint64(len(w.Commits))); err != nil {
			t.Errorf("what is visible needs no time: %v", err)
		}
	})
}

func TestReadersSeeWholeCommitsWhileTheLogGrows(t *testing.T) {
	first, second := new(journal), new(journal)
	readWhileTheLogGrows(t, func(position int) {
		if len(first.positions) != len(second.positions) || len(first.positions) < position {
			t.Errorf("at %d the projections hold %d and %d", position, len(first.positions), len(second.positions))
		}
	}, first, second)
}

// readWhileTheLogGrows has many look at the projections while 300 dossiers come in.
func readWhileTheLogGrows(t *testing.T, look func(position int), ps ...projections.Projection) {
	t.Helper()
	w, store := log(t, 0)
	before := len(w.Commits)
	for n := range 300 {
		if err := w.Receive(n, "days"); err != nil {
			t.Fatal(err)
		}
	}
	r := projections.NewRunner(store, projections.Options{Now: time.Now}, ps...)
	stop := run(t, r)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for position := before; position <= len(w.Commits); position += 7 {
				if err := r.Read(t.Context(), uint64(position), func() { look(position) }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	if err := w.Store(store, before); err != nil {
		t.Error(err)
	}
	readers.Wait()
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestACorruptRecordStopsServing(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(r *eventstore.Record)
		at     uint64
	}{
		{"a byte changed", func(r *eventstore.Record) { r.Body[len(r.Body)/2] ^= 1 }, 0},
		{"a body that is no commit", func(r *eventstore.Record) { r.Body = []byte("[]") }, 0},
		{"a hole", func(r *eventstore.Record) { r.Position++ }, 0},
		{"another subject", func(r *eventstore.Record) { r.Subject = "dossier.H38.SYT.other" }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, store := log(t, 3)
				for range 2 { // so that a later commit vouches for the one changed
					if err := w.Say(1, &domain.Transferred{ToUnit: "unit-1"}); err != nil {
						t.Fatal(err)
					}
				}
				if err := w.Store(store, len(w.Commits)-2); err != nil {
					t.Fatal(err)
				}
				target := uint64(len(w.Commits)) - 1
				j, f := new(journal), new(fetcher)
				r := projections.NewRunner(&tampered{store, target, test.change}, projections.Options{Now: time.Now}, j, f)
				err := r.Run(t.Context())
				corrupt, is := errors.AsType[*eventstore.CorruptError](err)
				if !is || corrupt.Position < target || corrupt.Position > target+1 {
					t.Fatalf("got %v, want a corrupt log at %d or where it shows", err, target)
				}
				expectCode(t, r.Read(t.Context(), 0, func() { t.Error("a corrupt log is served") }), domain.CodeCorrupt)
				expectCode(t, r.Wait(t.Context(), 1<<40), domain.CodeCorrupt)
				if s := r.Status(); s.Ready || s.Err == nil || s.Position != corrupt.Position-1 {
					t.Errorf("%+v", s)
				}
				if len(j.positions) != int(corrupt.Position-1) || f.wrong != nil || len(f.coming) > 0 {
					t.Errorf("before %d was applied %v, prefetched otherwise %v, and %v too many", corrupt.Position, j.positions, f.wrong, f.coming)
				}
			})
		})
	}
}

// tampered is a log of which one record was changed.
type tampered struct {
	*eventstore.Memory
	position uint64
	change   func(*eventstore.Record)
}

func (s *tampered) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		for r, err := range s.Memory.Follow(ctx, after) {
			if r.Position == s.position {
				s.change(&r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestAProjectionThatRefusesACommitStopsTheRunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, store := log(t, 5)
		r := projections.NewRunner(store, projections.Options{Now: time.Now}, new(journal), &journal{refuse: 7})
		corrupt, is := errors.AsType[*eventstore.CorruptError](r.Run(t.Context()))
		if !is || corrupt.Position != 7 || corrupt.Reason != "journal: impossible" {
			t.Errorf("got %v", corrupt)
		}
		expectCode(t, r.Read(t.Context(), 0, func() { t.Error("half a commit is served") }), domain.CodeCorrupt)
	})
}

func TestAStoreThatComesBackIsFollowedFromWhereItStood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 50)
		j := new(journal)
		s := &shaky{Memory: store, every: 10}
		r := projections.NewRunner(s, projections.Options{Now: time.Now}, j)
		stop := run(t, r)
		if err := r.Wait(t.Context(), uint64(len(w.Commits))); err != nil {
			t.Fatal(err)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		for i, position := range j.positions {
			if position != uint64(i+1) {
				t.Fatalf("commit %d was applied as number %d", position, i+1)
			}
		}
	})
}

// shaky is a store whose followers lose it after some records.
type shaky struct {
	*eventstore.Memory
	every int
}

func (s *shaky) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		n := 0
		for r, err := range s.Memory.Follow(ctx, after) {
			if n++; n > s.every {
				yield(eventstore.Record{}, fmt.Errorf("%w: gone", eventstore.ErrUnavailable))
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestAClosedStoreEndsTheRunAndIsStillServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 1)
		r := projections.NewRunner(store, projections.Options{Now: time.Now}, new(journal))
		ended := make(chan error)
		go func() { ended <- r.Run(t.Context()) }()
		synctest.Wait()
		store.Close()
		if err := <-ended; !errors.Is(err, eventstore.ErrClosed) {
			t.Errorf("got %v", err)
		}
		if err := r.Read(t.Context(), uint64(len(w.Commits)), func() {}); err != nil {
			t.Error(err)
		}
	})
}

func TestARunnerTakesCommitsThatAreKnownAlready(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 3)
		known := make(map[uint64]eventstore.Commit)
		for i, c := range w.Commits {
			c.Position = uint64(i + 1)
			known[c.Position] = c
		}
		var asked atomic.Int64
		j := new(journal)
		r := projections.NewRunner(store, projections.Options{Decode: func(r eventstore.Record) (eventstore.Commit, eventstore.Hash, error) {
			asked.Add(1)
			return known[r.Position], eventstore.HashOf(r.Body), nil
		}}, j)
		stop := run(t, r)
		head := uint64(len(w.Commits))
		if err := r.Wait(t.Context(), head); err != nil {
			t.Error(err)
		}
		if len(j.positions) != int(head) || asked.Load() != int64(head) {
			t.Errorf("%d of %d commits were applied, %d asked for", len(j.positions), head, asked.Load())
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// lazy is a projection that leaves every other commit until somebody reads.
type lazy struct {
	journal
	asked   bool // since the last commit that it left
	settled int  // commits
}

func (l *lazy) Apply(c eventstore.Commit) error {
	if l.asked || c.Position%2 == 0 {
		l.asked, l.settled = false, l.settled+1
	}
	return l.journal.Apply(c)
}

func (l *lazy) Asked()       { l.asked = true }
func (l *lazy) Behind() bool { return l.settled != len(l.positions) }
func (l *lazy) Settle()      { l.settled = len(l.positions) }

// Whoever reads finds the work done that a projection had left, and none of it is done
// while others read.
func TestReadersFindAProjectionSettled(t *testing.T) {
	l := new(lazy)
	readWhileTheLogGrows(t, func(position int) {
		if l.Behind() {
			t.Errorf("at %d of %d commits only %d are settled", position, len(l.positions), l.settled)
		}
	}, l)
}

// fetcher is a projection that notes for what it is to prefetch, and compares that with
// what it is given then. For a commit alone it is not asked.
type fetcher struct {
	chain  eventstore.Subjects // numbers the subjects as the runner's does
	coming []int
	most   int // subjects at once
	wrong  error
}

func (f *fetcher) Name() string { return "fetcher" }

func (f *fetcher) Prefetch(subjects []int) {
	if len(f.coming) > 0 {
		f.wrong = errors.Join(f.wrong, fmt.Errorf("%d commits did not come", len(f.coming)))
	}
	f.coming = slices.Clone(subjects)
	f.most = max(f.most, len(subjects))
}

func (f *fetcher) Apply(c eventstore.Commit) error {
	n := f.chain.Add(c.Subject)
	if len(f.coming) == 0 {
		return nil // alone
	}
	if f.coming[0] != n {
		f.wrong = errors.Join(f.wrong, fmt.Errorf("subject %d of position %d comes, of %v", n, c.Position, f.coming))
		return nil
	}
	f.coming = f.coming[1:]
	return nil
}

// What comes is prefetched before it is applied, together with what comes in the same
// batch.
func TestWhatComesIsPrefetched(t *testing.T) {
	w, store := log(t, 300)
	f := new(fetcher)
	r := projections.NewRunner(store, projections.Options{}, projections.NewReference(), f)
	stop := run(t, r)
	if err := r.Wait(t.Context(), uint64(len(w.Commits))); err != nil {
		t.Fatal(err)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if f.wrong != nil || len(f.coming) > 0 {
		t.Errorf("%v, and %d are left", f.wrong, len(f.coming))
	}
	if f.most < 2 {
		t.Errorf("%d commits came at once at most", f.most)
	}
}
