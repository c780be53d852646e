package notify

import (
	"sync"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/register"
)

// Outbox is the projection of what is still to be published: the alerts behind
// the last one in the stream ALERTS. The log itself is the record of what must
// be sent; a crash loses nothing.
type Outbox struct {
	table *register.Table

	// mu guards the rest: the runner appends, the publisher takes.
	mu      sync.Mutex
	sent    uint64 // position of the last alert that is published
	waiting []Alert
	more    chan struct{} // holds a token while alerts wait
}

// NewOutbox returns the projection. table must be applied before it: an alert
// says who holds the dossier. sent is the position of the last published alert
// ([Stream.Last]).
func NewOutbox(table *register.Table, sent uint64) *Outbox {
	return &Outbox{table: table, sent: sent, more: make(chan struct{}, 1)}
}

// Name returns "outbox".
func (o *Outbox) Name() string { return "outbox" }

// Apply collects the commit's alerts.
func (o *Outbox) Apply(c eventstore.Commit) error {
	for _, e := range c.Events {
		d, known := o.table.Dossier(domain.Code(e.Subject))
		if !known {
			continue
		}
		if a, raised := alertOf(e, c.Position, d); raised {
			o.put(a)
		}
	}
	return nil
}

func (o *Outbox) put(a Alert) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if a.Position <= o.sent {
		return
	}
	o.waiting = append(o.waiting, a)
	select {
	case o.more <- struct{}{}:
	default: // the publisher is told already
	}
}

// next returns the oldest alert that waits.
func (o *Outbox) next() (Alert, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.waiting) == 0 {
		return Alert{}, false
	}
	return o.waiting[0], true
}

// done drops the alerts up to the position: they are in the stream.
func (o *Outbox) done(position uint64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = max(o.sent, position)
	for len(o.waiting) > 0 && o.waiting[0].Position <= o.sent {
		o.waiting = o.waiting[1:]
	}
}

// Waiting returns how many alerts are recorded and not yet published.
func (o *Outbox) Waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.waiting)
}
