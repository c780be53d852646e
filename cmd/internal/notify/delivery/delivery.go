// Package delivery tells receivers of alerts: it reads the stream ALERTS once,
// decides for each receiver and channel what is told, when, and what is not
// (package notice: the claims), and sends what is claimed (packages webhook and
// mail).
//
//	ALERTS ──▶ dispatcher ──▶ planner of each target ──▶ NOTICES ──▶ senders
//	           who takes it   claims, in order           (durable)   send, mark
//
// Planners and senders of any number of engines work side by side: a claim is
// appended once (see package notice), and taken from its channel's consumer by one
// engine at a time.
//
// # When
//
// A webhook is told at once. Critical alerts are mailed alone, at once while the
// receiver's calendar is open, else at its next opening. All others wait for the
// digest at 07:45 (or the receiver's own time) of the next working day; an engine that was down then makes up
// for it until that day's last session ends, and else on the next working day.
//
// What is muted by then is left out, and told when nothing mutes it any more. The end
// of an alert is offered to every target that may have been told of it, on the route
// or not; its chain knows (see package notice).
//
// # Tries
//
// What fails is tried again after 5 s, then after twice as long each time up to an
// hour, each time a fifth more or less by chance. After [MaxTries] (about a day) it
// is given up: recorded as dead, counted, and there to be sent again by hand.
package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/cmd/internal/notify/webhook"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Options are a delivery's parts.
type Options struct {
	Book    *receiver.Book
	Feed    *notify.Feed // runs
	Alerts  *notify.Stream
	Notices *notice.Stream
	// Gate returns why an alert is not told on the channel at the instant; empty: it is.
	// One that is muted is decided again later.
	Gate func(ctx context.Context, a *notify.Alert, c notice.Channel, at time.Time) (reason string, muted bool)
	// Calendar returns a calendar as it is in force; empty stands for the default
	// one. nil: it is not published.
	Calendar func(id string) *calendar.Calendar
	Webhooks *webhook.Sender
	Mails    *mail.Sender // nil: there is no mail server
	Now      func() time.Time
	Logger   *slog.Logger
	Metrics  prometheus.Registerer
}

// Delivery tells receivers.
type Delivery struct {
	Options
	receivers map[string]*receiver.Receiver // by reference
	targets   []*planner
	figures   *figures

	// Set by Begin: the newest alert of then, and the one behind which some target
	// is undecided.
	goal, from uint64
}

// New returns a delivery that does nothing until it runs. It fails where a
// receiver has a mail address and there is no mail server.
func New(o Options) (*Delivery, error) {
	d := &Delivery{Options: o, receivers: make(map[string]*receiver.Receiver), figures: newFigures(o.Metrics)}
	for i := range o.Book.Receivers {
		r := &o.Book.Receivers[i]
		d.receivers[r.Ref] = r
		if r.Webhook != nil {
			d.add(r, notice.Webhook, r.Webhook.PerHour)
		}
		if r.Mail == nil {
			continue
		}
		if o.Mails == nil {
			return nil, fmt.Errorf("receiver %q has a mail address, but no SMTP server is given", r.Ref)
		}
		d.add(r, notice.Urgent, r.Mail.PerHour)
		d.add(r, notice.Digest, 0)
	}
	return d, nil
}

func (d *Delivery) add(r *receiver.Receiver, c notice.Channel, perHour int) {
	d.targets = append(d.targets, &planner{
		delivery: d, receiver: r, waiting: newQueue(), open: make(map[supervision.ID]struct{}),
		chain: notice.NewChain(notice.Target{Receiver: r.Ref, Channel: c, PerHour: perHour}),
	})
}

// mailers is how many mails are sent at once.
const mailers = 2

// Begin reads how far each receiver was told, and begins with those who are new. It
// comes before Run: what is raised after it reaches everybody.
func (d *Delivery) Begin(ctx context.Context) (err error) {
	if d.goal, err = d.Feed.CaughtUp(ctx); err != nil {
		return err
	}
	d.from = d.goal
	for _, p := range d.targets {
		if err := p.begin(ctx, d.goal); err != nil {
			return err
		}
		d.from = min(d.from, p.chain.Last.Through)
	}
	return nil
}

// Run tells receivers until ctx ends.
func (d *Delivery) Run(ctx context.Context) error {
	var all errgroup.Group
	all.Go(func() error { d.dispatch(ctx); return nil })
	for _, p := range d.targets {
		all.Go(func() error { p.run(ctx, d.goal); return nil })
	}
	d.send(ctx, &all)
	all.Go(func() error { d.measure(ctx); return nil })
	return all.Wait()
}

// Waiting returns the ways on which the receiver is to be told of the alert of that
// sequence and nothing is decided yet. A nil delivery has none.
func (d *Delivery) Waiting(receiver string, alert uint64) (channels []notice.Channel) {
	if d == nil {
		return nil
	}
	for _, p := range d.targets {
		if p.chain.Receiver != receiver {
			continue
		}
		if _, waits := p.waiting.get(alert); waits {
			channels = append(channels, p.chain.Channel)
		}
	}
	return channels
}

// again is the pause after what failed on this side.
const again = time.Second

// dispatch hands every alert to the targets that take it.
func (d *Delivery) dispatch(ctx context.Context) {
	cursor := d.Feed.After(d.from)
	defer cursor.Close()
	for ctx.Err() == nil {
		batch, err := cursor.Next(ctx)
		if err != nil {
			pause(ctx, again)
			continue
		}
		for _, p := range d.targets {
			p.offer(batch)
		}
	}
}

// pause returns after the time, or when ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
