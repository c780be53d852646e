package bench

import (
	"context"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// bulk publishes commits in the stored form of the log as fast as the broker takes
// them. It is the log's only writer, so that each position is known before it is
// acknowledged. Only some messages ask for an answer: were one refused, all that
// follow it would lie one position too low, and the next answer tells.
type bulk struct {
	nc    *nats.Conn
	api   js.JetStream
	asked []question // those that are not answered, in order
}

// question is a message that asks at which position it lies.
type question struct {
	position uint64
	answer   js.PubAckFuture
}

// tail is the end of one subject's chain; zero where there is none.
type tail struct {
	position uint64
	hash     eventstore.Hash
}

// line is a commit that is to be published, and the end of the chain that it goes
// on. None but the publisher reads or writes the end meanwhile.
type line struct {
	commit eventstore.Commit
	after  *tail
}

// Every askEvery-th message asks, and so many wait for their answers at most: about
// 4,000 messages are under way, far from what the broker's queue holds.
const askEvery, askedAtMost = 256, 16

func newBulk(nc *nats.Conn) (*bulk, error) {
	api, err := js.New(nc)
	return &bulk{nc: nc, api: api}, err
}

// publishAll sends what comes, until there is no more, and returns when all is
// acknowledged.
func (b *bulk) publishAll(ctx context.Context, lines <-chan line) error {
	next, more := <-lines
	for more {
		l := next
		next, more = <-lines
		if err := b.publish(l, !more || l.commit.Position%askEvery == 0); err != nil {
			return err
		}
		if err := b.heed(ctx, askedAtMost); err != nil {
			return err
		}
	}
	return b.heed(ctx, 0)
}

// publish sends the commit. The last one has to ask.
func (b *bulk) publish(l line, ask bool) error {
	c := l.commit
	c.Previous = l.after.hash.String()
	body, err := eventstore.Encode(c)
	if err != nil {
		return err
	}
	m := &nats.Msg{Subject: c.Subject, Data: body, Header: nats.Header{
		"Content-Type":               {eventstore.ContentType},
		js.ExpectedLastSubjSeqHeader: {strconv.FormatUint(l.after.position, 10)},
	}}
	*l.after = tail{c.Position, eventstore.HashOf(body)}
	if !ask {
		return b.nc.PublishMsg(m)
	}
	answer, err := b.api.PublishMsgAsync(m)
	b.asked = append(b.asked, question{c.Position, answer})
	return err
}

// heed waits until no more than so many questions are open.
func (b *bulk) heed(ctx context.Context, open int) error {
	for ; len(b.asked) > open; b.asked = b.asked[1:] {
		q := b.asked[0]
		select {
		case ack := <-q.answer.Ok():
			if ack.Sequence != q.position {
				return fmt.Errorf("a record lies at %d, not %d: one before it was refused", ack.Sequence, q.position)
			}
		case err := <-q.answer.Err():
			return fmt.Errorf("publish on %s: %w", q.answer.Msg().Subject, err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
