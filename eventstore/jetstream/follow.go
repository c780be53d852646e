package jetstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

const (
	// A follower that lost its broker comes back after retryFirst, then after
	// twice as long each time up to retryLast.
	retryFirst = 20 * time.Millisecond
	retryLast  = 5 * time.Second
)

// errAgain says that a consumer is of no more use, though nothing is wrong with
// the log: the follower makes another.
var errAgain = errors.New("the consumer has to be made again")

// errBroke says that the caller left the loop.
var errBroke = errors.New("the caller left")

// Follow implements [eventstore.Follower]. It outlives the broker's absence and
// ends with [eventstore.ErrUnavailable] only when the connection is closed. Each
// follower is a consumer of the stream: run few, and fan out in the process.
func (s *Store) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		joined, leave, err := s.enter(ctx)
		if err != nil {
			yield(eventstore.Record{}, err)
			return
		}
		defer leave()
		f := &follower{store: s, yield: yield, next: after + 1}
		err = f.run(joined)
		if ctx.Err() == nil && !errors.Is(err, errBroke) {
			yield(eventstore.Record{}, err)
		}
	}
}

// follower is one run of Follow. It belongs to the goroutine that ranges.
type follower struct {
	store *Store
	yield func(eventstore.Record, error) bool
	next  uint64 // the position to yield next

	// The record yielded last is read again by every new consumer: if it has
	// changed, the log was cut short and written anew while the broker was away.
	yielded bool
	last    []byte // its body, which nobody changes
}

// run follows from one consumer to the next until the caller has had enough or
// there is an error to tell.
func (f *follower) run(ctx context.Context) error {
	if err := f.read(ctx); err != nil {
		return err
	}
	for wait := retryFirst; ; wait = min(2*wait, retryLast) {
		from := f.next
		err := f.consume(ctx)
		var corrupt *eventstore.CorruptError
		switch {
		case errors.Is(err, errBroke), errors.As(err, &corrupt):
			return err
		case ctx.Err() != nil:
			return ended(ctx)
		case f.store.nc.IsClosed():
			return fmt.Errorf("%w: %w", eventstore.ErrUnavailable, nats.ErrConnectionClosed)
		case f.next > from:
			wait = retryFirst
		}
		f.store.log.Warn("following the log again", "position", f.next, "error", err)
		pause(ctx, wait)
	}
}

// read yields what can be read beside the broker. The first consumer begins with the
// last of it, and so compares the two.
func (f *follower) read(ctx context.Context) error {
	for r := range f.store.blocks.records(ctx, f.next) {
		f.next, f.last, f.yielded = r.Position+1, r.Body, true
		if !f.yield(r, nil) {
			return errBroke
		}
	}
	f.last = bytes.Clone(f.last) // else it would hold a whole block
	return nil
}

// consume follows through one consumer until it is of no more use.
func (f *follower) consume(ctx context.Context) error {
	if _, err := f.store.headFrom(ctx, f.next-1, "read before"); err != nil {
		return err
	}
	consumer, err := f.store.stream.CreateConsumer(ctx, f.consumer())
	if err != nil {
		return err
	}
	defer f.store.forget(ctx, consumer.CachedInfo().Name)
	d := newDelivery()
	sending, err := consumer.Consume(d.put, js.PullMaxBytes(readAhead), js.PullExpiry(pullAgain), js.PullHeartbeat(heartbeat), js.ConsumeErrHandler(d.fail))
	if err != nil {
		return err
	}
	defer sending.Stop()
	defer f.store.endWhenAway(ctx, d)()
	return f.receive(ctx, d)
}

// from is the first position to ask a consumer for.
func (f *follower) from() uint64 {
	if f.yielded {
		return f.next - 1
	}
	return f.next
}

// receive takes messages one after the other.
func (f *follower) receive(ctx context.Context, d *delivery) error {
	expected, delivered := f.from(), uint64(0)
	quiet := silence{follower: f}
	for {
		message, err := d.next(quiet.wait())
		if errors.Is(err, nats.ErrTimeout) {
			if err := quiet.ask(ctx, expected); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		position, number, ok := placeOf(message.Reply())
		// The consumer numbers what it sends: a gap here is a message lost on
		// the way, not a hole in the log.
		if delivered++; !ok || number != delivered {
			return errAgain
		}
		quiet.end()
		if err := f.take(message, position, &expected); err != nil {
			return err
		}
	}
}

// take checks that message is the expected record, and yields it.
func (f *follower) take(message js.Msg, position uint64, expected *uint64) error {
	switch {
	// A replica that lags starts its consumer at its own end, before the position
	// asked for.
	case position < *expected:
		return nil
	case position > *expected:
		return hole(*expected, fmt.Sprintf("the log goes on at %d", position))
	}
	*expected++
	if position < f.next {
		if !bytes.Equal(message.Data(), f.last) {
			return &eventstore.CorruptError{Position: position, Subject: message.Subject(), Reason: "another record was here before"}
		}
		return nil
	}
	f.next, f.last, f.yielded = position+1, message.Data(), true
	if !f.yield(eventstore.Record{Position: position, Subject: message.Subject(), Body: message.Data()}, nil) {
		return errBroke
	}
	return nil
}

func hole(position uint64, rest string) error {
	return &eventstore.CorruptError{Position: position, Reason: "this record is missing, " + rest}
}
