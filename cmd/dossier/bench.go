package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/cmd/internal/bench"
)

type benchCmd struct {
	Submit  benchSubmitCmd  `cmd:"" help:"Time from posting to answer, and how many in a second, beside raw publishing."`
	Import  benchImportCmd  `cmd:"" help:"NDJSON import beside raw asynchronous publishing."`
	Replay  benchReplayCmd  `cmd:"" help:"A full rebuild of all projections beside a consumer that only counts."`
	Restart benchRestartCmd `cmd:"" help:"Time to ready, from the log alone and after a graceful stop."`
	Queries benchQueriesCmd `cmd:"" help:"Look-up, list, statistics, late list and alerts, in the process and over HTTP."`
	Alerts  benchAlertsCmd  `cmd:"" help:"Deadlines that break at one instant, beside raw publishing, and what desks feel of it."`
	Memory  benchMemoryCmd  `cmd:"" help:"Bytes of heap for an open and a closed dossier, an alert clock, a hot dossier."`
	Day     benchDayCmd     `cmd:"" help:"A working day of a province, with its peaks: processor time and latency."`
	Growth  benchGrowthCmd  `cmd:"" help:"The same at logs of several sizes, as a table, CSV and a plot."`
	Build   benchBuildCmd   `cmd:"" hidden:"" help:"Only build a log that other measurements then find in --data."`
}

// Help shows examples.
func (benchCmd) Help() string {
	return `Measures on engines of its own, with made-up dossiers drawn from a seed, and prints medians of paired runs: what the
engine does, and in turn what the bare broker does with as many messages of the same size and durability. Read the
ratios; the rest belongs to the machine. deployments/bench/README.md says how each figure is made.

Examples:
  dossier bench submit --desks 1,64
  dossier bench submit --nats nats://127.0.0.1:4222 --seed 7      # a running engine: it keeps the dossiers
  dossier bench replay --dossiers 100000 --data /var/tmp/bench --save replay.json`
}

// benchFlags are those of every measurement.
type benchFlags struct {
	Runs int    `help:"Paired runs, of which medians are shown." default:"3"`
	Seed uint64 `help:"What is drawn is drawn from it." default:"1"`
	Data string `help:"Keep the logs in this directory and use those that are there. A temporary one, removed at the end, where it is absent." type:"path" placeholder:"DIR"`
	Save string `help:"Write the JSON document to this file, too." type:"path" placeholder:"FILE"`
}

// historyFlags say on which log is measured.
type historyFlags struct {
	benchFlags
	Dossiers int `help:"Dossiers of a year that the log holds." default:"1000000"`
	Open     int `help:"About how many of them are open at the end; 0 for as it comes." default:"200000"`
}

func (f *benchFlags) options(out *console) bench.Options {
	return bench.Options{
		Data: f.Data, Runs: f.Runs, Seed: f.Seed, Version: buildVersion(), Progress: out.progress,
		Logger: slog.New(slog.NewTextHandler(out.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
}

func (f *historyFlags) options(out *console) bench.HistoryOptions {
	return bench.HistoryOptions{Options: f.benchFlags.options(out), Dossiers: f.Dossiers, Open: f.Open}
}

// print prints a report, and saves it.
func (f *benchFlags) print(out *console, r *bench.Report, err error) error {
	if errors.Is(err, bench.ErrUsage) {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	if f.Save != "" {
		err = writeTo(f.Save, func(w io.Writer) error {
			return json.MarshalWrite(w, r, jsontext.WithIndent("  "), json.Deterministic(true))
		})
	}
	if out.JSON {
		return errors.Join(err, out.printJSON(r))
	}
	return errors.Join(err, r.WriteText(out.Stdout))
}

// writeTo has a file written.
func writeTo(name string, write func(io.Writer) error) (err error) {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return write(file)
}

type benchBuildCmd struct{ historyFlags }

// Run builds and prints.
func (b *benchBuildCmd) Run(ctx context.Context, out *console) error {
	r, err := bench.Build(ctx, b.options(out))
	return b.print(out, r, err)
}

type benchReplayCmd struct{ historyFlags }

// Run measures and prints.
func (b *benchReplayCmd) Run(ctx context.Context, out *console) error {
	r, err := bench.Replay(ctx, b.options(out))
	return b.print(out, r, err)
}

type benchRestartCmd struct{ historyFlags }

// Run measures and prints.
func (b *benchRestartCmd) Run(ctx context.Context, out *console) error {
	r, err := bench.Restart(ctx, b.options(out))
	return b.print(out, r, err)
}

type benchQueriesCmd struct{ historyFlags }

// Run measures and prints.
func (b *benchQueriesCmd) Run(ctx context.Context, out *console) error {
	r, err := bench.Queries(ctx, b.options(out))
	return b.print(out, r, err)
}

type benchMemoryCmd struct{ historyFlags }

// Run measures and prints.
func (b *benchMemoryCmd) Run(ctx context.Context, out *console) error {
	r, err := bench.Memory(ctx, b.options(out))
	return b.print(out, r, err)
}
