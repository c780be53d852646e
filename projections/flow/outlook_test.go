package flow_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
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
		for d := range each(rows) {
			// A policy that leaves the withdrawn out does so in every period.
			excluded := d.State == domain.StateWithdrawn && q.Counting.Withdrawn == ontime.Excluded
			if d.StandingAt(until) == domain.StandingInTime && !excluded {
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

// What must be passed on by when depends on the steps that are still to come,
// not on those that are done.
func TestPassingOnLeavesTimeForTheStepsAfter(t *testing.T) {
	s := tell(t)
	s.Registry = s.Registry.With(domain.Event{
		Type: domain.TypeProcedureAmended, Subject: "days", At: s.Now, Data: &domain.ProcedureAmended{ProcedureForm: domain.ProcedureForm{
			Name: "days", Limits: []domain.ProcedureLimit{{Limit: logtest.Limit("5workday")}},
			Steps: []domain.ProcedureStep{
				{Name: "check", Limit: logtest.Limit("1workday")},
				{Name: "consult"}, // takes as long as it takes
				{Name: "decide", Limit: logtest.Limit("2workday")},
				{Name: "sign", Limit: logtest.Limit("4workhour")},
			},
		}},
	})
	for n, step := range []string{"", "check", "consult", "decide", "sign", "elsewhere"} {
		s.receive(n, "2026-01-05 08:00")
		if step != "" {
			s.transfer(n, "2026-01-05 08:00", "unit-1", "officer-1", step)
		}
	}
	s.Now = logtest.At("2026-01-06 09:00")
	// Due on Monday the 12th at 17:00; four hours before are 11:00, so that the
	// decision must be there on Friday, two working days after Wednesday.
	want := map[string]string{
		flow.ReceiptStep: "2026-01-06 17:00", "check": "2026-01-07 17:00", "consult": "2026-01-07 17:00",
		"decide": "2026-01-12 11:00", "sign": "2026-01-12 17:00", "elsewhere": "2026-01-12 17:00",
	}
	report := ask[*flow.Outlook](s, "outlook", "from=2026-01-01&to=2026-01-31")
	if len(report.Dossiers) != len(want) {
		t.Fatalf("%+v", report.Dossiers)
	}
	for _, d := range report.Dossiers {
		if got := d.PassBy.In(logtest.Zone).Format("2006-01-02 15:04"); got != want[d.Step] {
			t.Errorf("the step %q must be passed on by %s, want %s", d.Step, got, want[d.Step])
		}
	}
}
