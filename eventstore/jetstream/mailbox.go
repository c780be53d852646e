package jetstream

import (
	"context"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
)

// mailbox is an address at which the broker's answers are waited for, one at a time.
// The client's own requests share one address: its reader hands each answer to a
// goroutine that finds out whom it is for, and the broker looks up an address that
// it never saw before. Here the reader hands the answer to whoever asked.
type mailbox struct {
	address string
	answers chan *nats.Msg // holds an answer, and the nil that says that the store is closed
	silence *time.Timer
	sub     *nats.Subscription
}

// mailboxes keeps those at which nothing is waited for. One at which an answer did
// not come is given up: it may still come.
type mailboxes struct {
	nc *nats.Conn

	mu     sync.Mutex // guards all below
	closed bool
	open   map[*mailbox]struct{}
	idle   []*mailbox
}

// take returns a mailbox to wait at, which goes back by put or giveUp.
func (b *mailboxes) take() (*mailbox, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, eventstore.ErrClosed
	}
	if n := len(b.idle); n > 0 {
		m := b.idle[n-1]
		b.idle = b.idle[:n-1]
		return m, nil
	}
	m := &mailbox{address: b.nc.NewInbox(), answers: make(chan *nats.Msg, 2), silence: time.NewTimer(answerWithin)}
	var err error
	if m.sub, err = b.nc.ChanSubscribe(m.address, m.answers); err != nil {
		return nil, err
	}
	b.open[m] = struct{}{}
	return m, nil
}

// put takes back a mailbox at which the answer came.
func (b *mailboxes) put(m *mailbox) {
	m.silence.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = append(b.idle, m)
}

// giveUp forgets a mailbox.
func (b *mailboxes) giveUp(m *mailbox) {
	m.silence.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, m)
	_ = m.sub.Unsubscribe() // the connection is closed: nothing comes any more
}

// close ends every waiting with [eventstore.ErrClosed].
func (b *mailboxes) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for m := range b.open {
		m.answers <- nil
		_ = m.sub.Unsubscribe() // as in giveUp
	}
}

// request sends the message and returns its answer.
func (b *mailboxes) request(ctx context.Context, message *nats.Msg) (*nats.Msg, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m, err := b.take()
	if err != nil {
		return nil, err
	}
	answer, err := m.request(ctx, b.nc, message)
	if err != nil {
		b.giveUp(m)
		return nil, err
	}
	b.put(m)
	return answer, nil
}

func (m *mailbox) request(ctx context.Context, nc *nats.Conn, message *nats.Msg) (*nats.Msg, error) {
	message.Reply = m.address
	m.silence.Reset(answerWithin)
	if err := nc.PublishMsg(message); err != nil {
		return nil, err
	}
	select {
	case answer := <-m.answers:
		if answer == nil {
			return nil, eventstore.ErrClosed
		}
		return answer, nil
	case <-m.silence.C:
		return nil, nats.ErrTimeout
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
