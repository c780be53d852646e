package app

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"

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
	trust, err := a.trusted()
	if err != nil {
		return err
	}
	mails, err := a.mailSender(trust)
	if err != nil {
		return err
	}
	webhooks := webhook.NewSender(a.options.Version, trust, a.options.dialWebhook)
	d, err := delivery.New(delivery.Options{
		Book: a.book, Feed: a.feed, Alerts: a.alerts, Notices: a.notices, Gate: a.keptBack,
		Calendar: a.calendarOf, Webhooks: webhooks, Mails: mails,
		Now: a.options.Now, Logger: a.options.Logger.With("part", "delivery"), Metrics: a.metrics,
	})
	if err != nil {
		return err
	}
	if err := d.Begin(ctx); err != nil {
		return err
	}
	a.delivery.Store(d)
	end := a.tasks.start("delivery", d.Run)
	a.onStop("the delivery", func(ctx context.Context) error {
		defer webhooks.Close()
		return end(ctx)
	})
	return nil
}

// trusted returns who may vouch for the servers of receivers and mail: whom the
// system trusts and the certificates of the file.
func (a *App) trusted() (*x509.CertPool, error) {
	if a.options.Trust == "" {
		return nil, nil //nolint:nilnil // whom the system trusts
	}
	b, err := os.ReadFile(a.options.Trust)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(b) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", a.options.Trust)
	}
	return pool, nil
}

func (a *App) mailSender(trust *x509.CertPool) (*mail.Sender, error) {
	if a.options.SMTP.Host == "" {
		return nil, nil //nolint:nilnil // there is no mail server
	}
	o := a.options.SMTP
	o.Trust = trust
	return mail.NewSender(o)
}

// openNotices opens the record of what receivers were told.
func (a *App) openNotices(ctx context.Context) error {
	return a.patiently(ctx, "the notices", func() (err error) {
		a.notices, err = notice.Open(ctx, a.conn, a.options.Replicas)
		return err
	})
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
