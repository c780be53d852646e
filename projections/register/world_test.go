package register_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

// table folds a world's log.
func table(t rapid.TB, w *logtest.World) *register.Table {
	t.Helper()
	table, follow := following(t)
	follow(w.Commits...)
	return table
}

// following returns an empty table, and how to apply commits to it.
func following(t rapid.TB) (*register.Table, func(...eventstore.Commit)) {
	t.Helper()
	reference := projections.NewReference()
	table := register.New(reference)
	return table, func(commits ...eventstore.Commit) {
		for _, c := range commits {
			for _, p := range []projections.Projection{reference, table} {
				if err := p.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// busy returns a world with one dossier of every kind, in the order of their
// numbers: 1 pending overdue with unit-1, 2 stopped, 3 completed on time and
// backdated, 4 waiting, 5 without a limit, 6 of an unknown procedure, 7 with a
// given due, 8 withdrawn, 9 returned and corrected.
func busy(t *testing.T) *logtest.World {
	t.Helper()
	w := logtest.New()
	must(t, w.Receive(1, "days"))
	must(t, w.Say(1, &domain.Transferred{ToUnit: "unit-1", ToOfficer: "officer-1"}))
	must(t, w.Receive(2, "days"))
	must(t, w.Say(2, &domain.Paused{Reason: domain.FinancialObligation}))
	must(t, w.Receive(3, "weeks"))
	must(t, w.Say(4, &domain.Submitted{Intake: logtest.Intake("hours", domain.Online)}))
	must(t, w.Receive(5, "never"))
	must(t, w.Receive(6, "unheard-of"))
	must(t, w.Say(7, &domain.Received{Intake: logtest.Intake("days", domain.Postal), Due: logtest.At("2026-01-20 17:00")}))
	must(t, w.Receive(8, "days"))
	must(t, w.Say(8, &domain.Withdrawn{}))
	must(t, w.Receive(9, "hours"))
	must(t, w.Say(9, &domain.Completed{Outcome: domain.Granted}))
	must(t, w.Say(9, &domain.Returned{Method: domain.Postal}))
	must(t, w.Say(9, &domain.Corrected{Sequence: 1, Event: domain.TypeReceived, At: logtest.At("2026-01-05 07:30"), Reason: "wrong", Authority: "head"}))
	w.Now = logtest.At("2026-01-26 12:00")
	must(t, w.SayAt(3, logtest.At("2026-01-12 12:00"), &domain.Completed{Outcome: domain.Granted}))
	return w
}
