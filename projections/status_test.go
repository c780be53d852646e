package projections_test

import (
	"context"
	"errors"
	"iter"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// headed is a log that says something else about its end than what it holds.
type headed struct {
	*eventstore.Memory
	head func(eventstore.Head) (eventstore.Head, error)
}

func (s *headed) Head(ctx context.Context) (eventstore.Head, error) {
	h, err := s.Memory.Head(ctx)
	if err != nil || ctx.Err() != nil {
		return h, err
	}
	return s.head(h)
}

func TestAnIncompleteLogIsCorrupt(t *testing.T) {
	for name, change := range map[string]func(*eventstore.Head){
		"fewer records than positions":     func(h *eventstore.Head) { h.Records-- },
		"more records than positions":      func(h *eventstore.Head) { h.Records++ },
		"it ends before what it held once": func(h *eventstore.Head) { h.Position, h.Records = 2, 2 },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, store := log(t, 3)
				var wrong atomic.Bool
				s := &headed{store, func(h eventstore.Head) (eventstore.Head, error) {
					if wrong.Load() {
						change(&h)
					}
					return h, nil
				}}
				r := projections.NewRunner(s, projections.Options{Now: time.Now}, new(journal))
				ended := make(chan error)
				go func() { ended <- r.Run(t.Context()) }()
				synctest.Wait()
				if status := r.Status(); !status.Ready {
					t.Fatalf("a whole log is not ready: %+v", status)
				}
				wrong.Store(true)
				if _, is := errors.AsType[*eventstore.CorruptError](<-ended); !is {
					t.Error("the log passes for whole")
				}
				expectCode(t, r.Read(t.Context(), 0, func() { t.Error("served") }), domain.CodeCorrupt)
			})
		})
	}
}

func TestAnIncompleteLogNeverGetsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, store := log(t, 3)
		s := &headed{store, func(h eventstore.Head) (eventstore.Head, error) {
			h.Records--
			return h, nil
		}}
		r := projections.NewRunner(s, projections.Options{Now: time.Now}, new(journal))
		if _, is := errors.AsType[*eventstore.CorruptError](r.Run(t.Context())); !is || r.Status().Ready {
			t.Errorf("%+v", r.Status())
		}
	})
}

// stuck is a log whose followers get nothing beyond a position: the reader is
// dead, the head goes on.
type stuck struct {
	*eventstore.Memory
	after uint64
}

func (s *stuck) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		for r, err := range s.Memory.Follow(ctx, after) {
			if r.Position > s.after {
				<-ctx.Done()
				return
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestADeadReaderShows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 3)
		r := projections.NewRunner(&stuck{store, uint64(len(w.Commits))}, projections.Options{Now: time.Now}, new(journal))
		defer run(t, r)()
		time.Sleep(time.Hour)
		synctest.Wait()
		if s := r.Status(); !s.Ready || s.LagRecords != 0 || s.LagSeconds != 0 || s.ReadAge > 60 {
			t.Errorf("a quiet log is no dead reader: %+v", s)
		}
		if err := w.Say(1, &domain.Transferred{ToUnit: "unit-1"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Store(store, len(w.Commits)-1); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if s := r.Status(); s.LagRecords != 1 || s.LagSeconds < 3600 || s.LagSeconds > 3660 || s.ReadAge < 3600 || s.ReadAge > 3660 {
			t.Errorf("a dead reader does not show: %+v", s)
		}
	})
}

func TestCatchingUpLagsByTheAgeOfWhatItApplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, store := log(t, 3)
		half := uint64(len(w.Commits)) - 2
		now := w.Now.Add(100 * time.Second)
		r := projections.NewRunner(&stuck{store, half}, projections.Options{Now: func() time.Time { return now }}, new(journal))
		defer run(t, r)()
		synctest.Wait()
		if s := r.Status(); s.Ready || s.Position != half || s.LagRecords != 2 || s.LagSeconds != 100 {
			t.Errorf("%+v", s)
		}
	})
}

func TestAnAbsentStoreIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, store := log(t, 1)
		var gone atomic.Bool
		s := &headed{store, func(h eventstore.Head) (eventstore.Head, error) {
			if gone.Load() {
				return h, eventstore.ErrUnavailable
			}
			return h, nil
		}}
		r := projections.NewRunner(s, projections.Options{Now: time.Now}, new(journal))
		defer run(t, r)()
		synctest.Wait()
		gone.Store(true)
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		if status := r.Status(); !errors.Is(status.Err, eventstore.ErrUnavailable) || status.ReadAge < 120 {
			t.Errorf("%+v", status)
		}
		gone.Store(false)
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if status := r.Status(); status.Err != nil || status.ReadAge > 6 {
			t.Errorf("%+v", status)
		}
	})
}
