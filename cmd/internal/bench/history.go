package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/demo"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// History is a log of a year: what was made, and where.
type History struct {
	Dossiers int       `json:"dossiers"`
	Open     int       `json:"open"` // of them, at the end
	Records  uint64    `json:"records"`
	Events   int       `json:"events"`
	Bytes    int64     `json:"bytes"` // on the disk
	Ends     time.Time `json:"ends"`  // the last instant that was played
	Built    float64   `json:"built_s"`

	dir string
}

// months is how long a history lasts.
const months = 12

// options are those of an engine on the log, whose clock goes on where the history
// ends. Nothing is raised unless it is asked for.
func (h *History) options() app.Options {
	return app.Options{Data: h.dir, Sync: Lazily, ManualClock: true, Now: from(h.Ends)}
}

// parameters notes what was measured on.
func (h *History) parameters() map[string]any {
	return map[string]any{
		"dossiers": h.Dossiers, "open": h.Open, "records": h.Records, "events": h.Events, "log_bytes": h.Bytes, "built_s": Value(h.Built),
	}
}

// made is the file that says what a history holds; it is written last.
const made = "history.json"

// history returns a log of so many dossiers, about so many of them open at the
// end: the one that is there, or a new one.
func (o *Options) history(ctx context.Context, workspace string, dossiers, open int) (*History, error) {
	dir := filepath.Join(workspace, fmt.Sprintf("history-%d-%d-%d", dossiers, open, o.Seed))
	h := &History{dir: dir}
	if b, err := os.ReadFile(filepath.Join(dir, made)); err == nil {
		return h, json.Unmarshal(b, h)
	}
	if err := os.RemoveAll(dir); err != nil { // one that was broken off
		return nil, err
	}
	begun := time.Now()
	plan, err := demo.NewPlan(o.Seed, demo.Size{Months: months, Dossiers: dossiers, Pending: open})
	if err != nil {
		return nil, err
	}
	if err := o.build(ctx, h, plan); err != nil {
		return nil, fmt.Errorf("build a log of %d dossiers: %w", dossiers, err)
	}
	h.Built = time.Since(begun).Seconds()
	b, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	return h, os.WriteFile(filepath.Join(dir, made), b, 0o600)
}

// build plays the plan into an empty directory.
func (o *Options) build(ctx context.Context, h *History, plan *demo.Plan) error {
	with := app.Options{Data: h.dir, Sync: Lazily, ManualClock: true, Now: plan.Starts, Logger: o.Logger}
	// An engine begins the log, with the calendar and the policy that it ships.
	if err := o.on(ctx, with, func(*app.App) error { return nil }); err != nil {
		return err
	}
	err := app.WithLog(ctx, with, func(nc *nats.Conn, store *jetstream.Store) error {
		return errors.Join(o.fill(ctx, h, plan, nc, store), markTold(ctx, nc, h.Records))
	})
	if err != nil {
		return err
	}
	h.Ends = plan.Ends()
	h.Bytes, err = bytesIn(filepath.Join(h.dir, "store"))
	return err
}

// fill plays the plan behind what is in the log. One goroutine decides while
// another publishes.
func (o *Options) fill(ctx context.Context, h *History, plan *demo.Plan, nc *nats.Conn, store *jetstream.Store) error {
	group, ctx := errgroup.WithContext(ctx)
	lines := make(chan line, 1024)
	s := newScribe(o.Seed, func(l line) error {
		select {
		case lines <- l:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	b, err := newBulk(nc)
	if err != nil {
		return err
	}
	if err := s.takeUp(ctx, store); err != nil {
		return err
	}
	group.Go(func() error { return b.publishAll(ctx, lines) })
	group.Go(func() error {
		defer close(lines)
		tally, err := plan.Play(ctx, s, o.Progress("building the log"))
		if err == nil && len(tally.Unexpected) > 0 {
			err = fmt.Errorf("%d answers that the plan does not want, the first: %s", len(tally.Unexpected), tally.Unexpected[0])
		}
		h.Dossiers = tally.Dossiers
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	h.Open, h.Records, h.Events = s.open(), s.position, s.events
	head, err := store.Head(context.WithoutCancel(ctx))
	if err == nil && (head.Position != h.Records || head.Records != h.Records) {
		err = fmt.Errorf("the log holds %d records, not %d", head.Records, h.Records)
	}
	return err
}

// markTold notes in the stream ALERTS that supervisors were told of all that the
// log holds, so that an engine does not begin with a year's alerts.
func markTold(ctx context.Context, nc *nats.Conn, position uint64) error {
	api, err := js.New(nc)
	if err != nil {
		return err
	}
	_, err = api.Publish(ctx, "alert.H37.H37_13.bench.bench", fmt.Appendf(nil, `{"id":"%d-9999","position":%[1]d,"index":9999}`, position))
	return err
}
