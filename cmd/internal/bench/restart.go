package bench

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Restart measures the time until an engine is ready: with what it left when it was
// stopped, and without, from the log alone.
func Restart(ctx context.Context, o HistoryOptions) (*Report, error) {
	return o.onHistory(ctx, "restart", func(h *History, r *Report) error {
		t := r.table("Time to ready", restartColumns...)
		t.Notes = []string{
			"broker: until the broker serves. log: the look at the log's ends. reading: until the projections stand where the log ends.",
			"ready less broker is the engine's own part.",
		}
		bare, warm, err := o.restarts(ctx, h)
		if err != nil {
			return err
		}
		t.add("from the log alone", bare...)
		t.add("after a graceful stop", warm...)
		return nil
	})
}

var restartColumns = []string{"ready s", "broker s", "log s", "reading s", "ready less broker s"}

// restarts starts without and with what the engine left, in turn.
func (o *HistoryOptions) restarts(ctx context.Context, h *History) (bare, warm [][]float64, err error) {
	show := o.Progress("restarting")
	for run := range o.Runs {
		if err := h.strip(); err != nil {
			return nil, nil, err
		}
		without, err := o.restart(ctx, h)
		if err != nil {
			return nil, nil, err
		}
		with, err := o.restart(ctx, h)
		if err != nil {
			return nil, nil, err
		}
		bare, warm = append(bare, without), append(warm, with)
		show(int64(run+1), int64(o.Runs))
	}
	return bare, warm, nil
}

// restart starts an engine, notes how long that took, and stops it.
func (o *HistoryOptions) restart(ctx context.Context, h *History) ([]float64, error) {
	begun := time.Now()
	a, err := o.engine(ctx, h.options())
	if err != nil {
		return nil, err
	}
	ready := time.Since(begun).Seconds()
	took := make(map[string]float64)
	for _, s := range a.Steps() {
		took[s.Name] = s.Took.Seconds()
	}
	broker := took["start the broker"]
	return []float64{ready, broker, took["open the log"], took["read the log"], ready - broker}, a.Stop()
}

// strip leaves the log alone: all that an engine keeps besides to be ready sooner
// is removed.
func (h *History) strip() error {
	entries, err := os.ReadDir(h.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if slices.Contains([]string{"store", "highwater", made}, e.Name()) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(h.dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
