package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/app"
)

// Options are what the viewer decides.
type Options struct {
	Seed     uint64
	Months   int
	Dossiers int
	Speed    float64 // simulated days a second; 0: as fast as possible
	Once     bool    // end after the report instead of serving on

	Data     string // directory of the engine; empty: a temporary one, removed at the end
	NATSPort int    // negative: any free one
	HTTP     string
	Version  string

	Stdout, Stderr io.Writer
	JSON           bool // print the closing report alone, as JSON
	Terminal       bool // somebody watches: show progress
}

// ErrFailed says that the play did not end as it should; the report says how.
var ErrFailed = errors.New("the play did not end as it should: see the checks")

// Run plays, reports, and serves on until ctx ends.
func Run(ctx context.Context, o Options) (err error) {
	plan, err := NewPlan(o.Seed, Size{Months: o.Months, Dossiers: o.Dossiers})
	if err != nil {
		return err
	}
	if o.Data == "" {
		if o.Data, err = os.MkdirTemp("", "dossier-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.Data)) }() // after the engine has stopped
	}
	c := newClock(plan.Starts())
	engine := app.New(app.Options{
		Data: o.Data, NATSPort: o.NATSPort, HTTP: o.HTTP, Version: o.Version,
		Now: c.Now, ManualClock: true,
		Logger: slog.New(slog.NewTextHandler(o.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err := engine.Start(ctx); err != nil {
		return err
	}
	return errors.Join(show(ctx, &o, plan, engine, c), engine.Stop())
}

// errNotEmpty keeps a play from being mixed with other dossiers.
var errNotEmpty = errors.New("the data directory holds dossiers already: the demonstration needs an empty one")

// empty refuses an engine that knows dossiers.
func empty(ctx context.Context, engine *app.App) error {
	known := 0
	e := engine.Engine()
	err := e.Runner.Read(ctx, 0, func() { known = e.Table.Figures(e.Now()).Total })
	if err == nil && known > 0 {
		err = errNotEmpty
	}
	return err
}

// show plays the plan on the running engine and prints what came of it.
func show(ctx context.Context, o *Options, plan *Plan, engine *app.App, c *clock) error {
	if err := empty(ctx, engine); err != nil {
		return err
	}
	w, disconnect, err := connect(o, plan, engine, c)
	if err != nil {
		return err
	}
	defer disconnect()
	if err := opening(o, plan); err != nil {
		return err
	}
	began := time.Now()
	p := &player{plan: plan, world: w, audience: w.screen}
	err = p.play(ctx, nil)
	w.screen.done()
	if err != nil {
		return err
	}
	closing, err := w.closing(ctx, p, time.Since(began))
	if err != nil {
		return err
	}
	if err := closing.print(o); err != nil {
		return err
	}
	switch {
	case !closing.passed():
		return ErrFailed
	case o.Once:
		return nil
	}
	return w.serve(ctx, o)
}

// connect connects a desk and a supervisor to the engine, over its listener.
func connect(o *Options, plan *Plan, engine *app.App, c *clock) (*engineWorld, func(), error) {
	desk, err := engine.Connect(nats.Name("demo: desks"))
	if err != nil {
		return nil, nil, err
	}
	watching, err := engine.Connect(nats.Name("demo: supervisor"))
	if err != nil {
		desk.Close()
		return nil, nil, err
	}
	disconnect := func() { watching.Close(); desk.Close() }
	s, err := supervise(watching)
	if err != nil {
		disconnect()
		return nil, nil, err
	}
	return &engineWorld{
		app: engine, clock: c, client: &client{nc: desk}, supervisor: s, screen: newScreen(o, plan),
		pace: pace{speed: o.Speed, from: plan.Starts(), began: time.Now()},
	}, disconnect, nil
}

// opening says what is shown.
func opening(o *Options, plan *Plan) error {
	if o.JSON {
		return nil
	}
	_, err := fmt.Fprintf(o.Stdout, `SỞ Y TẾ %s (dữ liệu minh hoạ, không có người thật): %s - %s
%d thủ tục hành chính, %d hồ sơ, hạt giống %d. Mọi sự kiện đi qua NATS dossiers.v1.submit như phần mềm một cửa;
cảnh báo nhận qua alert.>; mỗi sự kiện được ghi bền vững trước khi trả lời.
A made-up provincial health department played on a real engine; a few lines of each day are shown.

`, agency, vi(plan.From), vi(plan.To), len(plan.catalogue.Procedures), plan.Dossiers(), plan.Seed)
	return err
}
