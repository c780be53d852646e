package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/measure"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/stores"
)

type replayCmd struct {
	bedFlags
	Runs     int `help:"How often each store is read, in turn." default:"5"`
	Dossiers int `help:"How many dossiers are read, eight events each." default:"10000"`
}

// Validate refuses what can't be measured.
func (r *replayCmd) Validate() error { return atLeastOne(r.Runs, r.Dossiers) }

// fillers is how many fill a store at once.
const fillers = 64

// replayRow is what reading one store took: medians of the runs.
type replayRow struct {
	Store string        `json:"store"`
	Reads string        `json:"reads"`
	Took  time.Duration `json:"took_ns"`
	Rate  float64       `json:"events_per_second"` // events of desks
	Ratio float64       `json:"ours_to_theirs"`    // events per second, of the same run
}

// Run fills the stores, measures and prints.
func (r *replayCmd) Run(ctx context.Context, out *output) (err error) {
	b, err := r.open(ctx, stores.Lazily)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := r.fill(ctx, b, out); err != nil {
		return err
	}
	took, err := r.measure(ctx, b, out)
	if err != nil {
		return err
	}
	rows := make([]replayRow, len(b.stores))
	for i, store := range b.stores {
		rows[i] = replayRowOf(store, r.events(), took[i], took[0])
	}
	return out.print(document{
		Comparison: "replay", Machine: b.machine, Skipped: b.skipped, Rows: rows,
		Parameters: map[string]any{"runs": r.Runs, "dossiers": r.Dossiers, "events_per_dossier": dossiers.Events},
	}, func(t *printer) { printReplay(t, r, rows) })
}

func (r *replayCmd) events() int { return r.Dossiers * dossiers.Events }

// fill gives all stores the same dossiers.
func (r *replayCmd) fill(ctx context.Context, b *bed, out *output) error {
	made, err := dossiers.Make(0, r.Dossiers, time.Now())
	if err != nil {
		return err
	}
	for _, store := range b.stores {
		out.say("filling %s", store.Name)
		if _, err := submit(ctx, store, made, fillers); err != nil {
			return err
		}
	}
	return nil
}

// measure returns how long each store took to be read in each run. One that does
// not give back every event fails.
func (r *replayCmd) measure(ctx context.Context, b *bed, out *output) ([][]time.Duration, error) {
	took := make([][]time.Duration, len(b.stores))
	for run := range r.Runs {
		err := inTurn(run, len(b.stores), func(i int) error {
			out.say("run %d of %d: %s", run+1, r.Runs, b.stores[i].Name)
			began := time.Now()
			events, err := b.stores[i].ReadAll(ctx)
			took[i] = append(took[i], time.Since(began))
			if err == nil && events != r.events() {
				err = fmt.Errorf("%d events came back of %d", events, r.events())
			}
			if err != nil {
				err = fmt.Errorf("%s: %w", b.stores[i].Name, err)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return took, nil
}

// replayRowOf takes the medians of a store's readings; ours are of the same runs.
func replayRowOf(store stores.Named, events int, theirs, ours []time.Duration) replayRow {
	var ratios []float64
	for run := range theirs {
		ratios = append(ratios, float64(theirs[run])/float64(ours[run]))
	}
	took := measure.Median(theirs)
	return replayRow{Store: store.Name, Reads: store.Reads, Took: took, Rate: float64(events) / took.Seconds(), Ratio: measure.Median(ratios)}
}

func printReplay(t *printer, r *replayCmd, rows []replayRow) {
	t.title("%d dossiers of %d events read back, medians of %d runs", r.Dossiers, dossiers.Events, r.Runs)
	t.row("", "events/s", "took", "ours/theirs", "makes of it")
	for _, row := range rows {
		t.row(row.Store, fmt.Sprintf("%.0f", row.Rate), duration(row.Took), fmt.Sprintf("%.2f", row.Ratio), row.Reads)
	}
	t.note("The engine's log holds the dues that it set besides; only what desks said is counted.")
}
