package forms_test

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
)

// tableOf folds a world's log.
func tableOf(t rapid.TB, w *logtest.World) *register.Table {
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
	return table
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// ask reads a query as a server does, at the world's instant.
func ask(t rapid.TB, w *logtest.World, name, words string) forms.Query {
	t.Helper()
	values, err := url.ParseQuery(words)
	if err != nil {
		t.Fatal(err)
	}
	q, err := forms.ParseQuery(name, values.Get, w.Now, logtest.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// a day at the desk on Monday the 5th of January: 1 was supplemented, handed to
// two units and completed late with an apology, 2 was returned, 3 is with its
// unit, 4 came in on Tuesday.
func desk(t *testing.T) *logtest.World {
	t.Helper()
	w := logtest.New()
	intake := logtest.Intake("days", domain.InPerson)
	intake.Desk, intake.Sets = "counter-3", 2
	intake.Applicant = &domain.Applicant{Ref: "nd-1", Name: "Nguyễn Văn A", Identity: "036090001234", Phone: "0900", Email: "a@b", Address: "Phố Huế"}
	must(t, w.Say(1, &domain.Received{Intake: intake}))
	must(t, w.Receive(2, "hours"))
	must(t, w.Receive(3, "never"))
	w.Now = logtest.At("2026-01-06 08:00")
	must(t, w.Say(1, &domain.Transferred{ToUnit: "unit-1", ToOfficer: "officer-1", Step: "check"}))
	must(t, w.Say(2, &domain.Completed{Outcome: domain.Granted}))
	must(t, w.Say(2, &domain.Returned{Method: domain.Postal}))
	must(t, w.Receive(4, "days"))
	w.Now = logtest.At("2026-01-08 09:00")
	must(t, w.Say(1, &domain.Transferred{ToAgency: "STC", ToUnit: "unit-9", Step: "opinion"}))
	must(t, w.Say(1, &domain.Paused{Reason: domain.OutsideConsultation}))
	w.Now = logtest.At("2026-01-09 09:00")
	must(t, w.Say(1, &domain.Resumed{}))
	must(t, w.Say(1, &domain.Extended{Reason: "ill", Cause: domain.Objective, Appointment: logtest.At("2026-01-20 17:00")}))
	w.Now = logtest.At("2026-01-16 10:00")
	must(t, w.Say(1, &domain.Completed{Outcome: domain.Granted}))
	w.Now = logtest.At("2026-01-20 08:00")
	return w
}
