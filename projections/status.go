package projections

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
)

// Status is how the runner stands to the log.
type Status struct {
	Position uint64 // of the last commit applied
	Head     uint64 // of the log, as it was last seen; looked up every few seconds
	Records  uint64 // applied
	Events   uint64 // applied

	// LagRecords is how many records are in the log and not applied yet.
	LagRecords uint64

	// LagSeconds is 0 at the head of the log. Behind it, it is the time since
	// the runner last stood there; while it first catches up, the time since
	// the last applied event was recorded.
	LagSeconds float64

	// ReadAge is the time in seconds since the log last said something that
	// brought the runner forward or proved it to be at the head: up to a minute
	// while the log rests. It grows when the reader is dead, whatever the lag
	// says.
	ReadAge float64

	// Ready says that all that was in the log at the start is applied, and
	// proved complete.
	Ready bool

	// Err says why nothing comes: an [*eventstore.CorruptError] for good, any
	// other while the store is away.
	Err error
}

// Status returns the runner's present status. It never waits for a reader or a
// projection.
func (r *Runner) Status() Status {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	s := Status{
		Position: r.position, Head: max(r.head.Position, r.position),
		Records: r.records, Events: r.events,
		Ready: r.ready && r.corrupt == nil, Err: r.absence,
		ReadAge: now.Sub(r.heard).Seconds(),
	}
	if r.corrupt != nil {
		s.Err = r.corrupt
	}
	if s.LagRecords = s.Head - s.Position; s.LagRecords > 0 {
		s.LagSeconds = now.Sub(r.behindSince()).Seconds()
	}
	return s
}

// behindSince returns since when the runner is behind the head. mu is held.
func (r *Runner) behindSince() time.Time {
	switch {
	case !r.level.IsZero():
		return r.level
	case r.records > 0:
		return r.recorded
	}
	return r.began
}

// watch asks for the head of the log every few seconds, less often while the log
// rests, until ctx ends or the log proves corrupt.
func (r *Runner) watch(ctx context.Context) {
	every, last := lookEvery, uint64(0)
	for {
		if err := r.look(ctx); err != nil {
			r.fail(err)
			return
		}
		at := r.Status()
		if at.Ready && at.Err == nil && at.LagRecords < depth { // under load it is never quite level
			r.rest()
		}
		if at.Head == last && at.LagRecords == 0 && at.Err == nil {
			every = min(2*every, lookAtRest)
		} else {
			every, last = lookEvery, at.Head
		}
		if !pause(ctx, every) {
			return
		}
	}
}

// look compares the log's head with what was applied.
func (r *Runner) look(ctx context.Context) *eventstore.CorruptError {
	// Asked in this order the head can't lie before the position, whatever is
	// applied meanwhile.
	before, _, _ := r.stand()
	head, err := r.store.Head(ctx)
	if err != nil {
		corrupt, _ := errors.AsType[*eventstore.CorruptError](err)
		if corrupt == nil && ctx.Err() == nil {
			r.away(err)
		}
		return corrupt
	}
	if head.Position < before {
		return &eventstore.CorruptError{Position: head.Position + 1, Reason: fmt.Sprintf(
			"the log ends at %d but %d was read before", head.Position, before)}
	}
	return r.saw(head)
}

// saw notes the head. It is word from the log only where it says that the runner
// has all there is: a reader that is dead while the log grows must show.
func (r *Runner) saw(head eventstore.Head) *eventstore.CorruptError {
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.head = head
	if !r.seen {
		r.start, r.seen = head, true
	}
	if r.position >= head.Position {
		r.heard, r.absence = now, nil
	}
	return r.prove(now)
}
