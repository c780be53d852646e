package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/demo"
	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// ImportOptions say what [Import] measures.
type ImportOptions struct {
	Options
	Dossiers int    // in the file
	Sync     string // "always", or an interval
}

// Import measures the import of a file of events, one a line, into an empty engine,
// beside raw asynchronous publishing: of each line of the file as a message, and of
// each record that the import wrote.
func Import(ctx context.Context, o ImportOptions) (*Report, error) {
	parameters := map[string]any{"dossiers": o.Dossiers, "sync": o.Sync}
	return o.report("import", parameters, func(workspace string, r *Report) error {
		t := r.table("NDJSON import beside raw asynchronous publishing", "events/s", "raw lines/s", "ratio", "commits/s", "raw commits/s", "ratio of commits", "MB/s")
		t.Notes = []string{
			"raw lines: each line of the file published as a message of its size; raw commits: each record that the import wrote.",
			"ratio: events/s to raw lines/s. MB/s: of the file.",
		}
		runs, file, err := o.imports(ctx, workspace)
		if err != nil {
			return err
		}
		t.add(fmt.Sprintf("%s dossiers, sync %s", Value(o.Dossiers), o.Sync), runs...)
		r.Parameters["events"], r.Parameters["file_bytes"] = len(file.lines), file.bytes
		return nil
	})
}

func (o *ImportOptions) imports(ctx context.Context, workspace string) (runs [][]float64, file *ndjson, err error) {
	plan, err := demo.NewPlan(o.Seed, demo.Size{Months: months, Dossiers: o.Dossiers})
	if err != nil {
		return nil, nil, err
	}
	for run := range o.Runs {
		with := app.Options{Sync: o.Sync, ManualClock: true, Now: from(plan.Ends())}
		err := o.onFresh(ctx, workspace, with, func(a *app.App) error {
			if err := takeThePast(ctx, a); err != nil {
				return err
			}
			if file == nil {
				if file, err = writeNDJSON(ctx, plan, a, filepath.Join(workspace, "events.ndjson"), o.Seed); err != nil {
					return err
				}
			}
			figures, err := file.pair(ctx, a, run%2 == 1, o.Progress("importing"))
			runs = append(runs, figures)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return runs, file, os.Remove(file.name)
}

// takeThePast publishes a policy by which stops may be told a year later, as who
// imports a year has to.
func takeThePast(ctx context.Context, a *app.App) error {
	policy := domain.DefaultPolicy()
	policy.Version, policy.BackdatingHours = policy.Version+1, 2*365*24
	results, err := inProcess(a)(ctx, []domain.Event{{
		ID: "policy", Source: source, Type: domain.TypePolicyChanged, Subject: policy.ID,
		At: time.Date(2000, 1, 2, 0, 0, 0, 0, time.UTC), Backdated: true, Data: &domain.PolicyChanged{Policy: policy},
	}})
	return errors.Join(err, asError(results[0].Error))
}

// ndjson is a file of events.
type ndjson struct {
	name  string
	bytes int64
	lines []commit // one for each event
}

// writeNDJSON writes down all that is said in a play. a is an engine that has
// taken nothing yet: its calendar and policy are what is decided by.
func writeNDJSON(ctx context.Context, plan *demo.Plan, a *app.App, name string, seed uint64) (file *ndjson, err error) {
	out, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	lines := bufio.NewWriterSize(out, 1<<20)
	file = &ndjson{name: name}
	s := newScribe(seed, func(line) error { return nil })
	s.ladder = nil // an import raises nothing
	subjects := make(numbering)
	s.said = func(e domain.Event) error {
		text, err := e.MarshalJSON()
		file.lines = append(file.lines, commit{subjects.of(e.Subject), len(text)})
		file.bytes += int64(len(text)) + 1
		_, failed := lines.Write(append(text, '\n'))
		return errors.Join(err, failed)
	}
	if err := s.takeUp(ctx, a.Engine().Store); err != nil {
		return nil, err
	}
	if _, err := plan.Play(ctx, s, nil); err != nil {
		return nil, err
	}
	return file, lines.Flush()
}

// pair imports the file and publishes its lines, the lines first or last, for the
// later of both finds a process that has its memory; and then what the engine wrote.
func (f *ndjson) pair(ctx context.Context, a *app.App, linesFirst bool, progress func(done, total int64)) ([]float64, error) {
	before := a.Engine().Position()
	var took, lines float64
	sides := []func() error{
		func() (err error) { took, err = f.importInto(ctx, a, progress); return err },
		func() (err error) { lines, err = publish(ctx, a, "lines", f.lines); return err },
	}
	if linesFirst {
		slices.Reverse(sides)
	}
	for _, side := range sides {
		if err := side(); err != nil {
			return nil, err
		}
	}
	written, err := writtenAfter(ctx, a.Engine().Store, before)
	if err != nil {
		return nil, err
	}
	bare, err := publish(ctx, a, "commits", written)
	events, commits := float64(len(f.lines)), float64(len(written))
	return []float64{
		events / took, events / lines, lines / took,
		commits / took, commits / bare, bare / took,
		float64(f.bytes) / took / 1e6,
	}, err
}

// importInto imports the file, and returns how many seconds it took.
func (f *ndjson) importInto(ctx context.Context, a *app.App, progress func(done, total int64)) (took float64, err error) {
	in, err := os.Open(f.name)
	if err != nil {
		return 0, err
	}
	defer func() { _ = in.Close() }() // it was only read
	o := eventlog.InProcess
	o.Total, o.Progress = len(f.lines), func(done, total int) { progress(int64(done), int64(total)) }
	begun := time.Now()
	report, err := eventlog.Import(ctx, o, eventlog.ReadEvents(in, eventlog.MarkBackdated), submitter{a})
	if err == nil && report.Accepted != len(f.lines) {
		err = fmt.Errorf("%d of %d events were accepted: %v", report.Accepted, len(f.lines), report.ByReason)
	}
	return time.Since(begun).Seconds(), err
}

// commit is the size of a message, and which subject it is on.
type commit struct{ subject, size int }

// numbering numbers subjects as they come.
type numbering map[string]int

func (n numbering) of(subject string) int {
	number, known := n[subject]
	if !known {
		number = len(n)
		n[subject] = number
	}
	return number
}

// writtenAfter returns what the log holds after a position.
func writtenAfter(ctx context.Context, store eventstore.Follower, position uint64) (commits []commit, err error) {
	head, err := store.Head(ctx)
	if err != nil {
		return nil, err
	}
	subjects := make(numbering)
	for r, err := range store.Follow(ctx, position) {
		if err != nil {
			return nil, err
		}
		commits = append(commits, commit{subjects.of(r.Subject), len(r.Body)})
		if r.Position >= head.Position {
			break
		}
	}
	return commits, ctx.Err()
}

// publish sends messages of the sizes of the commits to the named subjects, without
// waiting for each, and returns how many seconds it took until all were stored.
func publish(ctx context.Context, a *app.App, name string, commits []commit) (float64, error) {
	r, err := openRaw(ctx, a.Conn())
	if err != nil {
		return 0, err
	}
	position, ends := uint64(0), make(map[int]uint64)
	begun := time.Now()
	for _, c := range commits {
		m := message(fmt.Sprintf("import.%s.%d", name, c.subject), make([]byte, c.size))
		if _, err := r.api.PublishMsgAsync(m, js.WithExpectLastSequencePerSubject(ends[c.subject]), js.WithStallWait(stall)); err != nil {
			return 0, err
		}
		position++
		ends[c.subject] = position
	}
	select {
	case <-r.api.PublishAsyncComplete():
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	took := time.Since(begun).Seconds()
	stored, err := r.last(ctx)
	if err == nil && stored != position {
		err = fmt.Errorf("%d messages are stored, not %d", stored, position)
	}
	return took, errors.Join(err, r.remove(ctx))
}

// submitter imports into an engine in this process.
type submitter struct{ app *app.App }

// Submit implements [eventlog.Submitter].
func (s submitter) Submit(ctx context.Context, events []domain.Parsed) ([]domain.Result, error) {
	return s.app.Engine().Submit(ctx, events), nil
}
