package supervision

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
)

// office is a world whose log a ladder and a board follow, as an engine does.
type office struct {
	*logtest.World
	reference *projections.Reference
	table     *register.Table
	ladder    *overdue.Ladder
	board     *Board
	applied   int
	said      []Message
}

// open returns an office with an organisation: officer-0 holds what desk
// receives; its head is head-desk, that of the agency SYT head-syt, beside whom
// deputy-syt is told, that of the province head-h38.
func open(w *logtest.World) *office {
	o := follower(w)
	o.Unit("H38", &domain.UnitDefined{Kind: domain.UnitProvince, Name: "Tỉnh", Head: "head-h38"})
	o.Unit("SYT", &domain.UnitDefined{Kind: domain.UnitAgency, Name: "Sở Y tế", Parent: "H38", Head: "head-syt", Receivers: []string{"deputy-syt"}})
	o.Unit("desk", &domain.UnitDefined{Kind: domain.UnitDesk, Name: "Một cửa", Parent: "SYT", Head: "head-desk"})
	return o
}

// follower returns an office that has followed nothing yet.
func follower(w *logtest.World) *office {
	o := &office{World: w, reference: projections.NewReference()}
	o.table = register.New(o.reference)
	o.ladder = overdue.New(o.reference, o.table)
	o.board = New(o.reference, o.table)
	return o
}

// follow applies what was written since, and keeps what is said.
func (o *office) follow() { o.followTo(len(o.Commits)) }

// followTo applies the first commits, so many of them.
func (o *office) followTo(n int) {
	for ; o.applied < n; o.applied++ {
		for _, p := range []projections.Projection{o.reference, o.table, o.ladder, o.board} {
			if err := p.Apply(o.Commits[o.applied]); err != nil {
				panic(err)
			}
		}
		o.said = append(o.said, o.board.Messages()...)
	}
}

// look records what is due now, as the engine does, and reports whether there
// was anything.
func (o *office) look(t testing.TB) bool {
	t.Helper()
	o.follow()
	rungs, again := o.ladder.Eval(o.Now, 0), o.board.Due(o.Now, 0)
	for _, r := range rungs {
		must(t, o.Raise(r.Code, r.Data))
	}
	for _, a := range again {
		must(t, o.Remind(a.Code, a.Data))
	}
	o.follow()
	return len(rungs)+len(again) > 0
}

// live looks whenever something is due, until the instant.
func (o *office) live(t testing.TB, until string) {
	t.Helper()
	end := logtest.At(until)
	for {
		o.look(t)
		next, some := o.ladder.Next()
		if again, owed := o.board.Next(); owed && (!some || again.Before(next)) {
			next, some = again, true
		}
		if !some || next.After(end) {
			o.Now = end
			return
		}
		if next.After(o.Now) {
			o.Now = next
		}
	}
}

// heard returns what was said since the last call, as scenarios write it.
func (o *office) heard() (lines []string) {
	o.follow()
	for _, m := range o.said {
		line := fmt.Sprintf("%s %s %s", m.At.In(logtest.Zone).Format("01-02 15:04"), m.Kind, m.Alert.Rung)
		if m.Kind == KindReminder || m.Kind == KindResolved {
			line += " (" + m.Cause + ")"
		}
		if s := m.Alert.Suppressed; s != nil {
			line += " muted: " + string(s.By)
		}
		lines = append(lines, line)
	}
	o.said = nil
	return lines
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func expect[T comparable](t testing.TB, what string, got []T, want ...T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\ngot  %v\nwant %v", what, got, want)
	}
}

// alert returns the alert that fires on the rung.
func (o *office) alert(t testing.TB, rung string) View {
	t.Helper()
	o.follow()
	page := o.board.List(Query{Matcher: domain.Matcher{Rung: rung}, At: o.Now})
	if len(page.Alerts) != 1 {
		t.Fatalf("%d alerts fire on rung %s", len(page.Alerts), rung)
	}
	return page.Alerts[0]
}

func (o *office) silence(id string, at time.Time, s domain.SilenceSet) {
	s.Author, s.Reason = "boss", "vì lý do"
	o.Silence(id, at, &s)
}

// commits returns what the log holds about a dossier.
func (o *office) commits(n int) (found []eventstore.Commit) {
	for _, c := range o.Commits {
		if c.Subject == logtest.Subject(logtest.Code(n)) {
			found = append(found, c)
		}
	}
	return found
}
