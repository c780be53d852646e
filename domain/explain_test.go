package domain

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// explain prints the explanation at the world's present, and checks it.
func (s *scenario) explain() {
	rules, err := s.dossier.RulesAt(s.registry, s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	x := s.dossier.Explain(s.now, rules)
	checkExplanation(s.t, s.dossier, &x, rules)
	fmt.Fprintf(&s.out, "  %s\n  %s\n", x.Summary.VI, x.Summary.EN)
	fmt.Fprintf(&s.out, "  %g of %g %s are used, %g are left\n", x.Used, x.Total, x.Counts, x.Left)
	for _, g := range x.Segments {
		fmt.Fprintf(&s.out, "  %s .. %s  %-17s %5g\n", g.From.Format("2006-01-02 15:04"), g.To.Format("2006-01-02 15:04"), g.Why, g.Counted)
		fmt.Fprintf(&s.out, "    %s\n    %s\n", g.Text.VI, g.Text.EN)
	}
	for _, n := range x.Notes {
		fmt.Fprintf(&s.out, "  * %s\n    %s\n", n.VI, n.EN)
	}
}

// checkExplanation checks what holds of every explanation: the segments leave no
// gap from the receipt to the due, or to the instant while the clock stands, and
// what they count adds up to the total.
func checkExplanation(t rapid.TB, d *Dossier, x *Explanation, rules Rules) {
	t.Helper()
	set := d.clockAt(x.At)
	if set == nil || set.Due.IsZero() {
		if len(x.Segments) > 0 || x.Summary == (Text{}) {
			t.Errorf("no due, and %d segments: %s", len(x.Segments), x.Summary.EN)
		}
		return
	}
	end, began := set.Due, d.ReceivedAt
	stands := d.StandingAt(x.At) == StandingStopped
	if x.Clock == IntakeClock {
		began = d.SubmittedAt
	}
	if wasStopped, since := d.stopAt(x.At); wasStopped && !set.Passed(since) {
		stands, end = true, x.At
	}
	at, sum := began, 0.0
	for _, s := range x.Segments {
		if !s.From.Equal(at) || !s.To.After(s.From) {
			t.Errorf("a segment from %s to %s follows on %s", s.From, s.To, at)
		}
		if s.Text.VI == "" || s.Text.EN == "" {
			t.Errorf("segment %s has no text", s.Why)
		}
		at, sum = s.To, sum+s.Counted
	}
	if len(x.Segments) > 0 && !at.Equal(end) {
		t.Errorf("the segments end at %s, not at %s", at, end)
	}
	if stands != x.Due.IsZero() || !stands && !x.Due.Equal(set.Due) {
		t.Errorf("due %s, not %s; the clock stands: %t", x.Due, set.Due, stands)
	}
	if !stands && math.Abs(sum-x.Total) > 1e-6 || math.Abs(x.Used+x.Left-x.Total) > 1e-6 || x.Used < 0 || x.Used > sum {
		t.Errorf("%g is counted of %g, %g used and %g left", sum, x.Total, x.Used, x.Left)
	}
	if _, again := d.replay(x.At, set, rules); again || stands { // else the facts of today don't come to it: said so
		checkTotal(t, d, x, rules)
	}
}

// checkTotal checks that a due that nobody gave and no letter moved is explained
// by the limit, no more and no less.
func checkTotal(t rapid.TB, d *Dossier, x *Explanation, rules Rules) {
	t.Helper()
	given := !d.GivenDue.IsZero()
	for i := range d.Stops {
		given = given || !d.Stops[i].GivenDue.IsZero()
	}
	if given || rules.Policy.ExtensionMovesDue && len(d.Extensions) > 0 {
		return
	}
	want, l := x.Limit.Value(), x.Limit
	switch {
	case countsTime(l, rules.Policy.Rules()) && l.Unit() == calendar.Workday:
		want *= rules.Calendar.WorkdayLength().Seconds()
	case l.Unit() == calendar.Workhour:
		want *= time.Hour.Seconds()
	case l.Unit() == calendar.Month && want > 0:
		start := calendar.DateOf(x.Start, rules.Calendar.Location())
		want = float64(start.AddMonths(int(want)).Sub(start))
	}
	if math.Abs(x.Total-want) > 1e-6 {
		t.Errorf("the segments add up to %g %s, not to %s (%g)", x.Total, x.Counts, l, want)
	}
	for _, n := range x.Segments {
		if n.Beyond {
			t.Errorf("%s counts beyond the limit", n.Text.EN)
		}
	}
}

// TestExplanations explains random dossiers under random calendars and policies
// at random instants.
func TestExplanations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.now = local("2026-01-11T00:00").Add(-24 * time.Hour)
		drawCalendar(t, w)
		w.at("2026-01-12T00:00")
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minute of receipt")) * time.Minute)
		drawCourse(t, w)
		for range 5 {
			at := w.dossier.ReceivedAt.Add(time.Duration(rapid.IntRange(0, 90*24*60).Draw(t, "minutes after")) * time.Minute)
			rules, err := w.dossier.RulesAt(w.registry, at)
			if err != nil {
				t.Fatal(err)
			}
			x := w.dossier.Explain(at, rules)
			checkExplanation(t, w.dossier, &x, rules)
		}
		if checkLast(t, w); t.Failed() {
			t.Logf("%+v", w.dossier)
		}
	})
}

// checkLast checks that the explanation of the present ends at the due, and that
// it needed no word of the log for it.
func checkLast(t *rapid.T, w *world) {
	at := local("2027-01-01T00:00")
	rules, err := w.dossier.RulesAt(w.registry, at)
	if err != nil {
		t.Fatal(err)
	}
	x := w.dossier.Explain(at, rules)
	if w.dossier.Stopped() || len(x.Segments) == 0 {
		return
	}
	if last := x.Segments[len(x.Segments)-1].To; !last.Equal(w.dossier.Due()) {
		t.Errorf("explained until %s, due %s", last, w.dossier.Due())
	}
	if _, again := w.dossier.replay(at, w.dossier.Deadline(), rules); !again {
		t.Errorf("the due %s can't be computed again", w.dossier.Due())
	}
}

// drawCalendar publishes a calendar with any days off, worked days and closures.
func drawCalendar(t *rapid.T, w *world) {
	c, _ := w.registry.Calendar(DefaultCalendarID)
	spec := c.Spec()
	spec.Version++
	monday := calendar.DateFrom(2026, 1, 12)
	for d := monday; d < monday.AddDays(60); d++ {
		switch rapid.IntRange(0, 11).Draw(t, d.String()) {
		case 0:
			spec.DaysOff = append(spec.DaysOff, d)
		case 1:
			spec.Closures = append(spec.Closures, calendar.Closure{From: d, To: d.AddDays(2), Reason: "moving"})
		case 2:
			if d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
				spec.ExtraWorkingDays = append(spec.ExtraWorkingDays, d)
			}
		}
	}
	if _, err := calendar.New(spec); err == nil {
		w.publish(TypeCalendarChanged, spec.ID, &CalendarChanged{Calendar: spec})
	}
}

// drawCourse receives a dossier and lets happen what moves a due, or does not.
func drawCourse(t *rapid.T, w *world) {
	r := &Received{Intake: someIntake(testProcedure)}
	if rapid.IntRange(0, 4).Draw(t, "given") == 0 {
		r.Due = w.now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "hours to the given due")) * time.Hour)
	}
	w.say(r)
	for range rapid.IntRange(0, 8).Draw(t, "events") {
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 100*60).Draw(t, "minutes")) * time.Minute)
		e := w.event(drawMove(t, w))
		if rapid.IntRange(0, 3).Draw(t, "late") == 0 {
			e.At = w.now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "hours ago")) * time.Hour)
		}
		_, _ = w.decide(e) // what is refused is left unsaid
		checkInvariants(t, w.dossier)
	}
}

func drawMove(t *rapid.T, w *world) Data {
	var given time.Time
	if rapid.IntRange(0, 4).Draw(t, "given at the end") == 0 {
		given = w.now.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour)
	}
	switch rapid.IntRange(0, 9).Draw(t, "move") {
	case 0, 1:
		return &SupplementRequested{Reason: "missing"}
	case 2, 3:
		return &SupplementReceived{Due: given}
	case 4, 5:
		return &Paused{Reason: Verification}
	case 6, 7:
		return &Resumed{Due: given}
	case 8:
		by := rapid.SampledFrom([]string{"3workday", "4workhour", "10day", "1month"}).Draw(t, "by")
		return &Extended{Reason: "ill", Cause: Objective, By: limit(by)}
	}
	return &Completed{Outcome: Granted}
}

// TestExplainsByPinnedVersions changes the calendar after a dossier was completed:
// its due is explained by the version that it was judged by.
func TestExplainsByPinnedVersions(t *testing.T) {
	w := inState(t, StateReceived)
	w.at("2026-01-16T10:00").say(&Completed{Outcome: Granted})
	c, _ := w.registry.Calendar(DefaultCalendarID)
	spec := c.Spec()
	spec.Version++
	spec.DaysOff = append(spec.DaysOff, calendar.DateFrom(2026, 1, 15))
	w.publish(TypeCalendarChanged, spec.ID, &CalendarChanged{Calendar: spec})
	rules, err := w.dossier.RulesAt(w.registry, w.now)
	if err != nil {
		t.Fatal(err)
	}
	x := w.dossier.Explain(w.now, rules)
	checkExplanation(t, w.dossier, &x, rules)
	if x.Calendar.Version != spec.Version-1 || rules.Calendar.Version() != spec.Version-1 || x.Total != 5 || len(x.Notes) > 0 {
		t.Errorf("by version %d, %g days, %v", x.Calendar.Version, x.Total, x.Notes)
	}
}

// TestRemaining prints what is left in working time.
func TestRemaining(t *testing.T) {
	w := inState(t, StateReceived) // due 19/01/2026 17:00
	for at, want := range map[string]Text{
		"2026-01-15T13:30": {"Còn 2 ngày 3 giờ 30 phút", "2 days 3 hours 30 minutes left"},
		"2026-01-19T16:00": {"Còn 1 giờ", "1 hour left"},
		"2026-01-19T17:00": {"Còn 0 phút", "0 minutes left"},
		"2026-01-20T00:00": {"Quá hạn, chưa sang giờ làm việc", "Past the due, but by no working time yet"},
		"2026-01-20T17:00": {"Quá 1 ngày", "1 day past the due"},
	} {
		rules, err := w.dossier.RulesAt(w.registry, local(at))
		if err != nil {
			t.Fatal(err)
		}
		if got := w.dossier.Explain(local(at), rules).Remaining.Text; got != want {
			t.Errorf("at %s: %v, want %v", at, got, want)
		}
	}
}
