package register_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

var _ projections.Projection = (*register.Table)(nil)

func TestLookUp(t *testing.T) {
	w := busy(t)
	table := table(t, w)
	d, ok := table.Dossier(logtest.Code(1))
	if !ok || d.Code != logtest.Code(1) || d.State != domain.StateProcessing || d.Holder().Unit != "unit-1" {
		t.Errorf("dossier 1: %+v", d)
	}
	if subject, ok := table.Subject(logtest.Code(1)); !ok || subject != logtest.Subject(logtest.Code(1)) {
		t.Errorf("subject of 1: %q", subject)
	}
	if d, ok := table.Dossier(logtest.Code(100)); ok || d != nil {
		t.Errorf("dossier 100: %+v", d)
	}
	var codes []domain.Code
	for d := range table.All() {
		codes = append(codes, d.Code)
	}
	if len(codes) != 9 || codes[0] != logtest.Code(1) || codes[8] != logtest.Code(9) {
		t.Errorf("in the order of first mention: %q", codes)
	}
}

func TestOneCodeUnderTwoSubjects(t *testing.T) {
	w := logtest.New()
	must(t, w.Receive(1, "days"))
	table := table(t, w)
	twin := w.Commits[len(w.Commits)-1]
	twin.Subject = "dossier.H38.STP.twin"
	event := twin.Events[0]
	event.Data = &domain.Received{Intake: domain.Intake{Province: "H38", Agency: "STP", Procedure: "days", Channel: domain.Postal}}
	must(t, table.Apply(eventstore.Commit{Subject: twin.Subject, Events: []domain.Event{event}}))
	if d, _ := table.Dossier(logtest.Code(1)); d.Agency != "SYT" {
		t.Errorf("the code finds the dossier of %s", d.Agency)
	}
	if subject, _ := table.Subject(logtest.Code(1)); subject == twin.Subject {
		t.Error("the code finds the subject that was mentioned later")
	}
	if got := table.Figures(w.Now); got.Total != 2 || got.Open != 2 {
		t.Errorf("both are counted: %+v", got)
	}
}

func TestFigures(t *testing.T) {
	w := busy(t)
	want := register.Figures{
		Total: 9, Waiting: 1, Open: 5, Overdue: 2, Stopped: 1, NoDeadline: 2, LimitUnknown: 1, AwaitingCollection: 1,
	}
	if diff := cmp.Diff(want, table(t, w).Figures(w.Now)); diff != "" {
		t.Error(diff)
	}
}

// The engine takes a receipt that lies a minute ahead of its clock, and one that
// is corrected to do so. The dossier is in hand, though at the present instant it
// was not heard of.
func TestWhatIsReceivedAheadOfTheClockIsInHand(t *testing.T) {
	w := logtest.New()
	for n, procedure := range []string{"days", "never"} {
		must(t, w.Receive(n, procedure))
		must(t, w.Say(n, &domain.Corrected{
			Sequence: 1, Event: domain.TypeReceived, At: w.Now.Add(time.Minute), Reason: "wrong", Authority: "head",
		}))
	}
	table := table(t, w)
	want := register.Figures{Total: 2, Open: 2, InTime: 1, NoDeadline: 1}
	if diff := cmp.Diff(want, table.Figures(w.Now)); diff != "" {
		t.Error(diff)
	}
	if d, _ := table.Dossier(logtest.Code(0)); d.StandingAt(w.Now) != domain.StandingNone {
		t.Errorf("at the present instant it stands %s", d.StandingAt(w.Now))
	}
}

// The counters agree with a count of all dossiers, and the fold with the
// engine's own state, whatever was said.
func TestTheTableIsTheEnginesState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		table := table(t, w)
		known, counted := 0, register.Figures{}
		for d := range table.All() {
			known++
			if diff := cmp.Diff(reflected(w.Commits, d.Code), d, asKept); diff != "" {
				t.Fatalf("the log (-) and the table (+) say: %s", diff)
			}
			if diff := cmp.Diff(register.ViewOf(w.Dossier(d.Code), w.Now), register.ViewOf(d, w.Now)); diff != "" {
				t.Fatalf("the engine (-) and the table (+) show: %s", diff)
			}
			count(&counted, d, w)
		}
		if counted.Total = known; counted != table.Figures(w.Now) {
			t.Fatalf("counted %+v, kept %+v", counted, table.Figures(w.Now))
		}
	})
}

// asKept compares dossiers by all that the table keeps: of the applicant the
// reference alone, of instants the offset.
var asKept = cmp.Options{
	cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(domain.Applicant{}, "Name", "Identity", "Phone", "Email", "Address"),
	cmp.Transformer("offset", func(t time.Time) string { return t.Format(time.RFC3339Nano) }),
}

// reflected folds the dossier's events alone.
func reflected(commits []eventstore.Commit, code domain.Code) *domain.Dossier {
	d := new(domain.Dossier)
	for _, c := range commits {
		for _, e := range c.Events {
			if e.Subject == string(code) {
				d.Reflect(e)
			}
		}
	}
	return d
}

func count(f *register.Figures, d *domain.Dossier, w *logtest.World) {
	switch {
	case d.State == domain.StateSubmitted:
		f.Waiting++
	case d.State == domain.StateCompleted:
		f.AwaitingCollection++
	case d.State.Open():
		f.Open++
		if d.Deadline().Unknown {
			f.LimitUnknown++
		}
		at := w.Now
		if d.ReceivedAt.After(at) { // by a clock that goes ahead
			at = d.ReceivedAt
		}
		switch d.StandingAt(at) {
		case domain.StandingInTime:
			f.InTime++
		case domain.StandingOverdue:
			f.Overdue++
		case domain.StandingStopped:
			f.Stopped++
		case domain.StandingNoDeadline:
			f.NoDeadline++
		}
	}
}
