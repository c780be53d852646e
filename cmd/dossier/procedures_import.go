package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/cmd/internal/procedurefile"
	"github.com/hoso-engine/dossier/domain"
)

type proceduresImportCmd struct {
	serverFlags
	tableFlags
	Effective string `help:"When the limits take effect: an RFC 3339 instant; now where it is absent. Dossiers received before keep theirs." placeholder:"INSTANT"`
	DryRun    bool   `name:"dry-run" help:"Publish nothing: say what the tables hold and what differs from what is in force."`
	File      string `arg:"" help:"Table of the procedures (CSV)." type:"existingfile"`
}

// Help shows examples.
func (proceduresImportCmd) Help() string {
	return `A procedure that is new is published, one that differs from the version in force is amended, any other is
left alone: the import can be run again. Every refused line is listed with its reason; --json lists those
without a deadline too. Exit code 1 if the engine refused an event.

Examples:
  dossier procedures import procedures.csv --limits limits.csv --dry-run
  dossier procedures import procedures.csv --limits limits.csv --mapping own.json --effective 2026-07-01T00:00:00+07:00`
}

// proceduresReport says what became of the tables.
type proceduresReport struct {
	Tables    *procedurefile.Summary `json:"tables"`
	Published int                    `json:"published"` // events that are needed
	Amended   int                    `json:"amended"`
	Unchanged int                    `json:"unchanged"`
	DryRun    bool                   `json:"dry_run,omitzero"`
	Import    eventlog.Report        `json:"import,omitzero"`
}

// Run imports the tables and prints the report.
func (p *proceduresImportCmd) Run(ctx context.Context, out *console) error {
	at, err := p.effective()
	if err != nil {
		return err
	}
	catalogue, err := p.read(p.File)
	if err != nil {
		return err
	}
	c, err := p.connect()
	if err != nil {
		return err
	}
	defer c.close()
	known, err := proceduresInForce(ctx, c)
	if err != nil {
		return err
	}
	needed, err := catalogue.Publications(known, at)
	if err != nil {
		return err
	}
	report := countPublications(catalogue, needed)
	if report.DryRun = p.DryRun; !p.DryRun {
		bar := out.progress("nhập / importing")
		report.Import, err = eventlog.Import(ctx, eventlog.Options{
			Total: len(needed), Progress: func(done, total int) { bar(int64(done), int64(total)) },
		}, asItems(needed), remote{c})
	}
	return errors.Join(err, report.print(out))
}

func (p *proceduresImportCmd) effective() (time.Time, error) {
	if p.Effective == "" {
		return time.Now().Truncate(time.Millisecond), nil
	}
	at, err := time.Parse(time.RFC3339, p.Effective)
	if err != nil {
		return at, &usageError{fmt.Errorf("--effective %q is not an instant such as 2026-07-01T00:00:00+07:00", p.Effective)}
	}
	return at, nil
}

func countPublications(c *procedurefile.Catalogue, needed []procedurefile.Publication) *proceduresReport {
	r := &proceduresReport{Tables: c.Summary(), Unchanged: len(c.Procedures) - len(needed)}
	for i := range needed {
		if needed[i].Event.Type == domain.TypeProcedureAmended {
			r.Amended++
		} else {
			r.Published++
		}
	}
	return r
}

// asItems yields the events as an import takes them.
func asItems(needed []procedurefile.Publication) iter.Seq2[eventlog.Item, error] {
	return func(yield func(eventlog.Item, error) bool) {
		for _, n := range needed {
			item := eventlog.Item{
				Parsed: domain.Parsed{Event: n.Event, ID: n.Event.ID, Code: n.Event.Subject}, Lines: []int{n.Line},
			}
			if !yield(item, nil) {
				return
			}
		}
	}
}

func (r *proceduresReport) print(out *console) error {
	if out.JSON {
		if err := out.printJSON(r); err != nil {
			return err
		}
	} else if err := r.write(out); err != nil {
		return err
	}
	if r.Import.Refused > 0 {
		fmt.Fprintf(out.Stderr, "dossier: %d of %d events were refused\n", r.Import.Refused, r.Import.Read)
		return errSilent
	}
	return nil
}

func (r *proceduresReport) write(out *console) error {
	if err := r.Tables.WriteText(out.Stdout); err != nil {
		return err
	}
	out.printf("Công bố / published: %d; sửa đổi / amended: %d; không đổi / unchanged: %d\n", r.Published, r.Amended, r.Unchanged)
	if r.DryRun {
		out.printf("Chạy thử, không ghi gì / dry run: nothing was written\n")
		return nil
	}
	return r.Import.WriteText(out.Stdout)
}

func inCodeOrder(known map[string]domain.ProcedureView) []domain.ProcedureView {
	views := make([]domain.ProcedureView, 0, len(known))
	for _, code := range slices.Sorted(maps.Keys(known)) {
		views = append(views, known[code])
	}
	return views
}
