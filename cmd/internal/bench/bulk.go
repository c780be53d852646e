package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// bulk publishes commits in the stored form of the log as fast as the broker takes
// them. It is the log's only writer, so that each position is known before it is
// acknowledged; were one message refused, all that follow it on its subject would
// be, too.
type bulk struct {
	api    js.JetStream
	ends   map[string]end // by subject
	next   uint64         // position of the next record
	mu     sync.Mutex     // guards failed: acknowledgements come in another goroutine
	failed error          // the first that was refused
}

// end is the end of one subject's chain.
type end struct {
	position uint64
	hash     eventstore.Hash
}

// underWay bounds the messages that wait for their acknowledgement.
const underWay = 4096

// stall is how long the broker may take to acknowledge any of them.
const stall = time.Minute

func newBulk(nc *nats.Conn) (*bulk, error) {
	b := &bulk{ends: make(map[string]end), next: 1}
	var err error
	b.api, err = js.New(nc, js.WithPublishAsyncMaxPending(underWay), js.WithPublishAsyncErrHandler(b.refused))
	return b, err
}

func (b *bulk) refused(_ js.JetStream, m *nats.Msg, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed == nil {
		b.failed = fmt.Errorf("publish on %s: %w", m.Subject, err)
	}
}

func (b *bulk) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.failed
}

// follow takes over a record that lies in the log.
func (b *bulk) follow(r eventstore.Record) {
	b.ends[r.Subject] = end{r.Position, eventstore.HashOf(r.Body)}
	b.next = r.Position + 1
}

// publish sends the commit.
func (b *bulk) publish(c eventstore.Commit) error {
	last := b.ends[c.Subject]
	c.Previous = last.hash.String()
	body, err := eventstore.Encode(c)
	if err != nil {
		return err
	}
	message := &nats.Msg{Subject: c.Subject, Header: nats.Header{"Content-Type": {eventstore.ContentType}}, Data: body}
	if _, err := b.api.PublishMsgAsync(message, js.WithExpectLastSequencePerSubject(last.position), js.WithStallWait(stall)); err != nil {
		return errors.Join(b.failure(), err)
	}
	b.ends[c.Subject] = end{b.next, eventstore.HashOf(body)}
	b.next++
	return nil
}

// publishAll sends what comes, until there is no more, and returns when all is
// acknowledged.
func (b *bulk) publishAll(ctx context.Context, commits <-chan eventstore.Commit) error {
	for c := range commits {
		if err := b.publish(c); err != nil {
			return err
		}
	}
	select {
	case <-b.api.PublishAsyncComplete():
		return b.failure()
	case <-ctx.Done():
		return ctx.Err()
	}
}
