package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/eventlog/export"
)

type exportCmd struct {
	serverFlags
	filterFlags
	Data      string `help:"Export from the engine of this directory, which must not be running, instead of a server: of an auditor's copy, say." type:"path" placeholder:"DIR"`
	Dossiers  bool   `help:"Export dossiers: a row for each, as the list has it. This is the default." xor:"what"`
	Events    bool   `help:"Export events: a row for each." xor:"what"`
	Format    string `short:"f" help:"csv, ndjson, parquet, xes, ocel or national; told from the file's name where it is absent." enum:"csv,ndjson,parquet,xes,ocel,national," default:""`
	Output    string `short:"o" help:"File to write; - for standard output." default:"-" placeholder:"FILE"`
	Standing  string `help:"Standing: waiting, in-time, overdue, stopped, no-deadline, completed, refused, withdrawn, terminated."`
	DueBefore string `name:"due-before" help:"Due before this date or instant."`
	Q         string `name:"search" short:"q" help:"Search in code, procedure and content."`
	From      string `help:"Dossiers that came in, or events that took effect, on or after this date or instant."`
	To        string `help:"On or before it."`
	Type      string `help:"Events of these types, separated by commas." placeholder:"TYPE,..."`
}

// Help shows examples.
func (exportCmd) Help() string {
	return `Nothing that says who an applicant is leaves the engine: of an applicant the opaque reference alone is written.
XES, OCEL and the national forms are of dossiers with their events; of the national ones --dossiers writes
DongBoHoSoMC and --events CapNhatTienDoHoSoMC. However many dossiers there are, the memory that it takes is the same.

Examples:
  dossier export --output dossiers.csv
  dossier export --events --from 2026-01-01 --to 2026-03-31 --output events.parquet
  dossier export --format ocel --unit nvy --output log.json
  dossier export --format national --events --output steps.json --data copy-of-the-data`
}

// Run exports.
func (x *exportCmd) Run(ctx context.Context, out *console) (err error) {
	src, end, err := x.source(ctx, out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	order, err := x.order()
	if err != nil {
		return err
	}
	bar := out.progress("xuất / exporting")
	if x.Output == "-" {
		return order.Write(ctx, out.Stdout, src, bar)
	}
	return replaceFile(x.Output, func(to io.Writer) error { return order.Write(ctx, to, src, bar) })
}

// order reads the flags as a query of the server is read. Dates are those of
// Vietnam.
func (x *exportCmd) order() (*export.Order, error) {
	words := filled(map[string]string{
		"format": x.format(), "standing": x.Standing, "due_before": x.DueBefore, "q": x.Q,
		"from": x.From, "to": x.To, "type": x.Type,
	})
	x.into(words)
	what := export.Dossiers
	if x.Events {
		what = export.Events
	}
	zone, err := time.LoadLocation(localZone)
	if err != nil {
		return nil, err
	}
	return export.ParseOrder(what, func(name string) string { return words[name] }, time.Now(), zone)
}

// format tells the format from the file's name where it isn't said.
func (x *exportCmd) format() string {
	switch name := strings.ToLower(x.Output); {
	case x.Format != "":
		return x.Format
	case strings.HasSuffix(name, ".parquet"):
		return "parquet"
	case strings.HasSuffix(name, ".xes"):
		return "xes"
	case strings.HasSuffix(name, ".ndjson"), strings.HasSuffix(name, ".jsonl"):
		return "ndjson"
	case strings.HasSuffix(name, ".jsonocel"), strings.HasSuffix(name, ".ocel.json"):
		return "ocel"
	}
	return "csv"
}

// source returns what is exported from: a running engine, or that of a
// directory, which raises no alerts meanwhile.
func (x *exportCmd) source(ctx context.Context, out *console) (export.Source, func() error, error) {
	if x.Data == "" {
		c, err := x.connect()
		if err != nil {
			return nil, nil, err
		}
		return remoteSource{c}, func() error { c.close(); return nil }, nil
	}
	if _, err := os.Stat(x.Data); err != nil {
		return nil, nil, err
	}
	flags := engineFlags{Data: x.Data, Sync: "always", LogLevel: "warn", LogFormat: "text"}
	o := flags.options(out)
	o.NATSOff, o.ManualClock = true, true
	o.SnapshotEvery = -1 // what leaves the house comes from the log itself
	a := app.New(o)
	if err := a.Start(ctx); err != nil {
		return nil, nil, err
	}
	return a.Engine(), a.Stop, nil
}

// replaceFile writes a file beside its place, and puts it there when it is whole.
func replaceFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	buffered := bufio.NewWriterSize(f, 1<<18)
	if err := errors.Join(write(buffered), buffered.Flush(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
