package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
)

type importCmd struct {
	serverFlags
	Data      string `help:"Import into the engine of this directory, which must not be running, instead of a server." type:"path" placeholder:"DIR"`
	Mapping   string `short:"m" help:"Mapping of a CSV or XES log: a file, or the name of a shipped one (receipt, bpic15)." placeholder:"FILE"`
	Variant   string `help:"Variant of the mapping."`
	Format    string `help:"csv, xes, ndjson or national; told from the file's name where it is absent." enum:"csv,xes,ndjson,national," default:""`
	Backdated bool   `help:"NDJSON: take every event however old it is."`
	nationalFlags
	Files []string `arg:"" name:"file" help:"The log; .gz is unpacked; - for standard input. National: any number of files, of dossiers and of steps."`
}

// Help shows examples.
func (importCmd) Help() string {
	return `Every event is decided as if a desk had sent it; each refused line is listed with its reason. An import
can be run again: what was taken before is answered as a duplicate. Nobody is alerted about the past.
Exit code 0 also where lines were refused: the report says which.

Examples:
  dossier import --mapping receipt receipt.csv
  dossier import --mapping bpic15 --variant extensions-move-due permits.csv --data /var/lib/dossier
  dossier import exported.ndjson --backdated
  dossier import --format national dossiers.json steps.json --archive`
}

// Run imports and prints the report.
func (i *importCmd) Run(ctx context.Context, out *console) (err error) {
	if i.Format == formatNational {
		return i.national(ctx, out)
	}
	items, done, err := i.open(out)
	if err != nil {
		return err
	}
	defer done()
	report, err := i.take(ctx, out, items)
	if out.JSON {
		return errors.Join(out.printJSON(report), err)
	}
	return errors.Join(report.WriteText(out.Stdout), err)
}

// take imports the items into the engine that the flags name.
func (i *importCmd) take(ctx context.Context, out *console, items iter.Seq2[eventlog.Item, error]) (report eventlog.Report, err error) {
	to, end, err := i.target(ctx, out)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, end()) }()
	bar := out.progress("nhập / importing")
	var o eventlog.Options
	if i.Data != "" {
		o = eventlog.InProcess
	}
	o.Progress = func(done, total int) { bar(int64(done), int64(total)) }
	return eventlog.Import(ctx, o, items, to)
}

// open opens the log and the mapping.
func (i *importCmd) open(out *console) (iter.Seq2[eventlog.Item, error], func(), error) {
	if len(i.Files) > 1 {
		return nil, nil, &usageError{errors.New("a log is one file; several are read of the national forms only")}
	}
	name := i.Files[0]
	format := eventlog.Format(i.Format)
	if format == "" {
		var err error
		if format, err = eventlog.FormatOf(name); err != nil {
			return nil, nil, &usageError{err}
		}
	}
	var mapping *eventlog.Mapping
	if format != eventlog.NDJSON {
		var err error
		if mapping, err = i.mapping(); err != nil {
			return nil, nil, err
		}
	}
	in, done, err := input(out, name)
	if err != nil {
		return nil, nil, err
	}
	return i.items(in, format, mapping), done, nil
}

// input opens a file, or standard input.
func input(out *console, name string) (io.Reader, func(), error) {
	if name == "-" {
		return out.Stdin, func() {}, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	return file, func() { _ = file.Close() }, nil // it was only read
}

func (i *importCmd) items(in io.Reader, format eventlog.Format, mapping *eventlog.Mapping) iter.Seq2[eventlog.Item, error] {
	switch {
	case format != eventlog.NDJSON:
		return eventlog.Read(in, format, mapping)
	case i.Backdated:
		return eventlog.ReadEvents(in, eventlog.MarkBackdated)
	}
	return eventlog.ReadEvents(in, eventlog.AsWritten)
}

// mapping loads the mapping from a file, or the shipped one of that name.
func (i *importCmd) mapping() (*eventlog.Mapping, error) {
	if i.Mapping == "" {
		return nil, &usageError{errors.New("a CSV or XES log needs a --mapping")}
	}
	if b, err := deployments.Files.ReadFile("mappings/" + i.Mapping + ".json"); err == nil {
		return eventlog.Parse(b, i.Variant, func(name string) ([]byte, error) {
			return deployments.Files.ReadFile(path.Join("mappings", name))
		})
	}
	return eventlog.Load(i.Mapping, i.Variant)
}

// target returns the engine to import into: a running one, or the one of a
// directory, which raises no alerts meanwhile.
func (i *importCmd) target(ctx context.Context, out *console) (eventlog.Submitter, func() error, error) {
	if i.Data == "" {
		c, err := i.connect()
		if err != nil {
			return nil, nil, err
		}
		return remote{c}, func() error { c.close(); return nil }, nil
	}
	flags := engineFlags{Data: i.Data, Sync: "always", LogLevel: "warn", LogFormat: "text"}
	o := flags.options(out)
	o.NATSOff, o.ManualClock = true, true
	a := app.New(o)
	if err := a.Start(ctx); err != nil {
		return nil, nil, err
	}
	return local{a}, a.Stop, nil
}

// remote submits to a running engine.
type remote struct{ c *client }

// Submit sends a batch over NATS.
func (r remote) Submit(ctx context.Context, events []domain.Parsed) ([]domain.Result, error) {
	batch := make([]domain.Event, len(events))
	for i := range events {
		batch[i] = events[i].Event
	}
	body, err := json.Marshal(batch)
	if err != nil {
		return nil, err
	}
	return r.c.submit(ctx, body)
}

// local submits to an engine in this process.
type local struct{ a *app.App }

// submitWithin bounds how long a batch may take in this process.
const submitWithin = 15 * time.Minute

// Submit decides a batch.
func (l local) Submit(ctx context.Context, events []domain.Parsed) ([]domain.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, submitWithin)
	defer cancel()
	return l.a.Engine().Submit(ctx, events), nil
}
