package jetstream

import (
	"context"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

const (
	// readAhead is how many bytes are on their way to a follower: well above the
	// largest record, far below the 64 MiB from which on the client loses messages.
	// inHand is how many records more the client has handed over already.
	readAhead = 8 << 20
	inHand    = 64

	// A broker at rest is asked for more after pullAgain, and says meanwhile every
	// heartbeat that it is there. Silence asks more often.
	pullAgain = 2 * time.Minute
	heartbeat = 30 * time.Second

	// forgetAfter is when the broker drops the consumer of a process that died.
	forgetAfter = 5 * time.Minute
)

// consumer is what the follower asks the broker to send.
func (f *follower) consumer() js.ConsumerConfig {
	return js.ConsumerConfig{
		DeliverPolicy:     js.DeliverByStartSequencePolicy,
		OptStartSeq:       f.from(),
		AckPolicy:         js.AckNonePolicy,
		MemoryStorage:     true,
		Replicas:          1,
		InactiveThreshold: forgetAfter,
	}
}

// forget removes a consumer from a broker that is there. Elsewhere the broker
// does so itself, after forgetAfter.
func (s *Store) forget(ctx context.Context, consumer string) {
	if !s.nc.IsConnected() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := s.stream.DeleteConsumer(ctx, consumer); err != nil {
		s.log.Debug("a consumer was left behind", "consumer", consumer, "error", err)
	}
}
