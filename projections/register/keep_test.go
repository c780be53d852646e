package register

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// office is a table and the facts it asks for.
type office struct {
	reference *projections.Reference
	table     *Table
}

func newOffice() *office {
	reference := projections.NewReference()
	return &office{reference, New(reference)}
}

func (o *office) apply(t *rapid.T, commits []eventstore.Commit) {
	for _, c := range commits {
		if err := o.reference.Apply(c); err != nil {
			t.Fatal(err)
		}
		if err := o.table.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
}

// applyResting is apply to a table some of whose dossiers rest now and then.
func (o *office) applyResting(t *rapid.T, commits []eventstore.Commit) {
	for i := range commits {
		o.apply(t, commits[i:i+1])
		o.table.rest(rapid.IntRange(0, 3).Draw(t, "rest"), 0)
	}
}

// kept returns what is kept of the table.
func (o *office) kept() []byte {
	w := pack.Writer(nil, nil)
	o.keep(&w)
	return w.Bytes()
}

// keep packs the table behind its subjects, as a runner does.
func (o *office) keep(p *pack.Pack) {
	o.table.Subjects().Keep(p)
	o.table.Keep(p)
}

// answers is all that a table says.
type answers struct {
	Dossiers []domain.Dossier
	Subjects []string
	Figures  Figures
	Turns    [][]Turn
	Rows     []string
}

func (o *office) answers(at time.Time) (a answers) {
	c := o.table.Columns()
	for d := range o.table.All() {
		a.Dossiers = append(a.Dossiers, *d)
		subject, _ := o.table.Subject(d.Code)
		a.Subjects = append(a.Subjects, subject)
	}
	for i := range a.Dossiers { // the walk takes the room of its lists
		a.Dossiers[i] = *c.Dossier(i)
		a.Turns = append(a.Turns, slices.Clone(c.Trail(i)))
		for _, g := range c.groups() {
			for _, n := range g.names {
				a.Rows = append(a.Rows, n.Of(i))
			}
		}
	}
	a.Figures = o.table.Figures(at)
	return a
}

func TestAKeptTableGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		cut := rapid.IntRange(0, len(w.Commits)).Draw(t, "cut")
		whole, other := newOffice(), newOffice()
		whole.apply(t, w.Commits)
		other.applyResting(t, w.Commits[:cut])
		form := other.kept()
		p := pack.Reader(form, nil)
		if other.keep(&p); p.Close() != nil {
			t.Fatal(p.Err())
		}
		clear(form) // nothing may share its memory
		other.applyResting(t, w.Commits[cut:])
		if diff := cmp.Diff(whole.answers(w.Now), other.answers(w.Now), cmpopts.EquateEmpty(), cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Fatalf("kept at %d of %d commits:\n%s", cut, len(w.Commits), diff)
		}
		if !bytes.Equal(whole.kept(), other.kept()) {
			t.Fatalf("kept at %d of %d commits, it is another table", cut, len(w.Commits))
		}
	})
}

// Nothing of the columns is out of date: to derive them all anew changes nothing.
func TestColumnsSayWhatTheDossiersSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, o := logtest.Random(t, nil), newOffice()
		o.apply(t, w.Commits)
		kept := o.kept()
		for ordinal := range o.table.columns.Len() {
			o.table.columns.Derive(ordinal, o.table.columns.Dossier(ordinal))
		}
		if !bytes.Equal(kept, o.kept()) {
			t.Fatal("a commit changed more than was derived")
		}
	})
}

// An event of a type that no column shows leaves nothing of them out of date.
func TestWhatNoColumnShows(t *testing.T) {
	rung := domain.Rung{Clock: domain.DossierClock, Revision: 1, Rung: "missed"}
	for kind, data := range map[domain.Type]domain.Data{
		domain.TypeApproached:        &domain.Approached{Rung: rung},
		domain.TypeMissed:            &domain.Missed{Rung: rung},
		domain.TypeReminded:          &domain.Reminded{Number: 1},
		domain.TypeFeePaid:           &domain.FeePaid{Online: true},
		domain.TypeRated:             &domain.Rated{Satisfaction: domain.Satisfied},
		domain.TypeAlertAcknowledged: &domain.AlertAcknowledged{RaisedRung: rung.Raised()},
		domain.TypeAlertSnoozed:      &domain.AlertSnoozed{RaisedRung: rung.Raised()},
		domain.TypeAlertReminded:     &domain.AlertReminded{RaisedRung: rung.Raised(), Number: 1},
	} {
		w, o := logtest.New(), newOffice()
		if err := w.Receive(1, "days"); err != nil {
			t.Fatal(err)
		}
		e := domain.Event{Type: kind, Subject: string(logtest.Code(1)), Sequence: 3, At: w.Now, RecordedAt: w.Now, Data: data}
		if shows(&e) {
			t.Errorf("%s: it is said to show", kind)
		}
		for _, c := range append(w.Commits, eventstore.Commit{Subject: logtest.Subject(logtest.Code(1)), Events: []domain.Event{e}}) {
			if err := o.table.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		if d := o.table.columns.Dossier(0); d.Sequence != 3 {
			t.Fatalf("%s: the dossier stands at %d", kind, d.Sequence)
		}
		kept := o.kept()
		o.table.columns.Derive(0, o.table.columns.Dossier(0))
		if !bytes.Equal(kept, o.kept()) {
			t.Errorf("%s: a column was out of date", kind)
		}
	}
}

// Of an event that no column shows, one still does that it was backdated.
func TestABackdatedPaymentMarksTheRow(t *testing.T) {
	w, o := logtest.New(), newOffice()
	for _, err := range []error{
		w.Receive(1, "days"),
		w.SayAt(1, w.Now.Add(time.Minute), &domain.FeePaid{}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	paid := w.Now.Add(time.Hour)
	w.Now = w.Now.AddDate(0, 1, 0)
	if err := w.SayAt(1, paid, &domain.FeePaid{}); err != nil {
		t.Fatal(err)
	}
	for i, c := range w.Commits {
		if err := o.table.Apply(c); err != nil {
			t.Fatal(err)
		}
		if marks := o.table.columns.Marks; len(marks) > 0 && (marks[0]&Backdated != 0) != (i == len(w.Commits)-1) {
			t.Errorf("after commit %d of %d the mark is %b", i+1, len(w.Commits), marks[0])
		}
	}
}

func TestAPartOfAKeptTableIsRefused(t *testing.T) {
	w := logtest.New()
	for n := range 3 {
		if err := w.Receive(n, "days"); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Say(1, &domain.Paused{Reason: domain.Verification}); err != nil {
		t.Fatal(err)
	}
	o := newOffice()
	for _, c := range w.Commits {
		if err := o.table.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	whole := o.kept()
	for n := range whole {
		p := pack.Reader(whole[:n], nil)
		newOffice().keep(&p)
		if p.Close() == nil {
			t.Errorf("%d of %d bytes pass", n, len(whole))
		}
	}
}

func TestDifferencesBetweenTables(t *testing.T) {
	w := logtest.New()
	for n := range 5 {
		if err := w.Receive(n, "days"); err != nil {
			t.Fatal(err)
		}
	}
	whole, other := newOffice(), newOffice()
	for i, c := range w.Commits {
		if err := whole.table.Apply(c); err != nil {
			t.Fatal(err)
		}
		if i < len(w.Commits)-1 {
			if err := other.table.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n, codes := whole.table.Differences(whole.table, 3); n != 0 || len(codes) != 0 {
		t.Errorf("%d rows differ from themselves: %v", n, codes)
	}
	said := domain.Event{Subject: string(logtest.Code(1)), Type: domain.TypeTransferred, At: w.Now, Data: &domain.Transferred{ToUnit: "another"}}
	if err := other.table.Apply(eventstore.Commit{Subject: logtest.Subject(logtest.Code(1)), Events: []domain.Event{said}}); err != nil {
		t.Fatal(err)
	}
	n, codes := other.table.Differences(whole.table, 3)
	if diff := cmp.Diff([]domain.Code{logtest.Code(1), logtest.Code(4)}, codes); n != 2 || diff != "" {
		t.Errorf("%d differ:\n%s", n, diff)
	}
	if n, codes := other.table.Differences(whole.table, 1); n != 2 || len(codes) != 1 {
		t.Errorf("%d differ, %v are named", n, codes)
	}
}
