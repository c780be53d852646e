package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// HistoryOptions say on which log a measurement is done.
type HistoryOptions struct {
	Options
	Dossiers int // of a year
	Open     int // of them, about, at the end
}

// onHistory has a log built, or takes the one that is there, and measures on it.
func (o *HistoryOptions) onHistory(ctx context.Context, bench string, measure func(*History, *Report) error) (*Report, error) {
	return o.report(bench, map[string]any{}, func(workspace string, r *Report) error {
		h, err := o.history(ctx, workspace, o.Dossiers, o.Open)
		if err != nil {
			return err
		}
		maps.Copy(r.Parameters, h.parameters())
		return measure(h, r)
	})
}

// Replay measures the rebuilding of all projections from the log beside a consumer
// of the same log that only counts.
func Replay(ctx context.Context, o HistoryOptions) (*Report, error) {
	return o.onHistory(ctx, "replay", func(h *History, r *Report) error {
		t := r.table("A full rebuild beside a bare ordered consumer", "records/s", "events/s", "s", "raw records/s", "raw s", "ratio")
		t.Notes = []string{"ratio: records/s of the rebuild to those of the consumer, which decodes nothing and checks nothing."}
		runs, err := o.replays(ctx, h)
		if err == nil {
			t.add(fmt.Sprintf("%s records", Value(h.Records)), runs...)
		}
		return err
	})
}

// replays has both read the whole log, in turn.
func (o *HistoryOptions) replays(ctx context.Context, h *History) (runs [][]float64, err error) {
	show := o.Progress("replaying")
	err = app.WithLog(ctx, h.options(), func(nc *nats.Conn, store *jetstream.Store) error {
		head, err := store.Head(ctx)
		if err != nil {
			return err
		}
		records := float64(head.Position)
		// Else the first to read the log would bring it into memory for the other.
		if err := read(ctx, nc, head.Position); err != nil {
			return err
		}
		for run := range o.Runs {
			runtime.GC()
			begun := time.Now()
			if err := read(ctx, nc, head.Position); err != nil {
				return err
			}
			bare := time.Since(begun).Seconds()
			runtime.GC()
			begun = time.Now()
			v := newProjections()
			v.board.Skip(supervision.ID{Position: head.Position}) // as where all alerts were published
			f, err := fold(ctx, store, head.Position, v.all()...)
			if err != nil {
				return err
			}
			took := time.Since(begun).Seconds()
			runs = append(runs, []float64{records / took, float64(f.events) / took, took, records / bare, bare, bare / took})
			show(int64(run+1), int64(o.Runs))
		}
		return nil
	})
	return runs, err
}

// views are the projections that queries and the alert clock read.
type views struct {
	reference *projections.Reference
	table     *register.Table
	ladder    *overdue.Ladder
	board     *supervision.Board
}

func newProjections() *views {
	reference := projections.NewReference()
	table := register.New(reference)
	return &views{reference, table, overdue.New(reference, table), supervision.New(reference, table)}
}

// all returns them in the order in which a commit is applied.
func (v *views) all() []projections.Projection {
	return []projections.Projection{v.reference, v.table, v.ladder, v.board}
}

// folded is what a fold leaves.
type folded struct {
	runner *projections.Runner // keeps what proves the chain
	events uint64
}

// fold reads the log up to a position into the projections.
func fold(ctx context.Context, store eventstore.Follower, position uint64, ps ...projections.Projection) (folded, error) {
	runner := projections.NewRunner(store, projections.Options{Now: time.Now}, ps...)
	reading, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- runner.Run(reading) }()
	err := runner.Wait(ctx, position)
	stop()
	return folded{runner, runner.Status().Events}, errors.Join(err, <-done)
}
