package app

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/delivery"
	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/cmd/internal/notify/webhook"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// readReceivers reads the receivers' file before anything is started: a mistake in
// it is told at once.
func (a *App) readReceivers(context.Context) (err error) {
	if a.options.Receivers != "" {
		a.book, err = receiver.Load(a.options.Receivers)
	}
	return err
}

// followAlerts begins to read the stream ALERTS, once for all who listen in this
// process.
func (a *App) followAlerts(context.Context) error {
	a.feed = notify.NewFeed(a.alerts, a.options.Logger.With("part", "alerts"))
	a.onStop("the alerts' reader", a.tasks.start("alerts' reader", a.feed.Run))
	return nil
}

// startPulse begins the heartbeat.
func (a *App) startPulse(context.Context) error {
	pulse := notify.NewPulse(a.conn, a.feed, notify.PulseOptions{
		Engine: uuid.NewString(), Every: a.options.Heartbeat, Now: a.options.Now,
		Logger: a.options.Logger.With("part", "heartbeat"),
		State: func() (ready bool, position uint64, waiting int) {
			return a.engine.Ready() == nil, a.engine.Position(), a.outbox.Waiting()
		},
	}, a.metrics)
	a.onStop("the heartbeat", a.tasks.start("heartbeat", pulse.Run))
	return nil
}

// startDelivery begins to tell the receivers of the file. A receiver that is down
// never makes the engine unready: its messages wait.
func (a *App) startDelivery(ctx context.Context) (err error) {
	if a.book == nil {
		return nil
	}
	for _, durable := range a.book.Durables {
		if err := a.alerts.Keep(ctx, durable.Name, durable.Subject); err != nil {
			return err
		}
	}
	var mails *mail.Sender
	if a.options.SMTP.Host != "" {
		if mails, err = mail.NewSender(a.options.SMTP); err != nil {
			return err
		}
	}
	webhooks := webhook.NewSender(a.options.Version, a.options.dialWebhook)
	d, err := delivery.New(delivery.Options{
		Book: a.book, Feed: a.feed, Alerts: a.alerts, Notices: a.notices, Gate: notify.RecordedGate{},
		Calendar: a.calendarOf, Webhooks: webhooks, Mails: mails,
		Now: a.options.Now, Logger: a.options.Logger.With("part", "delivery"), Metrics: a.metrics,
	})
	if err != nil {
		return err
	}
	if err := d.Begin(ctx); err != nil {
		return err
	}
	end := a.tasks.start("delivery", d.Run)
	a.onStop("the delivery", func(ctx context.Context) error {
		defer webhooks.Close()
		return end(ctx)
	})
	return nil
}

// openNotices opens the record of what receivers were told.
func (a *App) openNotices(ctx context.Context) (err error) {
	for range openTries {
		a.notices, err = notice.Open(ctx, a.conn, a.options.Replicas)
		if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		a.options.Logger.Warn("the notices can't be opened yet", "error", err) // a cluster elects its leaders
	}
	return err
}

// calendarOf returns a calendar as it is in force; nil where it is not published.
func (a *App) calendarOf(id string) *calendar.Calendar {
	registry := a.reference.Registry()
	if c, known := registry.Calendar(id); known {
		return c
	}
	c, _ := registry.Calendar(domain.DefaultCalendarID)
	return c
}
