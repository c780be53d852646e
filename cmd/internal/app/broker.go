package app

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/pause"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// startBroker starts the embedded broker, or takes the cluster that the operator
// names, and connects in the engine's account.
func (a *App) startBroker(ctx context.Context) (err error) {
	o := &a.options
	if o.NATSURL == "" {
		a.broker, err = embedded.Start(ctx, embedded.Options{
			Dir: o.storeDir(), Sync: o.Sync, Host: o.NATSHost, Port: o.NATSPort,
			MaxStore: o.MaxStore, DontListen: o.NATSOff, Logger: o.Logger.With("part", "broker"),
		})
		if err != nil {
			return err
		}
		a.onStop("the broker", func(context.Context) error { a.broker.Stop(); return nil })
		a.conn, err = a.broker.Connect(a.connection()...)
	} else {
		a.conn, err = nats.Connect(o.NATSURL, append(a.credentials(), a.connection()...)...)
	}
	if err != nil {
		return err
	}
	a.onStop("the connection", func(context.Context) error { a.conn.Close(); return nil })
	return nil
}

// connection returns how the engine stays connected: for ever.
func (a *App) connection() []nats.Option {
	logger := a.options.Logger
	return []nats.Option{
		nats.Name("dossier engine"),
		nats.MaxReconnects(-1),
		nats.RetryOnFailedConnect(false),
		nats.ReconnectWait(500 * time.Millisecond),
		nats.ReconnectBufSize(-1), // what was answered as not taken must not be sent later
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				logger.Warn("the broker is away", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { logger.Info("the broker is back") }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			logger.Warn("the connection to the broker", "error", err)
		}),
	}
}

// RedactedURL returns the comma-separated URLs as they may be shown and logged:
// without passwords and tokens.
func RedactedURL(urls string) string {
	shown := strings.Split(urls, ",")
	for i, u := range shown {
		parsed, err := url.Parse(strings.TrimSpace(u))
		switch {
		case err != nil || parsed.User == nil && strings.Contains(u, "@"):
			shown[i] = "(an address with credentials)"
		case parsed.User != nil:
			parsed.User = url.User("xxxxx")
			shown[i] = parsed.String()
		}
	}
	return strings.Join(shown, ",")
}

func (a *App) credentials() []nats.Option {
	if a.options.NATSCreds == "" {
		return nil
	}
	return []nats.Option{nats.UserCredentials(a.options.NATSCreds)}
}

// openTries bounds the wait for a cluster that is still electing its leaders.
const openTries = 30

// openStore opens the log and checks its end against the high-water mark.
func (a *App) openStore(ctx context.Context) error {
	for try := 1; ; try++ {
		store, err := jetstream.Open(ctx, a.conn, jetstream.Options{
			Replicas: a.options.Replicas, HighWater: a.options.highWater(),
			Blocks: a.blocks(), Apart: a.broker != nil && a.options.Sync != "always",
			Logger: a.options.Logger.With("part", "log"),
		})
		switch {
		case err == nil:
			a.store = store
			a.onStop("the log", func(context.Context) error { return store.Close() })
			a.stageInMemory()
			return nil
		case !errors.Is(err, eventstore.ErrUnavailable) || try == openTries:
			return err
		}
		a.options.Logger.Warn("the log can't be opened yet", "error", err)
		if err := pause.For(ctx, time.Second); err != nil {
			return err
		}
	}
}

// blocks returns where the log's files lie, if it is this process that writes them.
func (a *App) blocks() string {
	if a.broker == nil {
		return ""
	}
	return a.broker.Blocks(jetstream.DefaultStream)
}

// openAlerts opens the stream that supervisors subscribe to. Its last alert
// says where the outbox begins.
func (a *App) openAlerts(ctx context.Context) error {
	return a.patiently(ctx, "the alerts", func() (err error) {
		a.alerts, err = notify.OpenStream(ctx, a.conn, a.options.Replicas)
		return err
	})
}

// patiently opens a stream, again where that takes too long: a cluster elects its
// leaders.
func (a *App) patiently(ctx context.Context, what string, open func() error) (err error) {
	for range openTries {
		if err = open(); ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		a.options.Logger.Warn(what+" can't be opened yet", "error", err)
	}
	return err
}

// stageInMemory spares the batches of the log a disk on which nothing of them need
// lie, see [embedded.Server.StageInMemory]. Where that can't be they are slower.
func (a *App) stageInMemory() {
	if a.broker == nil || a.options.Sync != "always" {
		return
	}
	if err := a.broker.StageInMemory(jetstream.DefaultStream); err != nil {
		a.options.Logger.Info("batches are prepared on the disk", "error", err)
	}
}
