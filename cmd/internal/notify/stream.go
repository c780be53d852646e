package notify

import (
	"context"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// StreamName is the stream that supervisors subscribe to.
const StreamName = "ALERTS"

// errBehind says that another engine published first.
var errBehind = errors.New("notify: another engine published this alert")

// Stream is the stream ALERTS.
type Stream struct {
	js     js.JetStream
	stream js.Stream
}

// OpenStream creates the stream or takes the one that is there, with at least as
// many replicas as asked for: a second engine that was started without its
// --replicas must not take copies away. nc must belong to the engine's account.
func OpenStream(ctx context.Context, nc *nats.Conn, replicas int) (*Stream, error) {
	context, err := js.New(nc)
	if err != nil {
		return nil, fmt.Errorf("notify: %w", err)
	}
	replicas = max(replicas, 1)
	if there, err := context.Stream(ctx, StreamName); err == nil {
		replicas = max(replicas, there.CachedInfo().Config.Replicas)
	}
	stream, err := context.CreateOrUpdateStream(ctx, js.StreamConfig{
		Name: StreamName, Subjects: []string{"alert.>"},
		Description: "Alerts about dossiers: what the log says to supervisors, in its order",
		Storage:     js.FileStorage, Retention: js.LimitsPolicy, Replicas: replicas,
		DenyDelete: true, DenyPurge: true, AllowDirect: true, AllowAtomicPublish: true,
	})
	if err != nil {
		return nil, fmt.Errorf("notify: open the stream %s: %w", StreamName, err)
	}
	if !stream.CachedInfo().Config.AllowAtomicPublish { // an older broker would store half of a batch
		return nil, fmt.Errorf("notify: open the stream %s: the broker knows no atomic batches", StreamName)
	}
	return &Stream{js: context, stream: stream}, nil
}

// Last returns the sequence of the last message in the stream and its place in
// the log; zeros for an empty stream.
func (s *Stream) Last(ctx context.Context) (sequence uint64, sent supervision.ID, err error) {
	info, err := s.stream.Info(ctx)
	if err != nil || info.State.LastSeq == 0 {
		return 0, sent, err
	}
	msg, err := s.stream.GetMsg(ctx, info.State.LastSeq)
	if err != nil {
		return 0, sent, fmt.Errorf("notify: read alert %d: %w", info.State.LastSeq, err)
	}
	var a Alert
	if err := json.Unmarshal(msg.Data, &a); err != nil {
		return 0, sent, fmt.Errorf("notify: alert %d can't be read: %w", msg.Sequence, err)
	}
	return msg.Sequence, a.Place(), nil
}

// Count returns how many alerts the stream holds.
func (s *Stream) Count(ctx context.Context) (uint64, error) {
	info, err := s.stream.Info(ctx)
	if err != nil {
		return 0, err
	}
	return info.State.Msgs, nil
}

// from reads the stream from the sequence on. The caller stops it.
func (s *Stream) from(ctx context.Context, sequence uint64) (js.MessagesContext, error) {
	consumer, err := s.js.OrderedConsumer(ctx, StreamName, js.OrderedConsumerConfig{
		DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: sequence,
	})
	if err != nil {
		return nil, err
	}
	return consumer.Messages()
}

// Get returns one alert.
func (s *Stream) Get(ctx context.Context, sequence uint64) (Alert, error) {
	m, err := s.stream.GetMsg(ctx, sequence)
	if err != nil {
		return Alert{}, fmt.Errorf("notify: read alert %d: %w", sequence, err)
	}
	var a Alert
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return Alert{}, fmt.Errorf("notify: alert %d can't be read: %w", sequence, err)
	}
	return a, nil
}

// Sequences returns where the messages about a dossier stand in the stream, by
// their ids.
func (s *Stream) Sequences(ctx context.Context, code domain.Code) (map[supervision.ID]uint64, error) {
	token, refused := domain.Token(string(code))
	if refused != nil {
		return nil, refused
	}
	consumer, err := s.js.OrderedConsumer(ctx, StreamName, js.OrderedConsumerConfig{FilterSubjects: []string{"alert.*.*.*." + token}})
	if err != nil {
		return nil, err
	}
	found := make(map[supervision.ID]uint64)
	for more := true; more; {
		batch, err := consumer.FetchNoWait(atOnce)
		if err != nil {
			return nil, err
		}
		more = false
		for m := range batch.Messages() {
			more = true
			told, err := toldOf(m)
			if err != nil {
				return nil, err
			}
			if told.Alert.Code == code { // codes that differ in '.' and '_' share a subject
				found[told.Alert.Place()] = told.Sequence
			}
		}
		if err := batch.Error(); err != nil && !errors.Is(err, nats.ErrTimeout) {
			return nil, err
		}
	}
	return found, ctx.Err()
}

// Keep has the broker remember how far a supervisor who is away has read: a durable
// consumer of that name. One that is new begins with what comes next.
func (s *Stream) Keep(ctx context.Context, name, subject string) error {
	_, err := s.stream.Consumer(ctx, name)
	c := js.ConsumerConfig{Durable: name, FilterSubject: subject, AckPolicy: js.AckExplicitPolicy, DeliverPolicy: js.DeliverNewPolicy}
	if err == nil { // where it began can't be changed
		_, err = s.stream.UpdateConsumer(ctx, c)
	} else if errors.Is(err, js.ErrConsumerNotFound) {
		_, err = s.stream.CreateConsumer(ctx, c)
	}
	if err != nil {
		return fmt.Errorf("notify: the consumer %s: %w", name, err)
	}
	return nil
}
