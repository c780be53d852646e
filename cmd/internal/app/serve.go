package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

// listen opens the HTTP service. It answers from here on: /healthz says that the
// process lives, /readyz how far the log is read.
func (a *App) listen(ctx context.Context) error {
	if a.options.HTTP == "" {
		return nil
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", a.options.HTTP)
	if err != nil {
		return err
	}
	a.listener = listener
	closing := make(chan struct{}) // closed first: a streamed import ends, and the shutdown need not wait for it
	server := &http.Server{
		Handler: web.New(a.overseer(), web.Options{
			Version: a.options.Version, Logger: a.options.Logger.With("part", "http"), Now: a.options.Now,
			Exporter: exporter{a.engine},
			Metrics:  promhttp.HandlerFor(a.metrics, promhttp.HandlerOpts{}), Closing: closing,
			Alerts:   alertFeed{a.feed},
			Snapshot: func() string { return a.keeping.state().String() },
		}),
		// A streamed import may last: no time-out on the body or the answer.
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.options.Logger.With("part", "http").Handler(), slog.LevelDebug),
	}
	wait := a.tasks.start("http", func(context.Context) error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	a.onStop("the HTTP service", func(ctx context.Context) error {
		close(closing)
		err := server.Shutdown(ctx)
		if err != nil { // requests that do not end must not outlive the log
			err = errors.Join(err, server.Close())
		}
		return errors.Join(err, wait(ctx))
	})
	return nil
}

// serveNATS answers desks over NATS.
func (a *App) serveNATS(context.Context) error {
	service, err := natsapi.Serve(a.conn, a.overseer(), natsapi.Options{
		Version: a.options.Version, Logger: a.options.Logger.With("part", "nats"), Now: a.options.Now,
		Notices: noticeAnswers{a.notices},
	})
	if err != nil {
		return err
	}
	a.onStop("the NATS service", service.Stop)
	return nil
}
