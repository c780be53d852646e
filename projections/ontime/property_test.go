package ontime_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Whatever was said, in whatever period, breakdown and counting policy: the
// form's identities hold, and behind every number is a list of that length.
func TestIdentitiesAndCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, q := rowsOf(t, logtest.Random(t, nil)), anyQuery(t)
		report := ontime.Statistics(c, q)
		if err := report.Check(); err != nil {
			t.Fatal(err)
		}
		for _, row := range append(report.Rows, report.Total) {
			checkRow(t, &row)
			for _, figure := range ontime.Figures() {
				if n := behind(t, c, q, ontime.Cell{Row: row.Cell, Column: figure.Name}); n != figure.Of(&row) {
					t.Fatalf("%s of row %q by %s says %d, the list behind it has %d", figure.Name, row.Cell, q.By, figure.Of(&row), n)
				}
			}
		}
		if late := report.Total.Late + report.Total.Overdue; len(ontime.LateList(c, q, nil)) != late {
			t.Fatalf("the late list has %d, columns 10 and 13 say %d", len(ontime.LateList(c, q, nil)), late)
		}
	})
}

// checkRow proves what holds of the figures beside the form.
func checkRow(t *rapid.T, r *ontime.Row) {
	a, ages := r.Apart, r.Ageing
	for says, holds := range map[string]bool{
		"ages add up to column 13":              ages.None+ages.To2+ages.To5+ages.To10+ages.To20+ages.Beyond == r.Overdue,
		"late ones are with or without apology": a.Apologised+a.Unapologised <= r.Late && r.Late <= a.Apologised+a.Unapologised+a.Withdrawn+a.Terminated,
		"column 12 holds its asides":            a.NoDue+a.Waiting+a.LateBy <= r.InTime,
		"column 11 holds the stopped":           a.Stopped <= r.Pending,
		"what is achievable is of_received":     r.Rates.Achievable == r.Rates.OfReceived,
		"percentiles rise":                      r.Working.P50 <= r.Working.P90 && r.Working.P90 <= r.Working.P95,
		"measured are resolved":                 r.Working.Measured <= r.Resolved-a.Withdrawn-a.Terminated,
	} {
		if !holds {
			t.Fatalf("%s does not hold of %+v", says, *r)
		}
	}
}

func behind(t *rapid.T, c *register.Columns, q ontime.Query, cell ontime.Cell) (n int) {
	counts, err := ontime.Behind(c, q, cell)
	if err != nil {
		t.Fatal(err)
	}
	for ordinal := range c.Len() {
		if counts.Match(ordinal) {
			n++
		}
	}
	return n
}

// What is carried over is what was pending, row by row.
func TestCarriedOverIsWhatWasPending(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rowsOf(t, logtest.Random(t, nil))
		q := anyQuery(t)
		if strings.Contains(q.By, "month") { // its rows are periods themselves
			q.By = "unit"
		}
		q.AsOf = time.Time{}
		before := q
		before.From, before.To = q.From.AddDays(-rapid.IntRange(1, 40).Draw(t, "before")), q.From.AddDays(-1)
		pending := make(map[string]int)
		first := ontime.Statistics(rows, before)
		for _, row := range first.Rows {
			pending[row.Key] = row.Pending
		}
		second := ontime.Statistics(rows, q)
		if first.Total.Pending != second.Total.Carried {
			t.Fatalf("%d were pending, %d are carried over", first.Total.Pending, second.Total.Carried)
		}
		for _, row := range second.Rows {
			if row.Carried != pending[row.Key] {
				t.Fatalf("%q: %d were pending, %d are carried over", row.Key, pending[row.Key], row.Carried)
			}
		}
	})
}

func TestMonthsFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rowsOf(t, logtest.Random(t, nil))
		q := anyQuery(t)
		q.By = "month"
		report := ontime.Statistics(rows, q)
		in := 0
		for i, row := range report.Rows {
			if in += row.Online + row.Direct; i > 0 && row.Carried != report.Rows[i-1].Pending {
				t.Fatalf("%s carries over %d of %d pending", row.Key, row.Carried, report.Rows[i-1].Pending)
			}
		}
		total := report.Total
		if first, last := report.Rows[0], report.Rows[len(report.Rows)-1]; in != total.Online+total.Direct ||
			first.Carried != total.Carried || last.Pending != total.Pending || last.Overdue != total.Overdue {
			t.Fatalf("the months %+v are not the whole %+v", report.Rows, total)
		}
	})
}

// The report is what a plain reading of the form's columns counts, by the
// default policy.
func TestTheReportIsThePlainOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		q := anyQuery(t)
		q.By, q.Counting, q.Detail = "field", ontime.CountingPolicy{}, ontime.FormOnly
		q.Filter, q.AsOf = register.Filter{}, time.Time{}
		plain := make(map[string]map[ontime.Column]int)
		for _, d := range w.Dossiers {
			count(plain, d, q)
		}
		report := ontime.Statistics(rowsOf(t, w), q)
		if len(report.Rows) != len(plain) {
			t.Fatalf("%d rows, want %d", len(report.Rows), len(plain))
		}
		for _, row := range report.Rows {
			for c := ontime.ColumnReceived; c <= ontime.ColumnOverdue; c++ {
				if row.Column(c) != plain[row.Key][c] {
					t.Fatalf("column %d of %q is %d, want %d", c, row.Key, row.Column(c), plain[row.Key][c])
				}
			}
		}
	})
}

func count(plain map[string]map[ontime.Column]int, d *domain.Dossier, q ontime.Query) {
	begin, end := logtest.At(midnight(q.From)), logtest.At(midnight(q.To.AddDays(1)))
	in := func(at time.Time) bool { return !at.IsZero() && !at.Before(begin) && at.Before(end) }
	before, after := d.StandingAt(begin.Add(-1)), d.StandingAt(end.Add(-1))
	add := func(counts bool, columns ...ontime.Column) {
		if counts && plain[d.Field] == nil {
			plain[d.Field] = make(map[ontime.Column]int)
		}
		for _, c := range columns {
			if counts {
				plain[d.Field][c]++
			}
		}
	}
	add(in(d.ReceivedAt) && d.Channel == domain.Online, 3, 4)
	add(in(d.ReceivedAt) && d.Channel != domain.Online, 3, 5)
	add(before.Pending(), 3, 6)
	add(after == domain.StandingOverdue, 11, 13)
	add(after.Pending() && after != domain.StandingOverdue, 11, 12)
	ended := in(d.EndedAt) && !d.ReceivedAt.IsZero()
	add(in(d.CompletedAt) && d.Verdict() == domain.Early, 7, 8)
	add(in(d.CompletedAt) && (d.Verdict() == domain.OnTime || d.Verdict() == domain.NoDeadline), 7, 9)
	add(ended, 7, 9)
	add(in(d.CompletedAt) && d.Verdict() == domain.Late, 7, 10)
}
