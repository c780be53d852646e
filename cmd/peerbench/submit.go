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

type submitCmd struct {
	bedFlags
	Desks    []int `help:"How many desks submit at once, one event each at a time." default:"1,64"`
	Runs     int   `help:"How often all stores are measured, in turn." default:"5"`
	Dossiers int   `help:"How many dossiers a store takes in one turn, eight events each." default:"500"`
}

// Validate refuses what can't be measured.
func (s *submitCmd) Validate() error {
	for _, desks := range s.Desks {
		if desks < 1 {
			return fmt.Errorf("--desks %d is less than 1", desks)
		}
	}
	return atLeastOne(s.Runs, s.Dossiers)
}

func atLeastOne(runs, dossiers int) error {
	if runs < 1 || dossiers < 1 {
		return errors.New("there must be at least one run and one dossier")
	}
	return nil
}

// submitRow is what one store did for so many desks: medians of the runs.
type submitRow struct {
	Desks      int           `json:"desks"`
	Store      string        `json:"store"`
	Does       string        `json:"does"`
	Durability string        `json:"durability"`
	Rate       float64       `json:"events_per_second"`
	P50        time.Duration `json:"p50_ns"`
	P99        time.Duration `json:"p99_ns"`
	Ratio      float64       `json:"ours_to_theirs"` // events per second, of the same run
}

// Run measures and prints.
func (s *submitCmd) Run(ctx context.Context, out *output) (err error) {
	b, err := s.open(ctx, stores.Always)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	var rows []submitRow
	for i, desks := range s.Desks {
		samples, err := s.measure(ctx, b, i*s.Runs, desks, out)
		if err != nil {
			return err
		}
		for n, store := range b.stores {
			rows = append(rows, submitRowOf(desks, store, samples[n], samples[0]))
		}
	}
	return out.print(document{
		Comparison: "submit", Machine: b.machine, Skipped: b.skipped, Rows: rows,
		Parameters: map[string]any{"desks": s.Desks, "runs": s.Runs, "dossiers": s.Dossiers, "events_per_dossier": dossiers.Events},
	}, func(t *printer) { printSubmit(t, s, rows) })
}

// measure returns the samples of every store, one of each run. Series tell the
// dossiers of one turn from those of another.
func (s *submitCmd) measure(ctx context.Context, b *bed, series, desks int, out *output) ([][]measure.Sample, error) {
	if err := warmUp(ctx, b, series, desks); err != nil {
		return nil, err
	}
	samples := make([][]measure.Sample, len(b.stores))
	for run := range s.Runs {
		made, err := dossiers.Make(series+run, s.Dossiers, time.Now())
		if err != nil {
			return nil, err
		}
		err = inTurn(run, len(b.stores), func(i int) error {
			out.say("%d desk(s), run %d of %d: %s", desks, run+1, s.Runs, b.stores[i].Name)
			sample, err := submit(ctx, b.stores[i], made, desks)
			samples[i] = append(samples[i], sample)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return samples, nil
}

// unmeasured is the first series of dossiers of which nothing is measured.
const unmeasured = 500_000

// warmUp gives every store a dossier from each desk: connections are opened, and
// statements prepared.
func warmUp(ctx context.Context, b *bed, series, desks int) error {
	made, err := dossiers.Make(unmeasured+series, desks, time.Now())
	if err != nil {
		return err
	}
	for _, store := range b.stores {
		if _, err := submit(ctx, store, made, desks); err != nil {
			return err
		}
	}
	return nil
}

// submit has the desks submit the dossiers, each its events in order.
func submit(ctx context.Context, store stores.Named, made []dossiers.Dossier, desks int) (measure.Sample, error) {
	sample, err := measure.Race(ctx, len(made), desks, func(ctx context.Context, i int, act func(func() error) error) error {
		var last uint64
		for _, e := range made[i] {
			if err := act(func() (err error) { last, err = store.Append(ctx, e, last); return err }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		err = fmt.Errorf("%s: %w", store.Name, err)
	}
	return sample, err
}

// submitRowOf takes the medians of a store's samples; ours are of the same runs.
func submitRowOf(desks int, store stores.Named, theirs, ours []measure.Sample) submitRow {
	var rates, ratios []float64
	var p50, p99 []time.Duration
	for run, s := range theirs {
		rates, ratios = append(rates, s.Rate()), append(ratios, ours[run].Rate()/s.Rate())
		p50, p99 = append(p50, s.Percentile(50)), append(p99, s.Percentile(99))
	}
	return submitRow{
		Desks: desks, Store: store.Name, Does: store.Does, Durability: store.Durability(),
		Rate: measure.Median(rates), P50: measure.Median(p50), P99: measure.Median(p99), Ratio: measure.Median(ratios),
	}
}

func printSubmit(t *printer, s *submitCmd, rows []submitRow) {
	for i, r := range rows {
		if i == 0 || rows[i-1].Desks != r.Desks {
			t.title("%d desk(s), %d dossiers of %d events, medians of %d runs", r.Desks, s.Dossiers, dossiers.Events, s.Runs)
			t.row("", "events/s", "p50", "p99", "ours/theirs", "durable", "does")
		}
		t.row(r.Store, fmt.Sprintf("%.0f", r.Rate), duration(r.P50), duration(r.P99), fmt.Sprintf("%.2f", r.Ratio), r.Durability, r.Does)
	}
	t.note("The engine decides each event by the law's calendar, sets the due, chains and projects; a peer keeps it behind the expected version, no more.")
}
