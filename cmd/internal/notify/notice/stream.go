package notice

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/domain"
)

const (
	// StreamName is the stream of claims and marks.
	StreamName = "NOTICES"

	// KeptFor is how long it can be answered why somebody was told, or not.
	KeptFor = 400 * 24 * time.Hour

	// AckWithin is after how long a claim that was taken and not marked is given to
	// another taker, unless its taker says that it is at work.
	AckWithin = 30 * time.Second

	// forgottenAfter is when the broker drops the consumer of a receiver who is
	// in no engine's file any more.
	forgottenAfter = 30 * 24 * time.Hour

	// newFrom is how old the claims are that a new consumer begins with.
	newFrom = 24 * time.Hour
)

// ErrBehind says that another engine appended to the chain first.
var ErrBehind = errors.New("notice: another engine has decided")

// Stream is the stream NOTICES.
type Stream struct {
	js     js.JetStream
	stream js.Stream
}

// Open creates the stream or takes the one that is there, with at least as many
// replicas as asked for. nc must belong to the engine's account.
func Open(ctx context.Context, nc *nats.Conn, replicas int) (*Stream, error) {
	context, err := js.New(nc)
	if err != nil {
		return nil, fmt.Errorf("notice: %w", err)
	}
	replicas = max(replicas, 1)
	if there, err := context.Stream(ctx, StreamName); err == nil {
		replicas = max(replicas, there.CachedInfo().Config.Replicas)
	}
	stream, err := context.CreateOrUpdateStream(ctx, js.StreamConfig{
		Name: StreamName, Subjects: []string{"notice.>"},
		Description: "What receivers of alerts are told: claims, and what became of them",
		Storage:     js.FileStorage, Retention: js.LimitsPolicy, Replicas: replicas, MaxAge: KeptFor,
		DenyDelete: true, DenyPurge: true, AllowDirect: true,
	})
	if err != nil {
		return nil, fmt.Errorf("notice: open the stream %s: %w", StreamName, err)
	}
	return &Stream{js: context, stream: stream}, nil
}

// subject returns a subject of the target.
func subject(branch string, c Channel, receiver string) string {
	token, err := domain.Token(receiver)
	if err != nil {
		token = "-" // can't be: references were checked when the file was read
	}
	return "notice." + branch + "." + string(c) + "." + token
}

// CatchUp reads the chain on to its end. Where the stream has forgotten all of it,
// after [KeptFor], the chain knows what it knew, and its next claim is the first again.
func (s *Stream) CatchUp(ctx context.Context, c *Chain) error {
	m, err := s.stream.GetLastMsgForSubject(ctx, subject("plan", c.Channel, c.Receiver))
	switch {
	case errors.Is(err, js.ErrMsgNotFound):
		c.Sequence = 0
		return nil
	case err != nil:
		return fmt.Errorf("notice: read the last claim: %w", err)
	case m.Sequence == c.Sequence:
		return nil
	}
	var n Notice
	if err := decode(m.Data, m.Sequence, &n); err != nil {
		return err
	}
	from, whole := c.missing(&n)
	if whole {
		c.Follow(n, m.Sequence)
		return nil
	}
	return s.read(ctx, func(r *record) error {
		var n Notice
		if err := decode(r.body, r.sequence, &n); err != nil {
			return err
		}
		c.Follow(n, r.sequence)
		return nil
	}, from, subject("plan", c.Channel, c.Receiver))
}

// Get returns one claim.
func (s *Stream) Get(ctx context.Context, sequence uint64) (n Notice, err error) {
	m, err := s.stream.GetMsg(ctx, sequence)
	if err != nil {
		return Notice{}, fmt.Errorf("notice: read claim %d: %w", sequence, err)
	}
	err = decode(m.Data, sequence, &n)
	return n, err
}

func decode(body []byte, sequence uint64, to any) error {
	if err := json.Unmarshal(body, to); err != nil {
		return fmt.Errorf("notice: record %d can't be read: %w", sequence, err)
	}
	return nil
}

// Append appends a claim to the chain. [ErrBehind] says that another claim is there,
// which [Stream.CatchUp] reads.
func (s *Stream) Append(ctx context.Context, c *Chain, n *Notice) error {
	c.seal(n)
	body, err := json.Marshal(n)
	if err != nil {
		return err
	}
	m := &nats.Msg{Subject: subject("plan", n.Channel, n.Receiver), Data: body}
	ack, err := s.js.PublishMsg(ctx, m, js.WithExpectLastSequencePerSubject(c.Sequence))
	var refused *js.APIError
	if errors.As(err, &refused) && refused.ErrorCode == js.JSErrCodeStreamWrongLastSequence {
		return ErrBehind
	}
	if err != nil {
		return fmt.Errorf("notice: append a claim: %w", err)
	}
	c.Follow(*n, ack.Sequence)
	return nil
}

// Mark records what became of a claim.
func (s *Stream) Mark(ctx context.Context, m *Mark) error {
	branch := "mark"
	if m.Status == Dead {
		branch = "dead"
	}
	return s.put(ctx, subject(branch, m.Channel, m.Receiver), m)
}

func (s *Stream) put(ctx context.Context, subject string, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if _, err := s.js.Publish(ctx, subject, body); err != nil {
		return fmt.Errorf("notice: append to %s: %w", StreamName, err)
	}
	return nil
}

// Marked reports whether the claim is the last one of its target that was marked
// as sent. It is what a claim that comes a second time is asked: its taker may
// have ended between the mark and the acknowledgement.
func (s *Stream) Marked(ctx context.Context, n *Notice, sequence uint64) (bool, error) {
	m, err := s.stream.GetLastMsgForSubject(ctx, subject("mark", n.Channel, n.Receiver))
	if errors.Is(err, js.ErrMsgNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var mark Mark
	err = decode(m.Data, m.Sequence, &mark)
	return mark.Notice == sequence && mark.Status == Sent, err
}

// Post returns the durable consumer of the claims to send to one receiver's
// webhook; all engines take from it.
func (s *Stream) Post(ctx context.Context, receiver string) (js.Consumer, error) {
	token, refused := domain.Token(receiver)
	if refused != nil {
		return nil, refused
	}
	// A consumer's name can't hold a slash.
	return s.consumer(ctx, "webhook-"+url.PathEscape(token),
		subject("plan", Webhook, receiver), subject("again", Webhook, receiver))
}

// Mails returns the durable consumer of the claims to mail.
func (s *Stream) Mails(ctx context.Context) (js.Consumer, error) {
	return s.consumer(ctx, "mail", "notice.plan.urgent.*", "notice.plan.digest.*", "notice.again.urgent.*", "notice.again.digest.*")
}

// consumer opens a durable consumer. One that is new, because its receiver is, or
// was in no file for so long that the broker forgot it, begins a day ago: what is
// older was sent, or given up, and all of [KeptFor] must not go out once more.
func (s *Stream) consumer(ctx context.Context, name string, subjects ...string) (js.Consumer, error) {
	began := time.Now().Add(-newFrom).Truncate(time.Hour) // all who open it now say the same
	config := js.ConsumerConfig{
		Durable: name, FilterSubjects: subjects,
		DeliverPolicy: js.DeliverByStartTimePolicy, OptStartTime: &began,
		AckPolicy: js.AckExplicitPolicy, AckWait: AckWithin, MaxAckPending: 4096,
		InactiveThreshold: forgottenAfter,
	}
	there, err := s.stream.Consumer(ctx, name)
	if err == nil { // where it began can't be changed
		held := there.CachedInfo().Config
		config.DeliverPolicy, config.OptStartTime = held.DeliverPolicy, held.OptStartTime
	}
	if err == nil || errors.Is(err, js.ErrConsumerNotFound) {
		there, err = s.stream.CreateOrUpdateConsumer(ctx, config)
	}
	if err != nil {
		return nil, fmt.Errorf("notice: the consumer %s: %w", name, err)
	}
	return there, nil
}

// branchOf returns which of its subjects a message came by: plan, mark, dead or
// again.
func branchOf(subject string) string {
	_, rest, _ := strings.Cut(subject, ".")
	branch, _, _ := strings.Cut(rest, ".")
	return branch
}

// IsAgain returns what a message of a consumer asks to be sent again; false for one
// that is a claim itself.
func IsAgain(subject string, body []byte) (a Again, ok bool) {
	return a, branchOf(subject) == "again" && json.Unmarshal(body, &a) == nil
}

// Waiting returns how many claims their consumers have not settled: by webhook, and
// mail.
func (s *Stream) Waiting(ctx context.Context) (map[string]uint64, error) {
	waiting := make(map[string]uint64)
	consumers := s.stream.ListConsumers(ctx)
	for info := range consumers.Info() {
		if info.Config.Durable == "" {
			continue // somebody reads
		}
		channel, _, _ := strings.Cut(info.Config.Durable, "-")
		waiting[channel] += info.NumPending + uint64(info.NumAckPending)
	}
	return waiting, consumers.Err()
}
