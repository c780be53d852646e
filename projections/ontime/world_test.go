package ontime_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// rowsOf folds a world's log.
func rowsOf(t rapid.TB, w *logtest.World) *register.Columns {
	t.Helper()
	reference := projections.NewReference()
	table := register.New(reference)
	for _, c := range w.Commits {
		for _, p := range []projections.Projection{reference, table} {
			if err := p.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	return table.Columns()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// words reads a query string, as a server does.
func words(t *testing.T, query string) func(string) string {
	t.Helper()
	values, err := url.ParseQuery(query)
	must(t, err)
	return values.Get
}

// month asks for January 2026 by field.
func month() ontime.Query {
	return ontime.Query{From: logtest.Date("2026-01-01"), To: logtest.Date("2026-01-31"), Zone: logtest.Zone}
}

// a month's worth of dossiers, all received on Monday the 5th of January, due on
// Monday the 12th, seen from the end of the month: 1 early, 2 on time, 3 late
// with apology, 4 withdrawn, 5 pending overdue, 6 pending in time (weeks: due on
// the 26th, but stopped since the 7th), 7 without a deadline, 8 completed
// without a deadline, 9 online and never received, 10 online and early, 11
// refused.
func january(t *testing.T) *logtest.World {
	t.Helper()
	w := logtest.New()
	for _, n := range []int{1, 2, 3, 4, 5} {
		must(t, w.Receive(n, "days"))
	}
	must(t, w.Receive(6, "weeks"))
	must(t, w.Receive(7, "never"))
	must(t, w.Receive(8, "never"))
	for _, n := range []int{9, 10, 11} {
		must(t, w.Say(n, &domain.Submitted{Intake: logtest.Intake("days", domain.Online)}))
	}
	must(t, w.Say(10, &domain.Received{Intake: logtest.Intake("days", domain.Online)}))
	must(t, w.Say(11, &domain.Refused{Reason: "incomplete"}))
	w.Now = logtest.At("2026-01-07 08:00")
	complete(t, w, 1, 8, 10)
	must(t, w.Say(4, &domain.Withdrawn{}))
	must(t, w.Say(6, &domain.Paused{Reason: domain.Verification}))
	w.Now = logtest.At("2026-01-12 16:00")
	complete(t, w, 2)
	must(t, w.Say(3, &domain.Extended{Reason: "ill", Cause: domain.Objective, Appointment: logtest.At("2026-01-20 17:00")}))
	w.Now = logtest.At("2026-01-14 10:00")
	complete(t, w, 3)
	must(t, w.Say(3, &domain.Explained{Cause: domain.Subjective}))
	w.Now = logtest.At("2026-02-10 08:00")
	return w
}

func complete(t *testing.T, w *logtest.World, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		must(t, w.Say(n, &domain.Completed{Outcome: domain.Granted}))
	}
}

// anyQuery draws a query.
func anyQuery(t *rapid.T) ontime.Query {
	from := logtest.Date("2026-01-01").AddDays(rapid.IntRange(0, 90).Draw(t, "from"))
	q := ontime.Query{
		From: from, To: from.AddDays(rapid.IntRange(0, 70).Draw(t, "days")), Zone: logtest.Zone, By: anyBreakdown(t),
		Counting: ontime.CountingPolicy{
			Name: "drawn", Version: 1,
			Waiting:    rapid.SampledFrom([]ontime.Rule{ontime.Excluded, ontime.CountInTime}).Draw(t, "waiting"),
			Withdrawn:  rapid.SampledFrom([]ontime.Rule{ontime.Excluded, ontime.CountOnTime, ontime.ByDue}).Draw(t, "withdrawn"),
			Terminated: rapid.SampledFrom([]ontime.Rule{ontime.Excluded, ontime.CountOnTime, ontime.ByDue}).Draw(t, "terminated"),
			NoDeadline: rapid.SampledFrom([]ontime.Rule{ontime.Excluded, ontime.CountOnTime}).Draw(t, "no deadline"),
			Stopped:    rapid.SampledFrom([]ontime.Rule{ontime.CountInTime, ontime.ByDue, ontime.Excluded}).Draw(t, "stopped"),
		},
	}
	switch rapid.IntRange(0, 3).Draw(t, "filtered") {
	case 0:
		q.Filter = register.Filter{Unit: "unit-1"}
	case 1:
		q.Filter = register.Filter{Channel: domain.Online, Verdict: []domain.Verdict{domain.NoVerdict, domain.Late}}
	}
	if rapid.Bool().Draw(t, "cut short") {
		q.AsOf = logtest.At(midnight(q.From)).Add(time.Duration(rapid.IntRange(0, 70*24).Draw(t, "hours")) * time.Hour)
	}
	if rapid.Bool().Draw(t, "forecast") {
		q.LateBy = logtest.At(midnight(q.To)).Add(time.Duration(rapid.IntRange(-20*24, 20*24).Draw(t, "hours ahead")) * time.Hour)
	}
	return q
}

// anyBreakdown draws up to three breakdowns.
func anyBreakdown(t *rapid.T) string {
	parts := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{
		"field", "agency", "unit", "officer", "procedure", "channel", "level", "month", "province", "interlinked",
	}), 0, 3, rapid.ID[string]).Draw(t, "by")
	return strings.Join(parts, ",")
}

func midnight(d calendar.Date) string { return d.String() + " 00:00" }
