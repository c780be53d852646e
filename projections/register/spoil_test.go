package register

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// spoilt is a table that is kept, and what comes after.
type spoilt struct {
	form  []byte
	facts *projections.Reference
	next  []eventstore.Commit
	now   time.Time
}

// someLife is a table of dossiers that have gone through much.
func someLife(t testing.TB) *spoilt {
	w := logtest.New()
	for n := 1; n <= 4; n++ {
		must(t, w.Receive(n, "days"))
	}
	must(t, w.Say(1, &domain.Paused{Reason: domain.Verification}))
	must(t, w.Say(2, &domain.Transferred{ToUnit: "another", Step: "check"}))
	must(t, w.Say(3, &domain.Completed{Outcome: domain.Granted}))
	cut := len(w.Commits)
	w.Now = w.Now.Add(30 * time.Hour)
	must(t, w.Say(1, &domain.Resumed{}))
	must(t, w.Say(2, &domain.Completed{Outcome: domain.Granted}))
	must(t, w.Say(3, &domain.Returned{Method: domain.InPerson}))
	must(t, w.Say(4, &domain.Withdrawn{}))
	must(t, w.Receive(5, "days"))
	o := newOffice()
	for _, c := range w.Commits[:cut] {
		must(t, o.reference.Apply(c))
		must(t, o.table.Apply(c))
	}
	return &spoilt{o.kept(), o.reference, w.Commits[cut:], w.Now}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// try reads what was spoilt. Without an error it can be used like any other.
func (s *spoilt) try(how []byte) (refused bool) {
	o := &office{s.facts, New(s.facts)}
	p := pack.Reader(logtest.Spoil(s.form, how), nil)
	if o.keep(&p); p.Close() != nil || o.table.Met() != o.table.Subjects().Len() {
		return true
	}
	s.use(o.table)
	for _, c := range s.next {
		_ = o.table.Apply(c) // it never fails
		o.table.rest(1, 0)
	}
	s.use(o.table)
	o.kept()
	return false
}

func (s *spoilt) use(t *Table) {
	c := t.Columns()
	for d := range t.All() {
		t.View(d, s.now)
		t.Dossier(d.Code)
		t.Subject(d.Code)
	}
	for ordinal := range c.Len() {
		c.StandingAt(ordinal, At(s.now))
		c.PendingAt(ordinal, c.Received[ordinal])
		c.Trail(ordinal)
		for _, g := range c.groups() {
			for _, n := range g.names {
				n.Of(ordinal)
			}
		}
	}
	for _, sort := range sorts {
		t.List(Query{Filter: Filter{At: s.now}, Sort: sort})
		t.List(Query{Filter: Filter{At: s.now, Standing: []domain.Standing{domain.StandingOverdue}, Q: "a"}, Sort: sort, Limit: 1})
	}
	t.Figures(s.now)
	t.Figures(time.Time{})
	c.Calendars()
}

// Whatever byte of a snapshot is another, it is refused or can be used.
func TestASpoiltTableIsRefusedOrUsed(t *testing.T) {
	s := someLife(t)
	logtest.TrySpoilt(t, s.form, s.try)
}

func FuzzKeep(f *testing.F) { logtest.FuzzSpoilt(f, someLife(f).try) }
