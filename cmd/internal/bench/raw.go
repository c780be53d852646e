package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// raw is a stream of the same kind as the log on the same broker: what publishing
// costs without an engine.
type raw struct{ api js.JetStream }

// underWay bounds the messages that wait for their acknowledgement.
const underWay = 4096

// stall is how long the broker may take to acknowledge any of them.
const stall = time.Minute

// openRaw opens the stream, made with the log's own settings if there is none.
func openRaw(ctx context.Context, nc *nats.Conn) (*raw, error) {
	api, err := js.New(nc, js.WithPublishAsyncMaxPending(underWay))
	if err != nil {
		return nil, err
	}
	log, err := api.Stream(ctx, jetstream.DefaultStream)
	if err != nil {
		return nil, err
	}
	c := log.CachedInfo().Config
	c.Name, c.Description, c.Subjects, c.Metadata = "RAW", "", []string{"raw.>"}, nil
	_, err = api.CreateOrUpdateStream(ctx, c)
	return &raw{api}, err
}

// message is what an append sends.
func message(id string, body []byte) *nats.Msg {
	return &nats.Msg{Subject: "raw." + id, Header: nats.Header{"Content-Type": {eventstore.ContentType}}, Data: body}
}

// remove removes the stream with all that it holds.
func (r *raw) remove(ctx context.Context) error { return r.api.DeleteStream(ctx, "RAW") }

// append publishes behind the message at a position, which is the last on the
// subject, waits until it is stored, and returns where.
func (r *raw) append(ctx context.Context, id string, last uint64, body []byte) (uint64, error) {
	ack, err := r.api.PublishMsg(ctx, message(id, body), js.WithExpectLastSequencePerSubject(last))
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// last returns the position of the stream's last message.
func (r *raw) last(ctx context.Context) (uint64, error) {
	stream, err := r.api.Stream(ctx, "RAW")
	if err != nil {
		return 0, err
	}
	return stream.CachedInfo().State.LastSeq, nil
}

// count returns how many messages a stream holds.
func (r *raw) count(ctx context.Context, stream string) (uint64, error) {
	s, err := r.api.Stream(ctx, stream)
	if err != nil {
		return 0, err
	}
	return s.CachedInfo().State.Msgs, nil
}

// read takes messages from a stream, from its first on, by an ordered consumer, and
// only counts them.
func read(ctx context.Context, nc *nats.Conn, messages uint64) error {
	api, err := js.New(nc)
	if err != nil {
		return err
	}
	consumer, err := api.OrderedConsumer(ctx, jetstream.DefaultStream, js.OrderedConsumerConfig{})
	if err != nil {
		return err
	}
	incoming, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer incoming.Stop()
	for i := range messages {
		if _, err := incoming.Next(js.NextContext(ctx)); err != nil {
			return fmt.Errorf("message %d: %w", i+1, err)
		}
	}
	return nil
}
