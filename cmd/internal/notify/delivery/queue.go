package delivery

import (
	"cmp"
	"slices"
	"sync"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// queue holds the alerts that a target has not decided, in order. Nothing is lost
// with it: a new engine fills it again from ALERTS.
type queue struct {
	mu      sync.Mutex // guards the rest: the dispatcher puts, the planner takes
	pending []notice.Pending
	seen    uint64        // the alerts up to here were offered
	more    chan struct{} // holds a token while there is news
}

func newQueue() *queue { return &queue{more: make(chan struct{}, 1)} }

// put appends alerts, and notes how far the stream was looked through.
func (q *queue) put(pending []notice.Pending, seen uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = append(q.pending, pending...)
	q.seen = seen
	select {
	case q.more <- struct{}{}:
	default: // the planner is told already
	}
}

// look returns the oldest alerts, at most so many, and the last alert that they
// account for.
func (q *queue) look(most int) (pending []notice.Pending, through uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.pending) > most {
		return q.pending[:most:most], q.pending[most-1].Sequence
	}
	return q.pending[:len(q.pending):len(q.pending)], q.seen
}

// done drops the alerts up to the sequence: they are decided.
func (q *queue) done(through uint64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := 0
	for n < len(q.pending) && q.pending[n].Sequence <= through {
		q.pending[n].Alert = nil
		n++
	}
	q.pending = q.pending[n:]
}

// get returns the alert of that sequence, if it waits.
func (q *queue) get(sequence uint64) (notice.Pending, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	i, found := find(q.pending, sequence)
	if !found {
		return notice.Pending{}, false
	}
	return q.pending[i], true
}

// find returns where the alert of that sequence stands.
func find(pending []notice.Pending, sequence uint64) (int, bool) {
	return slices.BinarySearchFunc(pending, sequence, func(p notice.Pending, s uint64) int { return cmp.Compare(p.Sequence, s) })
}

// lookedThrough returns up to which alert the stream was offered.
func (q *queue) lookedThrough() uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.seen
}
