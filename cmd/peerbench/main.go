// Command peerbench asks the engine's columns and DuckDB the same questions
// about the same dossiers, in one run, each on one thread, and prints how long
// they took (medians) and how many times as long DuckDB did. Where the answers
// differ it fails.
//
//	cd cmd/peerbench && go run . -dossiers 1000000
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register/registertest"
)

func main() {
	dossiers := flag.Int("dossiers", 1_000_000, "how many dossiers")
	runs := flag.Int("runs", 21, "how often each question is asked")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if err := run(context.Background(), *dossiers, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "peerbench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dossiers, runs int) error {
	table, err := registertest.Table(dossiers)
	if err != nil {
		return err
	}
	peer, err := open(ctx, table.Columns())
	if err != nil {
		return err
	}
	defer peer.close()
	fmt.Printf("%d dossiers, DuckDB %s, medians of %d runs on one thread\n", dossiers, peer.version, runs)
	fmt.Printf("%-34s %12s %12s %8s\n", "", "columns", "DuckDB", "ratio")
	for _, q := range questions() {
		ours, theirs, err := compare(runs, func() ontime.Report { return ontime.Statistics(table.Columns(), q.Query) },
			func() ([]answer, error) { return peer.ask(ctx, q) })
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		fmt.Printf("%-34s %12s %12s %8.1f\n", q.name, ours.Round(10*time.Microsecond), theirs.Round(10*time.Microsecond), float64(theirs)/float64(ours))
	}
	return nil
}

// question is a query, and whether it asks for percentiles.
type question struct {
	name string
	ontime.Query
}

func questions() []question {
	zone, _ := calendar.New(calendar.Spec{ID: "vn", Version: 1, Zone: "Asia/Ho_Chi_Minh", Sessions: map[string][]calendar.Session{"default": {{From: 420, To: 1020}}}})
	ask := func(name, from, to, by string, detail ontime.Detail) question {
		first, _ := calendar.ParseDate(from)
		last, _ := calendar.ParseDate(to)
		return question{name, ontime.Query{From: first, To: last, By: by, Detail: detail, Zone: zone.Location(), Counting: ontime.DefaultCounting()}}
	}
	july := ask("II.06a by field, as of 15 July", "2025-01-01", "2025-12-31", "field", ontime.FormOnly)
	july.AsOf = time.Date(2025, 7, 15, 12, 0, 0, 0, zone.Location())
	return []question{
		ask("II.06a by field, a year", "2025-01-01", "2025-12-31", "field", ontime.FormOnly),
		ask("II.06a by field, a month", "2025-12-01", "2025-12-31", "field", ontime.FormOnly),
		ask("II.06a by field, a week", "2025-06-02", "2025-06-08", "field", ontime.FormOnly),
		july,
		ask("field x channel, percentiles", "2025-01-01", "2025-12-31", "field,channel", ontime.Full),
		ask("unit x field x channel, percentiles", "2025-01-01", "2025-12-31", "unit,field,channel", ontime.Full),
	}
}

// compare asks both in turn, and proves that they agree.
func compare(runs int, ours func() ontime.Report, theirs func() ([]answer, error)) (a, b time.Duration, err error) {
	var mine, peers []time.Duration
	for range runs {
		began := time.Now()
		report := ours()
		mine = append(mine, time.Since(began))
		began = time.Now()
		answers, err := theirs()
		if err != nil {
			return 0, 0, err
		}
		peers = append(peers, time.Since(began))
		if err := agree(report, answers); err != nil {
			return 0, 0, err
		}
	}
	slices.Sort(mine)
	slices.Sort(peers)
	return mine[runs/2], peers[runs/2], nil
}
