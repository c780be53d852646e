package natsapi

import "sync"

// order keeps requests about one dossier in the order of their arrival while
// those about different dossiers run side by side. A request is a turn: it
// arrives, names its dossiers, waits for the earlier turns about any of them,
// and ends. Turns only ever wait for earlier ones, so they can't wait in a
// circle.
type order struct {
	mu     sync.Mutex
	latest *turn            // the last one to arrive
	last   map[string]*turn // the last turn about each dossier that has one in hand
}

func newOrder() *order { return &order{last: make(map[string]*turn)} }

// turn is one request's place in the order.
type turn struct {
	order *order
	prior *turn         // arrived just before; nil for the first, and once this turn is named
	named chan struct{} // closed when the turn has named its dossiers
	ended chan struct{} // closed when it is over
	codes []string
	after []*turn
}

// arrive gives the caller the next turn. Whoever holds a turn must end it.
func (o *order) arrive() *turn {
	t := &turn{order: o, named: make(chan struct{}), ended: make(chan struct{})}
	o.mu.Lock()
	defer o.mu.Unlock()
	t.prior, o.latest = o.latest, t
	return t
}

// await names the dossiers that the turn is about, and returns when every
// earlier turn about one of them has ended. Requests are read side by side, so a
// turn first waits until those that arrived before it have named theirs.
func (t *turn) await(codes []string) {
	t.name(codes)
	for _, earlier := range t.after {
		<-earlier.ended
	}
	t.after = nil
}

func (t *turn) name(codes []string) {
	if t.prior != nil {
		<-t.prior.named
	}
	t.order.mu.Lock()
	defer t.order.mu.Unlock()
	t.prior = nil // or the turns would form an endless chain in memory
	t.codes = codes
	for _, code := range codes {
		if earlier := t.order.last[code]; earlier != nil && earlier != t {
			t.after = append(t.after, earlier)
		}
		t.order.last[code] = t
	}
	close(t.named)
}

// end lets the turns behind this one go on.
func (t *turn) end() {
	select {
	case <-t.named:
	default:
		t.name(nil) // it failed before it could name any
	}
	t.order.mu.Lock()
	defer t.order.mu.Unlock()
	for _, code := range t.codes {
		if t.order.last[code] == t {
			delete(t.order.last, code)
		}
	}
	close(t.ended)
}
