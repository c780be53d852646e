package overdue

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// Whatever was said, the ladder tells what a look at all rungs of all deadlines
// ever set tells, and the rules accept what it tells.
func TestTheLadderIsTheDumbOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w *watched
		raised := make(map[domain.RaisedRung]map[domain.Code]bool)
		logtest.Random(t, func(world *logtest.World) {
			if w == nil {
				w = watch(world)
			}
			got, want := w.follow().Eval(w.Now, 0), w.dumb(w.Now)
			if !slices.Equal(printed(got), printed(want)) {
				t.Fatalf("at %s\ngot  %q\nwant %q", w.Now, printed(got), printed(want))
			}
			w.checkKnown(t, got)
			next, some := w.ladder.Next()
			if len(got) > 0 != (some && !next.After(w.Now)) {
				t.Fatalf("Next says %s %t, Eval %q", next, some, printed(got))
			}
			for _, r := range got[:rapid.IntRange(0, len(got)).Draw(t, "raised")] {
				w.raise(t, r, raised)
			}
		})
	})
}

// checkKnown compares the ladder without what became known lately with a choice
// from all that is reached.
func (w *watched) checkKnown(t *rapid.T, reached []Rung) {
	until := w.Now.Add(-time.Duration(rapid.IntRange(0, 10*24).Draw(t, "hours")) * time.Hour)
	var want []Rung
	for _, r := range reached {
		if !r.Past() || !r.Known.After(until) {
			want = append(want, r)
		}
	}
	got, held := w.ladder.EvalKnown(w.Now, 0, until)
	if !slices.Equal(printed(got), printed(want)) || held != len(reached)-len(want) {
		t.Fatalf("at %s, known until %s\ngot  %q and %d held\nwant %q of %d", w.Now, until, printed(got), held, printed(want), len(reached))
	}
}

// raise records a rung that the ladder told, and checks that it is the first of
// its kind.
func (w *watched) raise(t *rapid.T, r Rung, raised map[domain.RaisedRung]map[domain.Code]bool) {
	recorded, _ := rungOf(r)
	key := domain.RaisedRung{Clock: recorded.Clock, Revision: recorded.Revision, Rung: recorded.Rung}
	if raised[key] == nil {
		raised[key] = make(map[domain.Code]bool)
	}
	if raised[key][r.Code] {
		t.Fatalf("raised twice: %q", printed([]Rung{r}))
	}
	raised[key][r.Code] = true
	w.record(t, r)
}

// dumb looks at every rung of every deadline that was ever set.
func (w *watched) dumb(now time.Time) (reached []Rung) {
	calendars := make(map[int]*calendar.Calendar)
	for _, commit := range w.Commits {
		for _, e := range commit.Events {
			if data, ok := e.Data.(*domain.CalendarChanged); ok {
				calendars[data.Calendar.Version], _ = calendar.New(data.Calendar)
			}
		}
	}
	first := make(map[string]int) // the commit that mentioned a dossier first
	for i, commit := range slices.Backward(w.Commits) {
		first[commit.Subject] = i
	}
	for _, commit := range w.Commits {
		for _, e := range commit.Events {
			reached = append(reached, w.dumbSince(commit.Subject, e, calendars, now)...)
			if data, ok := e.Data.(*domain.DeadlineSet); ok {
				set := domain.Deadline{DeadlineSet: *data, RecordedAt: e.RecordedAt}
				reached = append(reached, w.dumbRungs(commit.Subject, set, calendars[data.Calendar.Version], now)...)
			}
		}
	}
	slices.SortStableFunc(reached, func(a, b Rung) int {
		one, _ := rungOf(a)
		other, _ := rungOf(b)
		return cmp.Or(one.Instant.Compare(other.Instant), cmp.Compare(first[a.Subject], first[b.Subject]), cmp.Compare(one.Clock, other.Clock))
	})
	return reached
}

func (w *watched) dumbRungs(subject string, set domain.Deadline, c *calendar.Calendar, now time.Time) (reached []Rung) {
	d := w.Dossiers[subject]
	if set.Due.IsZero() || !dumbCurrent(d, &set) {
		return nil
	}
	m := measure{Calendar: c}
	if set.Clock == domain.DossierClock || set.Clock == domain.StepClock {
		m.held = stretches(d.Stops)
	}
	ladder := domain.LadderOf(set.Clock, domain.DefaultLadder(), nil)
	for _, r := range rungsOf(nil, &set, ladder, d.OpenStop(), m) {
		rung := domain.Rung{
			Clock: set.Clock, Revision: set.Revision, Rung: r.step.Name, Instant: r.instant, Due: set.Due,
			Level: r.step.Reach(), Critical: r.step.Critical,
		}
		at := dumbReached(d, &set, rung)
		rung.Instant = at
		if at.IsZero() || at.After(now) || d.HasRaised(rung) {
			continue
		}
		told := Rung{Code: d.Code, Subject: subject, Province: d.Province, Agency: d.Agency, Data: &domain.Approached{Rung: rung}}
		if r.missed {
			told.Data = &domain.Missed{Rung: rung}
		}
		reached = append(reached, told)
	}
	return reached
}

// dumbSince looks at the clocks that count from an event: of a stop that is open,
// and of a result that waits.
func (w *watched) dumbSince(subject string, e domain.Event, calendars map[int]*calendar.Calendar, now time.Time) []Rung {
	d := w.Dossiers[subject]
	set := domain.Deadline{DeadlineSet: domain.DeadlineSet{Clock: domain.CollectionClock, Revision: 1, Due: e.At}, RecordedAt: e.RecordedAt}
	switch e.Type {
	case domain.TypePaused, domain.TypeSupplementRequested:
		open := d.OpenStop()
		if open == nil || open.Opened != e.Sequence {
			return nil
		}
		set.Clock, set.Revision, set.Due = domain.PauseClock, e.Sequence, open.From
	case domain.TypeCompleted:
		if d.State != domain.StateCompleted {
			return nil
		}
	default:
		return nil
	}
	set.Start = set.Due
	return w.dumbRungs(subject, set, calendars[d.Deadline().Calendar.Version], now)
}

// dumbCurrent reports whether the clock runs to this deadline.
func dumbCurrent(d *domain.Dossier, set *domain.Deadline) bool {
	switch set.Clock {
	case domain.PauseClock, domain.CollectionClock:
		return true // see dumbSince
	case domain.IntakeClock:
		return d.State == domain.StateSubmitted && set.Revision == d.Waiting.Revision
	case domain.StepClock:
		n := len(d.Handovers)
		return d.State.Open() && n > 0 && d.Handovers[n-1].Sequence == set.For && d.Handovers[n-1].Revision == set.Revision
	case domain.SupplementClock:
		open := d.OpenSupplement()
		return open != nil && open.Opened == set.For && open.Revision == set.Revision
	case domain.AppointmentClock:
		n := len(d.Extensions)
		return d.State.Open() && n > 0 && d.Extensions[n-1].Sequence == set.For && d.Extensions[n-1].Revision == set.Revision
	}
	return d.State.Open() && d.Deadline().Revision == set.Revision
}

// dumbReached moves an instant out of the stops that it lies in.
func dumbReached(d *domain.Dossier, set *domain.Deadline, r domain.Rung) time.Time {
	for i := 0; i < len(d.Stops) && set.Clock.Held(); i++ {
		s := &d.Stops[i]
		if r.Instant.Before(s.From) || !s.To.IsZero() && !r.Instant.Before(s.To) {
			continue
		}
		if set.Clock == domain.DossierClock && set.Passed(dumbBeginning(d, s.From)) {
			if _, err := domain.RaiseRung(d, &domain.Missed{Rung: r}, r.Instant); err == nil {
				return r.Instant
			}
		}
		if s.To.IsZero() {
			return time.Time{}
		}
		r.Instant, i = s.To, -1
	}
	return r.Instant
}

// dumbBeginning goes back from the beginning of a stop through those that overlap.
func dumbBeginning(d *domain.Dossier, since time.Time) time.Time {
	for i := 0; i < len(d.Stops); i++ {
		if s := &d.Stops[i]; s.From.Before(since) && (s.To.IsZero() || !s.To.Before(since)) {
			since, i = s.From, -1
		}
	}
	return since
}
