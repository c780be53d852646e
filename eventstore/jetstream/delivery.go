package jetstream

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// delivery is what a consumer sends, on its way to the follower. The client calls
// put for each message, which takes a third less than asking it for one after the
// other: that sets timers for each.
type delivery struct {
	messages chan js.Msg
	timer    *time.Timer // of next
	ended    chan struct{}
	once     sync.Once
	why      error // set before ended is closed
}

func newDelivery() *delivery {
	d := &delivery{messages: make(chan js.Msg, inHand), ended: make(chan struct{}), timer: time.NewTimer(0)}
	d.timer.Stop()
	return d
}

// put hands a message on. It waits for a follower that is behind, so that the
// client asks for no more.
func (d *delivery) put(message js.Msg) {
	select {
	case d.messages <- message:
	case <-d.ended:
	}
}

// fail ends the delivery because of what the client says of the consumer.
func (d *delivery) fail(_ js.ConsumeContext, err error) { d.end(err) }

// end ends the delivery, for that reason if it is the first.
func (d *delivery) end(why error) {
	d.once.Do(func() {
		d.why = why
		close(d.ended)
	})
}

// next returns the next message: it waits so long for one, which else is
// [nats.ErrTimeout].
func (d *delivery) next(wait time.Duration) (js.Msg, error) {
	select {
	case <-d.ended:
		return nil, d.why
	default:
	}
	select {
	case message := <-d.messages: // nearly always when much is to be read
		return message, nil
	default:
	}
	d.timer.Reset(wait)
	defer d.timer.Stop()
	select {
	case message := <-d.messages:
		return message, nil
	case <-d.ended:
		return nil, d.why
	case <-d.timer.C:
		return nil, nats.ErrTimeout
	}
}

// placeOf returns what the reply subject of a message says of it: its position in the
// log, and its number among those that the consumer sent, from 1. The client's own
// reading of it takes four times as long, for it says more. The subject is
//
//	$JS.ACK.<stream>.<consumer>.<deliveries>.<position>.<number>.<time>.<pending>
//
// or, from newer brokers, one with two tokens more before the stream.
func placeOf(reply string) (position, number uint64, ok bool) {
	rest, is := strings.CutPrefix(reply, "$JS.ACK.")
	skip := 3
	if strings.Count(rest, ".") > 6 {
		skip += 2
	}
	for range skip {
		_, rest, _ = strings.Cut(rest, ".")
	}
	first, rest, _ := strings.Cut(rest, ".")
	second, _, _ := strings.Cut(rest, ".")
	position, err := strconv.ParseUint(first, 10, 64)
	if err != nil || !is {
		return 0, 0, false
	}
	number, err = strconv.ParseUint(second, 10, 64)
	return position, number, err == nil
}

// endWhenAway ends the delivery when ctx ends, or when the connection was lost and
// is back: a broker that was killed has lost the consumer, and does not say so. The
// function that it returns ends the watch, and the delivery.
func (s *Store) endWhenAway(ctx context.Context, d *delivery) (end func()) {
	status := s.nc.StatusChanged(nats.CONNECTED)
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-status:
		case <-ctx.Done():
		}
		d.end(errAgain)
	}()
	return func() {
		cancel()
		<-done
		s.nc.RemoveStatusListener(status)
	}
}
