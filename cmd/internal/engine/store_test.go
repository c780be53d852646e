package engine_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

func TestSubmit_twoEnginesOneLog(t *testing.T) {
	store := eventstore.NewMemory()
	a, b := open(t, store), open(t, store)
	b.ids.Store(1000)
	a.accept(a.event(code, receipt()))
	var wg sync.WaitGroup
	for _, o := range []*office{a, b} {
		wg.Go(func() {
			for range 50 {
				if r := o.submit(o.event(code, &domain.Transferred{ToUnit: "nvy"}))[0]; r.Status != domain.Accepted {
					t.Errorf("%s: %v", r.Status, r.Error)
				}
			}
		})
	}
	wg.Wait()
	var chain eventstore.Chain
	head, err := store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range store.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		c, err := eventstore.Decode(r)
		if err == nil {
			_, err = chain.Check(r, eventstore.HashOf(r.Body), c)
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Position == head.Position {
			break
		}
	}
	if n := len(a.commits(code)); n != 101 {
		t.Errorf("the dossier has %d commits, want 101", n)
	}
}

// lossy is a store that appends and then loses every second answer, or refuses
// before it appends.
type lossy struct {
	eventstore.Store
	calls atomic.Int64
}

func (l *lossy) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	n := l.calls.Add(1)
	if n%3 == 0 {
		return 0, fmt.Errorf("%w: not even tried", eventstore.ErrUnavailable)
	}
	position, err := l.Store.Append(ctx, subject, last, body)
	if n%3 == 1 && err == nil {
		return 0, fmt.Errorf("%w: the answer was lost", eventstore.ErrUnavailable)
	}
	return position, err
}

func TestSubmit_lostAnswers(t *testing.T) {
	store := &lossy{Store: eventstore.NewMemory()}
	o := open(t, store)
	o.accept(o.event(code, receipt()))
	for range 10 {
		o.accept(o.event(code, &domain.Transferred{ToUnit: "nvy"}))
	}
	commits := o.commits(code)
	if len(commits) != 11 {
		t.Errorf("the dossier has %d commits, want 11: none lost, none doubled", len(commits))
	}
}

// away is a store that can be switched off.
type away struct {
	eventstore.Store
	off atomic.Bool
}

func (a *away) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if a.off.Load() {
		return 0, fmt.Errorf("%w: no space left", eventstore.ErrUnavailable)
	}
	return a.Store.Append(ctx, subject, last, body)
}

func TestSubmit_storeAway(t *testing.T) {
	store := &away{Store: eventstore.NewMemory()}
	o := open(t, store)
	o.accept(o.event(code, receipt()))
	store.off.Store(true)
	refused(t, o.submit(o.event(code, &domain.Transferred{ToUnit: "nvy"}))[0], domain.CodeUnavailable)
	if err := o.Ready(); err == nil || !errors.Is(err, eventstore.ErrUnavailable) {
		t.Errorf("the engine calls itself ready (%v) while appends fail", err)
	}
	if _, err := o.Dossier(t.Context(), code, 0); err != nil {
		t.Errorf("reads must go on: %v", err)
	}
	store.off.Store(false)
	o.accept(o.event(code, &domain.Transferred{ToUnit: "nvy"}))
	if err := o.Ready(); err != nil {
		t.Errorf("the store is back, the engine says %v", err)
	}
}

// silent is a store that takes an append and never answers.
type silent struct {
	eventstore.Store
	on atomic.Bool
}

func (s *silent) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if s.on.Load() {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	return s.Store.Append(ctx, subject, last, body)
}

func TestSubmit_storeSilent(t *testing.T) {
	store := &silent{Store: eventstore.NewMemory()}
	o := open(t, store)
	o.accept(o.event(code, receipt()))
	store.on.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	transfer := o.event(code, &domain.Transferred{ToUnit: "nvy"})
	refused(t, o.Submit(ctx, []domain.Parsed{{Event: transfer}})[0], domain.CodeUnavailable)
	if err := o.Ready(); !errors.Is(err, eventstore.ErrUnavailable) {
		t.Errorf("the engine calls itself ready (%v) while the store is silent", err)
	}
}
