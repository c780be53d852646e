package stores

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
	"github.com/hoso-engine/dossier/eventstore/embedded"
)

// bare is a stream like the engine's log on a broker like the engine's, with
// nothing in between: the ceiling of whatever stands on it.
type bare struct {
	broker     *embedded.Server
	conn       *nats.Conn
	js         js.JetStream
	stream     js.Stream
	durability string
}

func openJetStream(ctx context.Context, dir string, o Options) (Store, error) {
	sync, durability := brokerSync(o.Sync)
	broker, err := embedded.Start(ctx, embedded.Options{Dir: dir, Sync: sync, DontListen: true})
	if err != nil {
		return nil, err
	}
	b := &bare{broker: broker, durability: durability}
	if err := b.connect(ctx); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

func (b *bare) connect(ctx context.Context) (err error) {
	if b.conn, err = b.broker.Connect(); err != nil {
		return err
	}
	if b.js, err = js.New(b.conn); err != nil {
		return err
	}
	b.stream, err = b.js.CreateStream(ctx, js.StreamConfig{
		Name: "BARE", Subjects: []string{"bare.>"}, Storage: js.FileStorage, Discard: js.DiscardNew,
		DenyDelete: true, DenyPurge: true, AllowDirect: true,
	})
	return err
}

// Append publishes to the dossier's own subject; a place is a sequence of the
// stream.
func (b *bare) Append(ctx context.Context, e dossiers.Event, after uint64) (uint64, error) {
	ack, err := b.js.Publish(ctx, "bare."+strings.ReplaceAll(e.Dossier, ".", "_"), e.Body, js.WithExpectLastSequencePerSubject(after))
	var refused *js.APIError
	if errors.As(err, &refused) && refused.ErrorCode == js.JSErrCodeStreamWrongLastSequence {
		return 0, fmt.Errorf("%w: %w", ErrConflict, err)
	}
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// ReadAll takes every message from an ordered consumer.
func (b *bare) ReadAll(ctx context.Context) (events int, err error) {
	info, err := b.stream.Info(ctx)
	if err != nil || info.State.LastSeq == 0 {
		return 0, err
	}
	consumer, err := b.stream.OrderedConsumer(ctx, js.OrderedConsumerConfig{})
	if err != nil {
		return 0, err
	}
	messages, err := consumer.Messages()
	if err != nil {
		return 0, err
	}
	defer messages.Stop()
	for uint64(events) < info.State.LastSeq {
		if _, err := messages.Next(js.NextContext(ctx)); err != nil {
			return events, err
		}
		events++
	}
	return events, nil
}

func (b *bare) Durability() string { return b.durability }

// Close ends the broker.
func (b *bare) Close() error {
	if b.conn != nil {
		b.conn.Close()
	}
	b.broker.Stop()
	return nil
}
