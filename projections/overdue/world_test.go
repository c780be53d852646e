package overdue

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/register"
)

// watched is a world whose log a ladder follows.
type watched struct {
	*logtest.World
	reference *projections.Reference
	table     *register.Table
	ladder    *Ladder
	applied   int
}

func watch(w *logtest.World) *watched {
	reference := projections.NewReference()
	table := register.New(reference)
	return &watched{World: w, reference: reference, table: table, ladder: New(reference, table)}
}

// follow applies what was written since.
func (w *watched) follow() *Ladder {
	w.followTo(len(w.Commits))
	return w.ladder
}

// followTo applies the first commits, so many of them.
func (w *watched) followTo(n int) {
	for ; w.applied < n; w.applied++ {
		for _, p := range []projections.Projection{w.reference, w.table, w.ladder} {
			if err := p.Apply(w.Commits[w.applied]); err != nil {
				panic(err)
			}
		}
	}
}

// rungOf returns what a rung records, and whether as missed.
func rungOf(r Rung) (domain.Rung, bool) {
	switch data := r.Data.(type) {
	case *domain.Approached:
		return data.Rung, false
	case *domain.Missed:
		return data.Rung, true
	}
	panic("a rung is approached or missed")
}

// raised is a rung as scenarios write it.
func printed(rungs []Rung) (lines []string) {
	for _, r := range rungs {
		recorded, _ := rungOf(r)
		lines = append(lines, string(recorded.Clock)+" "+recorded.Rung+" "+recorded.Instant.In(logtest.Zone).Format("2006-01-02 15:04"))
	}
	return lines
}

// live raises every rung when it is reached, until the instant.
func (w *watched) live(t *testing.T, until time.Time) (all []Rung) {
	t.Helper()
	for {
		next, some := w.follow().Next()
		if !some || next.After(until) {
			w.Now = until
			return all
		}
		w.Now = maxTime(w.Now, next)
		rungs := w.ladder.Eval(w.Now, 0)
		if len(rungs) == 0 {
			t.Fatalf("Next says %s, Eval finds nothing then", next)
		}
		for _, r := range rungs {
			w.record(t, r)
		}
		all = append(all, rungs...)
	}
}

// record records a rung as the engine does.
func (w *watched) record(t rapid.TB, r Rung) {
	t.Helper()
	if err := w.Raise(r.Code, r.Data); err != nil {
		t.Fatalf("the rules refuse %s: %v", printed([]Rung{r}), err)
	}
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
