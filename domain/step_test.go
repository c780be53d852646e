package domain

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestStepsStandWithTheDossier lets transfers and stops happen in any order: the
// pinned due of the present step is what a run through its stops comes to, no
// stop shortens it, and no two steps share a revision.
func TestStepsStandWithTheDossier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		w.say(&Received{Intake: someIntake(testProcedure)})
		for range rapid.IntRange(1, 10).Draw(t, "events") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 60*60).Draw(t, "minutes")) * time.Minute)
			data := drawMove(t, w)
			if rapid.IntRange(0, 2).Draw(t, "transfer") == 0 {
				data = drawTransfer(t)
			}
			e := w.event(data)
			if rapid.IntRange(0, 3).Draw(t, "late") == 0 {
				e.At = w.now.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "hours ago")) * time.Hour)
			}
			_, _ = w.decide(e) // what is refused is left unsaid
			checkSteps(t, w)
		}
	})
}

func drawTransfer(t *rapid.T) Data {
	limits := []string{"1workday", "3workday", "4workhour", "10day"}
	return &Transferred{ToUnit: "u", StepLimit: limit(rapid.SampledFrom(limits).Draw(t, "step limit"))}
}

func checkSteps(t *rapid.T, w *world) {
	d := w.dossier
	revisions := make(map[int]bool)
	for i := range d.Handovers {
		h := &d.Handovers[i]
		if revisions[h.Revision] {
			t.Errorf("two steps have revision %d", h.Revision)
		}
		revisions[h.Revision] = true
		rules, err := d.Rules(w.registry)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := rules.Calendar.Due(h.At, h.Limit, rules.Policy.Rules())
		if err != nil {
			t.Fatal(err)
		}
		if h.Due.Before(alone) {
			t.Errorf("stops shorten the step from %s to %s", alone, h.Due)
		}
		r, err := d.runStep(h, rules)
		if err != nil {
			t.Fatal(err)
		}
		if i == len(d.Handovers)-1 && d.State.Open() && !d.Stopped() && !r.due.Equal(h.Due) {
			t.Errorf("the step is due %s, its run comes to %s", h.Due, r.due)
		}
	}
}

// TestHandoverVerdicts judges every hand-over against its own limit, the working
// time that it used without the stops.
func TestHandoverVerdicts(t *testing.T) {
	w := newWorld(t).at("2026-01-12T07:00")
	w.publishProcedure(testProcedure, "15workday")
	w.say(&Received{Intake: someIntake(testProcedure)})
	w.say(&Transferred{ToUnit: "a", StepLimit: limit("2workday")})
	w.at("2026-01-13T11:30").say(&Transferred{ToUnit: "b", StepLimit: limit("1workday")})
	w.at("2026-01-14T08:00").say(&Paused{Reason: Verification})
	w.at("2026-01-15T08:00").say(&Resumed{})
	w.at("2026-01-15T11:30").say(&Transferred{ToUnit: "c", StepLimit: limit("1workday")})
	w.at("2026-01-19T08:00").say(&Transferred{ToUnit: "d"})
	rules, err := w.dossier.RulesAt(w.registry, w.now)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []StepView{
		{Unit: "a", Verdict: Early, Work: int64(12.5 * 3600)},
		{Unit: "b", Verdict: OnTime, Work: int64((3.5 + 1 + 3.5) * 3600)},
		{Unit: "c", Verdict: Late, Late: true, Work: int64((3.5 + 8 + 1) * 3600)},
		{Unit: "d", Verdict: NoVerdict},
	} {
		got := w.dossier.ClockAt(w.now, rules).Handovers[i]
		if got.Unit != want.Unit || got.Verdict != want.Verdict || got.Late != want.Late || got.Work != want.Work {
			t.Errorf("%s: %s, late %t, %d s, want %s, %t, %d s", got.Unit, got.Verdict, got.Late, got.Work, want.Verdict, want.Late, want.Work)
		}
	}
}

// TestStepLateIsNotOverdue tells the two apart.
func TestStepLateIsNotOverdue(t *testing.T) {
	w := newWorld(t).at("2026-01-12T07:00")
	w.publishProcedure(testProcedure, "5workday")
	w.say(&Received{Intake: someIntake(testProcedure)})
	w.say(&Transferred{ToUnit: "a", StepLimit: limit("1workday")})
	for at, want := range map[string]bool{
		"2026-01-12T08:00": false, "2026-01-13T17:30": false, "2026-01-14T00:00": true,
		"2026-01-19T23:00": true, "2026-01-20T00:00": false, // overdue
	} {
		if got := w.dossier.StepLateAt(local(at)); got != want {
			t.Errorf("at %s step-late is %t", at, got)
		}
	}
}
