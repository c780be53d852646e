package projections

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
)

// progress is how far the runner got.
type progress struct {
	position uint64
	records  uint64 // that were applied
	events   uint64
	recorded time.Time // when the last applied event was

	head    eventstore.Head // as it was last seen
	start   eventstore.Head // as it was first seen
	seen    bool            // start is set
	ready   bool
	arrived bool      // ready, and that was not noticed yet
	began   time.Time // when the runner was made
	level   time.Time // when the runner last stood at the head; zero: never yet
	heard   time.Time // when the log last said something that was due
	absence error     // why the store is away; nil while it is not
	corrupt *eventstore.CorruptError
}

// advance notes that the commits were applied. The error says that the log
// holds another number of records than it should.
func (r *Runner) advance(commits []eventstore.Commit) *eventstore.CorruptError {
	if len(commits) == 0 {
		return nil
	}
	now := r.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range commits {
		r.records++
		r.events += uint64(len(commits[i].Events))
	}
	last := &commits[len(commits)-1]
	r.position = last.Position
	r.recorded = last.Events[len(last.Events)-1].RecordedAt
	r.heard, r.absence = now, nil
	r.announce()
	return r.prove(now)
}

// prove compares what was applied with what the log says it holds, where the
// runner has come that far, and notes that it has. mu is held.
func (r *Runner) prove(now time.Time) *eventstore.CorruptError {
	if !r.seen {
		return nil
	}
	if err := r.complete(r.start); err != nil {
		return err
	}
	if err := r.complete(r.head); err != nil {
		return err
	}
	if !r.ready && r.position >= r.start.Position {
		r.ready, r.arrived = true, true
	}
	if r.position >= r.head.Position {
		r.level = now
	}
	return nil
}

// hasArrived reports, once, that all is applied that was in the log at the start.
func (r *Runner) hasArrived() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	has := r.arrived
	r.arrived = false
	return has
}

// complete proves that the records applied are all there are up to the head.
func (r *Runner) complete(h eventstore.Head) *eventstore.CorruptError {
	if r.position < h.Position {
		return nil // not there yet: should one be missing, its place will be found
	}
	if applied := r.records - (r.position - h.Position); applied != h.Records {
		return &eventstore.CorruptError{Reason: fmt.Sprintf(
			"the log says it holds %d records up to position %d, %d were applied", h.Records, h.Position, applied)}
	}
	return nil
}

// fail ends all waits and reads for good.
func (r *Runner) fail(err *eventstore.CorruptError) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.corrupt == nil {
		r.corrupt = err
		r.announce()
	}
}

// away notes that the store can't be read. What was applied is still served.
func (r *Runner) away(err error) {
	if err == nil { // the store's sequence ended by itself
		err = eventstore.ErrUnavailable
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.absence = err
}

// announce wakes those that wait. mu is held.
func (r *Runner) announce() {
	close(r.moved)
	r.moved = make(chan struct{})
}

// stand returns how far the runner is, and the channel that is closed when it
// gets further.
func (r *Runner) stand() (uint64, *eventstore.CorruptError, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.position, r.corrupt, r.moved
}

func (r *Runner) corruption() *eventstore.CorruptError {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.corrupt
}
