package bench

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
)

// GrowthOptions say what [Growth] measures.
type GrowthOptions struct {
	Options
	Sizes   []int // dossiers in each log
	Submits int   // dossiers that are submitted to each, in each run
}

// Growth measures the same at logs of several sizes: what grows with the log, and
// what does not.
func Growth(ctx context.Context, o GrowthOptions) (*Report, error) {
	parameters := map[string]any{"sizes": o.Sizes, "submits": o.Submits}
	return o.report("growth", parameters, func(workspace string, r *Report) error {
		t := r.table("What grows with the log", growthColumns...)
		t.Notes = []string{
			"One dossier in five is open. heap: of the whole process, ready, the broker included.",
			"submit: one desk in the process, lazily synced; ratio: submits/s to raw msgs/s.",
		}
		for _, size := range o.Sizes {
			figures, err := o.size(ctx, workspace, size)
			if err != nil {
				return err
			}
			t.add(Value(size).String(), figures)
		}
		return nil
	})
}

var growthColumns = []string{
	"dossiers", "records", "submit p50 µs", "submit p99 µs", "submit ratio", "look-up p50 µs", "list p50 µs", "II.06a p50 µs", "alerts p50 µs",
	"replay records/s", "replay ratio", "restart from the log s", "restart s", "broker's start s", "heap MB",
}

// size measures at one size.
func (o *GrowthOptions) size(ctx context.Context, workspace string, dossiers int) ([]float64, error) {
	on := &HistoryOptions{Options: o.Options, Dossiers: dossiers, Open: dossiers / 5}
	h, err := o.history(ctx, workspace, on.Dossiers, on.Open)
	if err != nil {
		return nil, err
	}
	seen := map[string]float64{"dossiers": float64(h.Dossiers), "records": float64(h.Records)}
	replays, err := on.replays(ctx, h)
	if err != nil {
		return nil, err
	}
	replayed := medians(replays)
	seen["replay records/s"], seen["replay ratio"] = replayed[0], replayed[5]
	bare, warm, err := on.restarts(ctx, h)
	if err != nil {
		return nil, err
	}
	seen["restart from the log s"], seen["restart s"], seen["broker's start s"] = medians(bare)[0], medians(warm)[0], medians(bare)[1]
	answered, err := o.answers(ctx, on, h)
	if err != nil {
		return nil, err
	}
	maps.Copy(seen, answered)
	figures := make([]float64, len(growthColumns))
	for i, column := range growthColumns {
		figures[i] = seen[column]
	}
	return figures, nil
}

// answers measures an engine that has read the log. What it is told meanwhile stays
// in the log.
func (o *GrowthOptions) answers(ctx context.Context, on *HistoryOptions, h *History) (seen map[string]float64, err error) {
	seen = make(map[string]float64)
	before := live()
	with := h.options()
	with.HTTP = "127.0.0.1:0"
	err = on.on(ctx, with, func(a *app.App) error {
		seen["heap MB"] = mb(live() - before)
		t := &Table{Columns: queryColumns}
		if err := on.askAll(ctx, a, t); err != nil {
			return err
		}
		for column, row := range map[string]int{"look-up p50 µs": 0, "list p50 µs": 1, "II.06a p50 µs": 2, "alerts p50 µs": 5} {
			seen[column] = float64(t.Rows[row].Values[0])
		}
		runs, err := o.submits(ctx, a)
		if err != nil {
			return err
		}
		figures := medians(runs)
		seen["submit p50 µs"], seen["submit p99 µs"], seen["submit ratio"] = figures[2], figures[4], figures[8]
		return nil
	})
	return seen, err
}

// submits plays dossiers whose codes no run before has used.
func (o *GrowthOptions) submits(ctx context.Context, a *app.App) ([][]float64, error) {
	s := &SubmitOptions{Options: o.Options, Dossiers: o.Submits}
	s.Seed = uint64(time.Now().Unix())
	runs, err := s.pairs(ctx, a, ViaEngine, 1)
	if err != nil {
		return nil, fmt.Errorf("submits: %w", err)
	}
	return runs, nil
}

// medians returns the median of each column.
func medians(runs [][]float64) []float64 {
	of := make([]float64, len(runs[0]))
	for i := range of {
		column := make([]float64, len(runs))
		for j := range runs {
			column[j] = runs[j][i]
		}
		of[i] = median(column)
	}
	return of
}
