package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/measure"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/postgres"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/reports"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/register/registertest"
)

type reportsCmd struct {
	Dir      string `help:"Directory for PostgreSQL; it is removed at the end." default:"${tmp}" type:"existingdir"`
	Runs     int    `help:"How often each question is asked, in turn." default:"21"`
	Dossiers int    `help:"How many dossiers the table holds." default:"1000000"`
}

// Validate refuses what can't be measured.
func (r *reportsCmd) Validate() error { return atLeastOne(r.Runs, r.Dossiers) }

// reportRow is what one database took for one question: medians of the runs.
type reportRow struct {
	Question string        `json:"question"`
	Database string        `json:"database"`
	Ours     time.Duration `json:"ours_ns"`
	Theirs   time.Duration `json:"theirs_ns"`
	Ratio    float64       `json:"theirs_to_ours"` // of the same run
}

// Run measures and prints. Where a database answers otherwise it fails.
func (r *reportsCmd) Run(ctx context.Context, out *output) (err error) {
	runtime.GOMAXPROCS(1)
	machine, err := measure.Here(r.Dir)
	if err != nil {
		return err
	}
	out.say("making %d dossiers", r.Dossiers)
	table, err := registertest.Table(r.Dossiers)
	if err != nil {
		return err
	}
	l := &loaded{columns: table.Columns()}
	defer func() { err = errors.Join(err, l.close()) }()
	if err := l.open(ctx, r.Dir, out); err != nil {
		return err
	}
	rows, err := r.measure(ctx, l, out)
	if err != nil {
		return err
	}
	return out.print(document{
		Comparison: "reports", Machine: machine, Skipped: l.skipped, Rows: rows,
		Parameters: map[string]any{"runs": r.Runs, "dossiers": r.Dossiers},
	}, func(t *printer) { printReports(t, r, rows) })
}

// loaded is the columns and the databases with their rows.
type loaded struct {
	columns   *register.Columns
	databases []*reports.Database
	cluster   *postgres.Cluster // nil: none
	skipped   []string
}

func (l *loaded) open(ctx context.Context, dir string, out *output) error {
	out.say("filling DuckDB")
	duck, err := reports.OpenDuckDB(ctx, l.columns)
	if err != nil {
		return err
	}
	l.databases = append(l.databases, duck)
	l.cluster, err = postgres.Start(ctx, dir)
	if errors.Is(err, postgres.ErrNotInstalled) {
		l.skipped = append(l.skipped, err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	out.say("filling PostgreSQL")
	post, err := reports.OpenPostgres(ctx, l.cluster, l.columns)
	if err != nil {
		return err
	}
	l.databases = append(l.databases, post)
	return nil
}

func (l *loaded) close() error {
	var errs []error
	for _, d := range l.databases {
		errs = append(errs, d.Close())
	}
	if l.cluster != nil {
		errs = append(errs, l.cluster.Stop())
	}
	return errors.Join(errs...)
}

// measure asks every question of the columns and of every database.
func (r *reportsCmd) measure(ctx context.Context, l *loaded, out *output) (rows []reportRow, err error) {
	questions, err := reports.Questions()
	if err != nil {
		return nil, err
	}
	for i := range questions {
		for _, d := range l.databases {
			out.say("%s: %s", questions[i].Name, d.Name)
			row, err := r.compare(ctx, &questions[i], l.columns, d)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", questions[i].Name, d.Name, err)
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// compare asks both in turn, and proves that they agree.
func (r *reportsCmd) compare(ctx context.Context, q *reports.Question, c *register.Columns, d *reports.Database) (reportRow, error) {
	var ours, theirs []time.Duration
	var ratios []float64
	for range r.Runs {
		began := time.Now()
		report := ontime.Statistics(c, q.Query)
		mine := time.Since(began)
		began = time.Now()
		answers, err := d.Ask(ctx, q)
		if err != nil {
			return reportRow{}, err
		}
		peers := time.Since(began)
		if err := reports.Agree(&report, answers); err != nil {
			return reportRow{}, err
		}
		ours, theirs, ratios = append(ours, mine), append(theirs, peers), append(ratios, float64(peers)/float64(mine))
	}
	return reportRow{
		Question: q.Name, Database: d.Name,
		Ours: measure.Median(ours), Theirs: measure.Median(theirs), Ratio: measure.Median(ratios),
	}, nil
}

func printReports(t *printer, r *reportsCmd, rows []reportRow) {
	t.title("%d dossiers, medians of %d runs, each on one thread", r.Dossiers, r.Runs)
	t.row("", "against", "columns", "theirs", "theirs/ours")
	for _, row := range rows {
		t.row(row.Question, row.Database, duration(row.Ours), duration(row.Theirs), fmt.Sprintf("%.1f", row.Ratio))
	}
	t.note("All answers are alike, or this would have failed.")
}
