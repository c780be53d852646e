package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/delivery"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/cmd/internal/snapshots"
	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/projections"
)

// App is one running engine.
type App struct {
	options Options
	metrics *prometheus.Registry

	broker *embedded.Server // nil with NATSURL
	room   room             // on its disk
	conn   *nats.Conn       // in the engine's account
	store  *jetstream.Store
	runner *projections.Runner
	*views
	outbox   *notify.Outbox
	keeping  keeping
	engine   *engine.Engine
	alerts   *notify.Stream
	feed     *notify.Feed
	book     *receiver.Book // nil: nobody is told
	notices  *notice.Stream
	delivery atomic.Pointer[delivery.Delivery] // nil: nobody is told, or not yet
	listener net.Listener

	tasks    *tasks
	cleanups []cleanup // run last-in first-out
	steps    []Step    // of the start
}

// Step is one step of a start and the time that it took.
type Step struct {
	Name string
	Took time.Duration
}

// cleanup ends one part.
type cleanup struct {
	name string
	end  func(context.Context) error
}

// New returns an engine that is not started.
func New(o Options) *App {
	o.fill()
	a := &App{options: o, metrics: prometheus.NewRegistry(), tasks: newTasks()}
	a.keeping.dir = snapshots.Dir(o.snapshots())
	return a
}

// Start brings the engine up and returns when it is ready: the log was checked, from
// end to end or from the last snapshot on, the projections have caught up, the
// interfaces answer. On an error everything that was started is ended again.
func (a *App) Start(ctx context.Context) error {
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"prepare the data directory", a.prepare},
		{"read the receivers", a.readReceivers},
		{"start the broker", a.startBroker},
		{"open the log", a.openStore},
		{"open the alerts", a.openAlerts},
		{"follow the alerts", a.followAlerts},
		{"open the notices", a.openNotices},
		{"build the engine", a.build},
		{"listen for HTTP", a.listen},
		{"read the log", a.catchUp},
		{"keep snapshots", a.startSnapshots},
		{"publish the defaults", a.publishDefaults},
		{"answer desks", a.serveNATS},
		{"start the alert clock", a.startClock},
		{"watch the broker", a.watchBroker},
		{"send heartbeats", a.startPulse},
		{"tell the receivers", a.startDelivery},
	} {
		begun := time.Now()
		if err := step.do(ctx); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", step.name, err), a.Stop())
		}
		a.steps = append(a.steps, Step{step.name, time.Since(begun)})
	}
	a.options.Logger.Info("ready", "position", a.engine.Position(), "nats", RedactedURL(a.NATSURL()), "http", a.HTTPURL())
	return nil
}

// Run starts the engine and runs it until ctx ends or a part of it fails for
// good: a corrupt log stops the process with its position. A broker that gave up
// writing is started anew, with everything that stands on it, as soon as its disk
// takes data again.
func (a *App) Run(ctx context.Context) error {
	for {
		if err := a.Start(ctx); err != nil {
			return err
		}
		ended := a.Wait(ctx)
		stopped := a.Stop()
		if !errors.Is(ended, errStartAnew) || stopped != nil {
			return errors.Join(ended, stopped)
		}
		a.options.Logger.Warn("starting anew", "reason", ended)
		*a = *New(a.options)
	}
}

// Wait returns when ctx ends (nil) or a part fails for good (its error).
func (a *App) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-a.tasks.failed:
		return err
	}
}

// stopWithin bounds the end: requests under way are finished, then everything
// goes down in the reverse order of its start.
const stopWithin = 20 * time.Second

// Stop ends the engine. It may be called more than once.
func (a *App) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	var errs []error
	for len(a.cleanups) > 0 {
		last := a.cleanups[len(a.cleanups)-1]
		a.cleanups = a.cleanups[:len(a.cleanups)-1]
		if err := last.end(ctx); err != nil {
			errs = append(errs, fmt.Errorf("stop %s: %w", last.name, err))
		}
	}
	return errors.Join(errs...)
}

// onStop remembers how to end a part.
func (a *App) onStop(name string, end func(context.Context) error) {
	a.cleanups = append(a.cleanups, cleanup{name: name, end: end})
}

func (a *App) prepare(context.Context) error { return os.MkdirAll(a.options.Data, 0o700) }

// RaiseDue records every rung that is reached by now; see Options.ManualClock.
func (a *App) RaiseDue(ctx context.Context) error { return a.engine.RaiseDue(ctx) }

// Steps returns the steps of the start, in their order: how long a restart takes,
// and with what.
func (a *App) Steps() []Step { return a.steps }

// Conn returns the connection in the engine's account, for whoever measures the
// broker beside the engine. It must not write to the log.
func (a *App) Conn() *nats.Conn { return a.conn }

// Engine returns the engine, for callers in the same process.
func (a *App) Engine() *engine.Engine { return a.engine }

// Connect returns a connection to the broker as desks get it, or in the engine's
// account where the broker is not embedded.
func (a *App) Connect(options ...nats.Option) (*nats.Conn, error) {
	if a.broker == nil {
		return nats.Connect(a.options.NATSURL, append(a.credentials(), options...)...)
	}
	return nats.Connect(a.broker.ClientURL(), options...)
}

// NATSURL returns where desks and supervisors connect; empty where the broker
// does not listen.
func (a *App) NATSURL() string {
	switch {
	case a.broker == nil:
		return a.options.NATSURL
	case a.options.NATSOff:
		return ""
	}
	return a.broker.ClientURL()
}

// HTTPURL returns the address of the HTTP service; empty where there is none.
func (a *App) HTTPURL() string {
	if a.listener == nil {
		return ""
	}
	return "http://" + a.listener.Addr().String()
}
