package ontime_test

import (
	"iter"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
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
		{"2026-01-01", "2026-01-12", 1, 2, 0}, // 1 and 2, which is overdue from midnight on
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

// Due is what was resolved with a due, and what is overdue; beside these only
// what was due on the period's last day, and is overdue from the next one.
func TestDueIsResolvedOrOverdue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuery(t)
		q.AsOf = time.Time{}
		rows := rowsOf(t, logtest.Random(t, nil))
		due := ontime.Statistics(rows, q).Total.Rates.OfDue
		want, timely := 0, 0
		for d := range counted(t, rows, q, "resolved") {
			if !d.Due().IsZero() {
				want++
			}
		}
		for d := range counted(t, rows, q, "resolved_in_time") {
			if !d.Due().IsZero() {
				timely++
			}
		}
		for range counted(t, rows, q, "pending_overdue") {
			want++
		}
		end := logtest.At(midnight(q.To.AddDays(1))).Add(-time.Millisecond)
		for d := range counted(t, rows, q, "pending_in_time") {
			if set := d.DeadlineAt(end); set != nil && d.StandingAt(end) == domain.StandingInTime && set.Due.Before(end) {
				if set.Due.Before(logtest.At(midnight(q.To))) {
					t.Fatalf("%s is due at %s and not overdue at %s", d.Code, set.Due, end)
				}
				want++
			}
		}
		if due.Numerator != timely || due.Denominator != want {
			t.Fatalf("%d of %d due, want %d of %d", due.Numerator, due.Denominator, timely, want)
		}
	})
}

// counted yields the dossiers behind a number of the total.
func counted(t *rapid.T, c *register.Columns, q ontime.Query, column string) iter.Seq[*domain.Dossier] {
	counts, err := ontime.Behind(c, q, ontime.Cell{Column: column})
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(*domain.Dossier) bool) {
		for ordinal := range c.Len() {
			if counts.Match(ordinal) && !yield(c.Dossier(ordinal)) {
				return
			}
		}
	}
}
