package jetstream

import (
	"context"
	"sync"
	"time"
)

// The bounds of a group: of messages, well below the 1,000 that brokers take in
// one batch, and of bytes, so that the broker is not busy with one for long.
const (
	groupLeast = 4
	groupMost  = 256
	groupBytes = 4 << 20
)

// trialAfter is how many appends what a trial found stands for, trialRounds how
// often a trial asks each way at most, clearly how many times as long one way must
// take to need no further round.
const (
	trialAfter  = 1 << 15
	trialRounds = 3
	clearly     = 3
)

// momentMost bounds how long nobody may come before a group goes without the rest.
const momentMost = 2 * time.Millisecond

// request is one append that waits for its group.
type request struct {
	ctx     context.Context // ends when nobody waits for the answer any more
	subject string
	last    uint64
	body    []byte

	position uint64
	err      error
	done     chan struct{} // closed when position and err are set
}

// group decides whether an append goes to the broker alone or, as one of an
// atomic batch, with those that wait beside it. A broker that syncs every message
// to a disk syncs a batch once, but preparing a batch costs it files, and syncs of
// its own unless they lie in memory: with few appends under way each is faster
// alone, with many the batch is, and where nothing waits for a disk it never is.
// Which it is, is measured from time to time by sending some groups one way and
// some the other: singles beside a batch, or beside other singles, tell little of
// their own cost.
type group struct {
	mu      sync.Mutex // guards all below; never held while the broker is asked
	under   int        // appends under way, alone or waiting
	waiting []*request
	running bool // somebody sends what waits

	untilTrial int           // appends; a trial goes on where it is not positive
	round      int           // of the trial
	alone      time.Duration // that an append costs by itself, as the trial found; 0: not measured
	batch      time.Duration // that a batch costs, as the trial found; 0: not measured
}

// enter notes that an append begins, and says whether it is to wait for a group.
// leave must be called when it ends.
func (g *group) enter() (waits bool, leave func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.under++
	g.untilTrial--
	return g.under >= groupLeast && (g.untilTrial <= 0 || g.pays()), func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.under--
	}
}

// pays reports whether the appends under way cost less as a batch than one by one.
// mu is held.
func (g *group) pays() bool { return time.Duration(g.under)*g.alone > g.batch }

// join has the request wait. It reports whether the caller is to see to it that
// somebody sends what waits.
func (g *group) join(r *request) (first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, r)
	first = !g.running
	g.running = true
	return first
}

// gather waits for those that the last batch answered, of whom most come back at
// once, for as long as they come faster than the broker would store those that are
// back: one batch of all of them costs hardly more than one of half.
func (g *group) gather(answered int) {
	for back := -1; ; {
		waiting, moment := g.gathered()
		if waiting == back || waiting >= answered {
			return
		}
		back = waiting
		time.Sleep(moment)
	}
}

// gathered returns how many wait, and within what time another must come to be
// worth waiting for: what storing one of them costs.
func (g *group) gathered() (waiting int, moment time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	waiting = len(g.waiting)
	return waiting, min(g.batch/time.Duration(max(waiting, groupLeast)), momentMost)
}

// take returns the requests that go next, none when nobody waits any more: those
// whose callers have left are dropped, a subject's second append waits for what
// becomes of the first.
func (g *group) take() []*request {
	g.mu.Lock()
	defer g.mu.Unlock()
	var taken, left []*request
	subjects, size := make(map[string]bool, len(g.waiting)), 0
	for _, r := range g.waiting {
		switch {
		case r.ctx.Err() != nil:
			r.answer(0, ended(r.ctx))
		case subjects[r.subject], len(taken) == groupMost, size+len(r.body) > groupBytes && len(taken) > 0:
			left = append(left, r)
		default:
			taken = append(taken, r)
			subjects[r.subject], size = true, size+len(r.body)
		}
	}
	g.waiting = left
	g.running = len(taken) > 0
	return taken
}

// goesApart reports whether the group of so many messages is sent one by one: it is
// too small, or a trial wants it.
func (g *group) goesApart(messages int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return messages < groupLeast || g.untilTrial <= 0 && g.round%2 == 0
}

// sentApart notes what a group that went one by one cost. A trial keeps the best
// of its rounds: what else is going on makes one longer, never shorter.
func (g *group) sentApart(messages int, took time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.untilTrial > 0 || messages < groupLeast {
		return
	}
	if each := took / time.Duration(messages); g.round == 0 || each < g.alone {
		g.alone = each
	}
	g.round++
}

// sentTogether notes what a batch cost; of one that was refused, what it and its
// messages cost thereafter. The trial ends when it knows enough.
func (g *group) sentTogether(messages int, took time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.untilTrial > 0 {
		return
	}
	if g.round == 1 || took < g.batch {
		g.batch = took
	}
	g.round++
	apart := time.Duration(messages) * g.alone
	if g.round >= 2*trialRounds || apart > clearly*g.batch || g.batch > clearly*apart {
		g.round, g.untilTrial = 0, trialAfter
	}
}

func (r *request) answer(position uint64, err error) {
	r.position, r.err = position, err
	close(r.done)
}
