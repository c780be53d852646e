package delivery

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/go-json-experiment/json"
	js "github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/webhook"
)

const (
	// MaxTries is how often a claim is tried, over about a day.
	MaxTries = 33

	retryFirst = 5 * time.Second
	retryLast  = time.Hour

	// A broker at rest is asked for more after pullAgain, and says meanwhile that it
	// is there.
	pullAgain = 5 * time.Minute
	pullAlive = 30 * time.Second
)

// backOff returns how long to wait after so many failed tries, within a fifth.
func backOff(tries int) time.Duration {
	wait := retryLast
	if tries <= 10 { // 5 s × 2^9 is beyond the last already: no overflow
		wait = min(retryFirst<<(tries-1), retryLast)
	}
	return wait*4/5 + rand.N(wait*2/5) //nolint:gosec // it spreads tries, it hides nothing
}

// send starts the senders: one for each webhook, a few for mail.
func (d *Delivery) send(ctx context.Context, all *errgroup.Group) {
	mailing := false
	for _, p := range d.targets {
		if p.chain.Channel == notice.Webhook {
			open := func(ctx context.Context) (js.Consumer, error) { return d.Notices.Post(ctx, p.chain.Receiver) }
			all.Go(func() error { d.take(ctx, open); return nil })
		}
		mailing = mailing || p.chain.Channel == notice.Digest
	}
	if mailing {
		for range mailers {
			all.Go(func() error { d.take(ctx, d.Notices.Mails); return nil })
		}
	}
}

// take sends what the consumer gives, one after the other, until ctx ends.
func (d *Delivery) take(ctx context.Context, open func(context.Context) (js.Consumer, error)) {
	for ctx.Err() == nil {
		err := d.takeFrom(ctx, open)
		if err != nil && ctx.Err() == nil {
			d.Logger.Warn("receivers wait: claims can't be read", "error", err)
			pause(ctx, again)
		}
	}
}

func (d *Delivery) takeFrom(ctx context.Context, open func(context.Context) (js.Consumer, error)) error {
	consumer, err := open(ctx)
	if err != nil {
		return err
	}
	messages, err := consumer.Messages(js.PullMaxMessages(1), js.PullExpiry(pullAgain), js.PullHeartbeat(pullAlive))
	if err != nil {
		return err
	}
	defer messages.Stop()
	for {
		m, err := messages.Next(js.NextContext(ctx))
		if err != nil {
			return err
		}
		if err := d.deliver(ctx, m); err != nil {
			return err // the claim comes again
		}
	}
}

// deliver sends one claim, marks it, and only then acknowledges it: a crash in
// between sends it again, with the same id. The error is one of this side.
func (d *Delivery) deliver(ctx context.Context, m js.Msg) error {
	at, err := m.Metadata()
	if err != nil {
		return err
	}
	n, sequence, err := d.claimOf(ctx, m, at.Sequence.Stream)
	if err != nil {
		return err
	}
	if n.ID == "" {
		return m.Ack()
	}
	again := sequence != at.Sequence.Stream
	if at.NumDelivered > 1 && !again {
		if sent, err := d.Notices.Marked(ctx, &n, sequence); err != nil || sent {
			return errors.Join(err, ackIf(sent, m))
		}
	}
	done := atWork(m)
	failed := d.hand(ctx, &n)
	done()
	if ctx.Err() != nil {
		return ctx.Err() // the end of the engine is nobody's failure
	}
	var failure notice.Failure
	if failed != nil && !errors.As(failed, &failure) {
		return failed
	}
	return d.mark(ctx, m, &notice.Mark{
		Notice: sequence, ID: n.ID, Receiver: n.Receiver, Channel: n.Channel,
		Tries: int(at.NumDelivered), At: d.Now(), Failure: failure,
	})
}

// atWork has the broker wait for as long as the sending takes, be it that the alerts
// of a digest are read slowly: nobody else is given the claim meanwhile. What comes
// before and after takes much less than the broker waits. The caller ends it before
// the message is settled.
func atWork(m js.Msg) (done func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(notice.AckWithin / 4)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				_ = m.InProgress() // where the broker is away, the claim comes again
			case <-end:
				return
			}
		}
	}()
	return func() { close(end); <-ended }
}

func ackIf(sent bool, m js.Msg) error {
	if !sent {
		return nil
	}
	return m.Ack()
}

// claimOf returns the claim that the message is, or asks to be sent again.
func (d *Delivery) claimOf(ctx context.Context, m js.Msg, sequence uint64) (n notice.Notice, at uint64, err error) {
	if again, ok := notice.IsAgain(m.Subject(), m.Data()); ok {
		n, err = d.Notices.Get(ctx, again.Notice)
		return n, again.Notice, err
	}
	err = json.Unmarshal(m.Data(), &n)
	return n, sequence, err
}

// mark records what became of the claim and settles the message.
func (d *Delivery) mark(ctx context.Context, m js.Msg, mark *notice.Mark) error {
	switch {
	case mark.Failure == "":
		mark.Status = notice.Sent
	case mark.Tries >= MaxTries:
		mark.Status = notice.Dead
	default:
		mark.Status = notice.Failing
	}
	d.figures.marked(mark)
	if mark.Status == notice.Failing && mark.Tries > 1 { // the first failure is on record
		return m.NakWithDelay(backOff(mark.Tries))
	}
	if err := d.Notices.Mark(ctx, mark); err != nil {
		return err
	}
	switch mark.Status {
	case notice.Failing:
		d.Logger.Warn("a receiver can't be told; it is tried again", "receiver", mark.Receiver, "channel", mark.Channel, "failure", mark.Failure)
		return m.NakWithDelay(backOff(mark.Tries))
	case notice.Dead:
		d.Logger.Error("a receiver was not told: the last try failed", "receiver", mark.Receiver, "channel", mark.Channel, "notice", mark.Notice, "failure", mark.Failure)
	}
	return m.Ack()
}

// hand sends the claim once. A [notice.Failure] is the other side's; any other
// error is one of this side.
func (d *Delivery) hand(ctx context.Context, n *notice.Notice) error {
	to := d.receivers[n.Receiver]
	if to == nil || n.Channel == notice.Webhook && to.Webhook == nil || n.Channel != notice.Webhook && to.Mail == nil {
		return notice.FailureNoAddress
	}
	alerts, err := d.alertsOf(ctx, n)
	if err != nil {
		return err
	}
	if n.Channel == notice.Webhook {
		body, err := bodyOf(n, alerts)
		if err != nil {
			return err
		}
		return d.Webhooks.Post(ctx, to.Webhook, n.ID, body, time.Now()) // the other side compares it with its own clock
	}
	letter, err := mail.Compose(n, alerts, to.Mail.Language)
	if err != nil {
		return err
	}
	return d.Mails.Send(ctx, &letter, to.Mail.Address)
}

func bodyOf(n *notice.Notice, alerts []notify.Alert) ([]byte, error) {
	if n.Kind == notice.KindSummary {
		return webhook.SummaryBody(n)
	}
	return webhook.AlertBody(n, &alerts[0])
}

// alertsOf reads the alerts that the claim lists; of a digest that lists more, from
// an engine of before, the first ones.
func (d *Delivery) alertsOf(ctx context.Context, n *notice.Notice) (alerts []notify.Alert, err error) {
	for _, sequence := range n.Alerts[:min(len(n.Alerts), notice.MostListed)] {
		a, err := d.Alerts.Get(ctx, sequence)
		if err != nil {
			return nil, err
		}
		alerts = append(alerts, a)
	}
	return alerts, nil
}
