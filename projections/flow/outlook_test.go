package flow_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Every dossier that is pending in time stands in one place of the outlook, and
// no rate can become better than the statistics allow.
func TestTheOutlookHasAllThatIsInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, q := random(t), anyQuery(t)
		rows, until := rowsOf(t, w), asOf(q)
		report := flow.OutlookOf(rows, w.Registry, q)
		inTime := 0
		for d := range rows {
			if d.StandingAt(until) == domain.StandingInTime {
				inTime++
			}
		}
		columns := ontime.Statistics(rows, q.Query).Total
		listed, held, due := report.Later, 0, 0
		for _, day := range report.Days {
			if listed += day.Dossiers; listed-report.Later != day.ByThen {
				t.Fatalf("by %s %d, counted %d", day.Date, day.ByThen, listed-report.Later)
			}
		}
		for _, row := range report.Rows {
			held, due = held+row.InTime, due+row.Due
		}
		if report.InTime != inTime || listed != inTime || held != inTime || due != inTime-report.Later || len(report.Dossiers) != due {
			t.Fatalf("%d are in time: %+v", inTime, report)
		}
		if report.InTime+report.Stopped+report.NoDeadline != columns.InTime || report.Overdue != columns.Overdue {
			t.Fatalf("%+v is not %+v", report, columns)
		}
		if report.Best.OfReceived != columns.Rates.OfReceived || report.Best.OfDue.Denominator < columns.Rates.OfDue.Denominator {
			t.Fatalf("at best %+v, now %+v", report.Best, columns.Rates)
		}
		for i := range report.Dossiers {
			checkPassBy(t, w.Registry, w.Dossier(report.Dossiers[i].Code), &report.Dossiers[i], until)
		}
	})
}

// checkPassBy hands the dossier over at the instant, lets every step after it
// take its whole limit, and sees it just in time; had it been a working minute
// later, it would not be.
func checkPassBy(t *rapid.T, g *domain.Registry, d *domain.Dossier, item *flow.OutlookItem, until time.Time) {
	rules, err := d.RulesAt(g, until)
	if err != nil {
		t.Fatal(err)
	}
	var limits []calendar.Limit
	if item.Step == flow.ReceiptStep && rules.Procedure != nil {
		for _, step := range rules.Procedure.Steps {
			limits = append(limits, step.Limit)
		}
	}
	inTime := func(at time.Time) bool {
		for _, l := range limits {
			if at, err = rules.Calendar.Due(at, l, rules.Policy.Rules()); err != nil {
				t.Fatal(err)
			}
		}
		return !at.After(item.Due)
	}
	next, err := rules.Calendar.AddWork(item.PassBy, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if !inTime(item.PassBy) || inTime(next) {
		t.Fatalf("%s at step %q with due %s can be passed on by %s", item.Code, item.Step, item.Due, item.PassBy)
	}
}
