package notify

import (
	"sync"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Outbox is the projection of what is still to be published: the alerts behind
// the last one in the stream ALERTS. The log itself is the record of what must
// be sent; a crash loses nothing.
type Outbox struct {
	board *supervision.Board
	texts *Texts

	// mu guards the rest: the runner appends, the publisher takes.
	mu      sync.Mutex
	sent    supervision.ID // of the last message that is published
	waiting []Alert
	more    chan struct{} // holds a token while alerts wait
}

// NewOutbox returns the projection. board must be applied before it: it makes the
// messages. sent is the last that is published ([Stream.Last]).
func NewOutbox(board *supervision.Board, texts *Texts, sent supervision.ID) *Outbox {
	return &Outbox{board: board, texts: texts, sent: sent, more: make(chan struct{}, 1)}
}

// Name returns "outbox".
func (o *Outbox) Name() string { return "outbox" }

// Apply collects what the commit says to supervisors.
func (o *Outbox) Apply(eventstore.Commit) error {
	messages := o.board.Messages()
	for i := range messages {
		if m := &messages[i]; o.isNew(m.ID) {
			o.put(alertOf(m, o.texts))
		}
	}
	return nil
}

// isNew spares the wording of what was published long ago, when the log is read
// from its beginning.
func (o *Outbox) isNew(id supervision.ID) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return id.After(o.sent)
}

func (o *Outbox) put(a Alert) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !a.Place().After(o.sent) {
		return
	}
	o.waiting = append(o.waiting, a)
	select {
	case o.more <- struct{}{}:
	default: // the publisher is told already
	}
}

// first returns the oldest alerts that wait, at most so many. What follows does
// not change them: alerts are only appended, and dropped from the front.
func (o *Outbox) first(most int) []Alert {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := min(len(o.waiting), most)
	return o.waiting[:n:n]
}

// done drops the alerts up to that one: they are in the stream.
func (o *Outbox) done(last supervision.ID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if last.After(o.sent) {
		o.sent = last
	}
	for len(o.waiting) > 0 && !o.waiting[0].Place().After(o.sent) {
		o.waiting = o.waiting[1:]
	}
}

// Waiting returns how many alerts are recorded and not yet published.
func (o *Outbox) Waiting() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.waiting)
}
