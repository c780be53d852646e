package notice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/domain"
)

// Answer says why a receiver was told of an alert, or was not: one for each
// channel and each time it was decided.
type Answer struct {
	Receiver string    `json:"receiver"`
	Channel  Channel   `json:"channel"`
	Alert    uint64    `json:"alert"`           // sequence in ALERTS
	Notice   uint64    `json:"notice"`          // the claim that decided, by sequence in NOTICES
	ID       string    `json:"id,omitzero"`     // what the other side knows it by
	Told     Told      `json:"told"`            // alone, digest, held or left-out
	Reason   string    `json:"reason,omitzero"` // why it is left out
	Decided  time.Time `json:"decided"`
	Status   Status    `json:"status,omitzero"` // of what was sent; empty: not yet
	At       time.Time `json:"at,omitzero"`     // of the status
	Failure  Failure   `json:"failure,omitzero"`
}

// Told says how an alert was decided.
type Told string

// How an alert is decided.
const (
	ToldAlone   Told = "alone"
	ToldDigest  Told = "digest"
	ToldHeld    Told = "held" // only counted: in the hour's summary, or by a digest
	ToldLeftOut Told = "left-out"
)

// Why returns what was decided about alerts (by their sequences in ALERTS) for a
// receiver, in the order of the decisions. Nothing is returned for one that was
// never a receiver of an alert, and for a decision still to come.
func (s *Stream) Why(ctx context.Context, receiver string, alerts ...uint64) ([]Answer, error) {
	token, refused := domain.Token(receiver)
	if refused != nil {
		return nil, refused
	}
	answers := []Answer{}
	err := s.read(ctx, func(m *record) error {
		if m.branch == "plan" {
			var n Notice
			if err := decode(m.body, m.sequence, &n); err != nil {
				return err
			}
			for _, alert := range alerts {
				if a, decided := n.about(alert); decided {
					a.Notice = m.sequence
					answers = append(answers, a)
				}
			}
			return nil
		}
		var mark Mark
		if err := decode(m.body, m.sequence, &mark); err != nil {
			return err
		}
		for i := range answers {
			if answers[i].Notice == mark.Notice {
				answers[i].Status, answers[i].At, answers[i].Failure = mark.Status, mark.At, mark.Failure
			}
		}
		return nil
	}, 0, "notice.plan.*."+token, "notice.mark.*."+token, "notice.dead.*."+token)
	return answers, err
}

// about returns what the claim says of an alert.
func (n *Notice) about(alert uint64) (a Answer, decided bool) {
	a = Answer{Receiver: n.Receiver, Channel: n.Channel, Alert: alert, Decided: n.At}
	switch {
	case slices.Contains(n.Alerts, alert):
		a.ID, a.Told = n.ID, ToldAlone
		if n.Kind == KindDigest {
			a.Told = ToldDigest
		}
		return a, true
	case slices.Contains(n.Held, alert):
		a.Told = ToldHeld
		return a, true
	}
	for _, left := range n.Left {
		if slices.Contains(left.Alerts, alert) {
			a.Told, a.Reason = ToldLeftOut, left.Reason
			return a, true
		}
	}
	return a, false
}

// Dead returns the claims that were given up, the oldest first, without those that
// were sent again with success.
func (s *Stream) Dead(ctx context.Context) ([]Mark, error) {
	dead := []Mark{}
	at := make(map[uint64]int) // by claim: its place in dead
	err := s.read(ctx, func(m *record) error {
		var mark Mark
		if err := decode(m.body, m.sequence, &mark); err != nil {
			return err
		}
		i, known := at[mark.Notice]
		switch {
		case mark.Status == Dead && known:
			dead[i] = mark
		case mark.Status == Dead:
			at[mark.Notice] = len(dead)
			dead = append(dead, mark)
		case mark.Status == Sent && known:
			dead[i].Status = Sent
		}
		return nil
	}, 0, "notice.dead.>", "notice.mark.>")
	return slices.DeleteFunc(dead, func(m Mark) bool { return m.Status == Sent }), err
}

// Resend has a claim sent once more, with its id, by whichever engine takes it.
func (s *Stream) Resend(ctx context.Context, notice uint64) (Notice, error) {
	n, err := s.Get(ctx, notice)
	if errors.Is(err, js.ErrMsgNotFound) || err == nil && n.ID == "" {
		return Notice{}, &domain.Error{Code: domain.CodeUnknown, Field: "notice", Message: fmt.Sprintf("%d is no notice that was to be sent", notice)}
	}
	if err != nil {
		return Notice{}, err
	}
	return n, s.put(ctx, subject("again", n.Channel, n.Receiver), Again{Notice: notice})
}

// record is one message of the stream.
type record struct {
	sequence uint64
	branch   string
	body     []byte
}

// read calls take with every message of the subjects that is there now, from a
// sequence on.
func (s *Stream) read(ctx context.Context, take func(*record) error, from uint64, subjects ...string) error {
	consumer, err := s.js.OrderedConsumer(ctx, StreamName, js.OrderedConsumerConfig{
		FilterSubjects: subjects, DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: max(from, 1),
	})
	if err != nil {
		return err
	}
	for {
		batch, err := consumer.FetchNoWait(1000)
		if err != nil {
			return err
		}
		found := false
		for m := range batch.Messages() {
			found = true
			r, err := recordOf(m)
			if err == nil {
				err = take(&r)
			}
			if err != nil {
				return err
			}
		}
		if err := batch.Error(); err != nil && !errors.Is(err, nats.ErrTimeout) {
			return err
		}
		if !found {
			return ctx.Err()
		}
	}
}

func recordOf(m js.Msg) (record, error) {
	at, err := m.Metadata()
	if err != nil {
		return record{}, err
	}
	return record{at.Sequence.Stream, branchOf(m.Subject()), m.Data()}, nil
}
