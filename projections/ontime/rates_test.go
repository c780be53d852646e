package ontime_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// What is resolved is due, however early; what was overdue before the period is
// still due in it; what the period has not reached, or waits, is not.
func TestWhatHasComeDue(t *testing.T) {
	w := logtest.New()
	must(t, w.Receive(1, "weeks")) // due on the 26th, resolved on the 7th
	must(t, w.Receive(2, "days"))  // due on the 12th, never resolved
	must(t, w.Receive(3, "weeks")) // due on the 26th, pending
	must(t, w.Receive(4, "never")) // never due
	must(t, w.Receive(5, "weeks")) // waits
	w.Now = logtest.At("2026-01-07 08:00")
	complete(t, w, 1, 4)
	must(t, w.Say(5, &domain.Paused{Reason: domain.Verification}))
	w.Now = logtest.At("2026-02-28 08:00")
	rows := rowsOf(t, w)
	for _, period := range []struct {
		from, to                      string
		numerator, denominator, carry int
	}{
		{"2026-01-01", "2026-01-11", 1, 1, 0}, // 1
		{"2026-01-01", "2026-01-20", 1, 2, 0}, // 1 and 2
		{"2026-01-12", "2026-01-20", 0, 1, 3}, // 2
		{"2026-01-12", "2026-01-31", 0, 2, 3}, // 2 and 3
		{"2026-02-01", "2026-02-28", 0, 2, 3}, // still
	} {
		r := ontime.Statistics(rows, ontime.Query{From: logtest.Date(period.from), To: logtest.Date(period.to), Zone: logtest.Zone}).Total
		if due := r.Rates.OfDue; due.Numerator != period.numerator || due.Denominator != period.denominator || r.Carried != period.carry {
			t.Errorf("%s to %s: %d of %d, %d carried over; want %d of %d, %d", period.from, period.to,
				due.Numerator, due.Denominator, r.Carried, period.numerator, period.denominator, period.carry)
		}
	}
}

// At the end of its days a period has due what was resolved in it with a due, and
// what is overdue.
func TestDueIsResolvedOrOverdue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuery(t)
		report := ontime.Statistics(rowsOf(t, logtest.Random(t, nil)), q)
		for _, r := range append(report.Rows, report.Total) {
			due := r.Rates.OfDue
			if most := r.Resolved + r.Overdue; due.Denominator > most || due.Denominator < most-r.OnTime {
				t.Fatalf("%d are due, %d are resolved and %d overdue", due.Denominator, r.Resolved, r.Overdue)
			}
			if due.Denominator-due.Numerator != r.Late+r.Overdue {
				t.Fatalf("%d of %d due are in time, %d are late and %d overdue", due.Numerator, due.Denominator, r.Late, r.Overdue)
			}
		}
	})
}
