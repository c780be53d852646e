package engine_test

import (
	"context"
	"iter"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// unread is a store whose log can be followed only when the test lets it.
type unread struct {
	eventstore.Store
	gate chan struct{}
}

func (u *unread) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		select {
		case <-u.gate:
			u.Store.Follow(ctx, after)(yield)
		case <-ctx.Done():
		}
	}
}

// submitWithin submits one event and waits no longer than that.
func (o *office) submitWithin(within time.Duration, e domain.Event) domain.Result {
	ctx, cancel := context.WithTimeout(o.t.Context(), within)
	defer cancel()
	return o.Submit(ctx, []domain.Parsed{{Event: e, ID: e.ID, Code: e.Subject}})[0]
}

// While the log is still being read the calendar and the procedures that are in
// force are not known: a receipt waits, or is refused, but is never judged by
// what was in force long ago.
func TestSubmit_waitsForTheReferenceFacts(t *testing.T) {
	store := eventstore.NewMemory()
	open(t, store)
	slow := &unread{Store: store, gate: make(chan struct{})}
	o := start(t, slow)
	received := o.event(code, receipt())
	refused(t, o.submitWithin(50*time.Millisecond, received), domain.CodeUnavailable)
	if n := len(o.commits(code)); n != 0 {
		t.Fatalf("a receipt was decided before the log was read: %d commits", n)
	}
	close(slow.gate)
	r := o.submitWithin(10*time.Second, received)
	if want := moment(t, "2026-01-22T17:00:00+07:00"); r.Status != domain.Accepted || !r.Due.Equal(want) {
		t.Errorf("%s (%v), due %s; want accepted, due %s", r.Status, r.Error, r.Due, want)
	}
}

// ahead is a store whose head the projections do not reach.
type ahead struct {
	eventstore.Store
	by atomic.Uint64
}

func (a *ahead) Head(ctx context.Context) (eventstore.Head, error) {
	head, err := a.Store.Head(ctx)
	head.Position += a.by.Load()
	head.Records += a.by.Load()
	return head, err
}

// "Accepted, not yet visible" would be a lie about an event that was not taken.
func TestSubmit_nothingTakenIsNotCalledAccepted(t *testing.T) {
	store := &ahead{Store: eventstore.NewMemory()}
	o := open(t, store)
	store.by.Store(100)
	refused(t, o.submitWithin(50*time.Millisecond, o.event(code, &domain.Transferred{ToUnit: "nvy"})), domain.CodeUnavailable)
}
