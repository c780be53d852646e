package jetstream

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
)

// mailbox is where one request at a time waits for the broker's answer. The client's
// own requests share one address, and its reader hands each answer to a goroutine
// that finds out whom it is for. Here the reader hands the answer to whoever asked.
//
// Each request has an address of its own in the mailbox, for an answer may come late,
// and twice: a new leader of a replicated stream answers again what the former one
// had answered. Taken for the answer to another request it would acknowledge what is
// not in the log.
type mailbox struct {
	address string // what those of the requests begin with
	asked   uint64 // how many requests there were
	answers chan *nats.Msg
	silence *time.Timer
	sub     *nats.Subscription
}

// lateAnswers is how many answers that nobody waits for have room in a mailbox. With
// more an answer may be lost, as on the way.
const lateAnswers = 8

// mailboxes keeps those at which nothing is waited for.
type mailboxes struct {
	nc     *nats.Conn
	closed <-chan struct{} // every waiting ends then

	mu   sync.Mutex // guards all below
	all  []*mailbox
	idle []*mailbox
}

// take returns a mailbox to wait at, which goes back by put.
func (b *mailboxes) take() (*mailbox, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case <-b.closed:
		return nil, eventstore.ErrClosed
	default:
	}
	if n := len(b.idle); n > 0 {
		m := b.idle[n-1]
		b.idle = b.idle[:n-1]
		return m, nil
	}
	m := &mailbox{address: b.nc.NewInbox() + ".", answers: make(chan *nats.Msg, 1+lateAnswers), silence: time.NewTimer(answerWithin)}
	var err error
	if m.sub, err = b.nc.ChanSubscribe(m.address+"*", m.answers); err != nil {
		return nil, err
	}
	b.all = append(b.all, m)
	return m, nil
}

func (b *mailboxes) put(m *mailbox) {
	m.silence.Stop()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.idle = append(b.idle, m)
}

// remove takes the mailboxes away when they are closed.
func (b *mailboxes) remove() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.all {
		_ = m.sub.Unsubscribe() // the connection is closed: nothing comes any more
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
	defer b.put(m)
	m.asked++
	message.Reply = m.address + strconv.FormatUint(m.asked, 10)
	m.silence.Reset(answerWithin)
	if err := b.nc.PublishMsg(message); err != nil {
		return nil, err
	}
	for {
		select {
		case answer := <-m.answers:
			if answer.Subject == message.Reply {
				return answer, nil
			}
		case <-m.silence.C:
			return nil, nats.ErrTimeout
		case <-b.closed:
			return nil, eventstore.ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
