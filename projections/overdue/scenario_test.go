package overdue

import (
	"slices"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func expect(t *testing.T, got []Rung, want ...string) {
	t.Helper()
	if lines := printed(got); !slices.Equal(lines, want) {
		t.Errorf("got\n%q\nwant\n%q", lines, want)
	}
}

func TestEveryRungComesOnceInOrder(t *testing.T) {
	w := watch(logtest.New())
	w.Now = logtest.At("2026-01-05 09:00")
	must(t, w.Receive(1, "days")) // due Monday 12 January 17:00: 5 working days after the 5th
	rungs := w.live(t, logtest.At("2026-03-01 00:00"))
	expect(t, rungs,
		"dossier two-days-left 2026-01-08 07:00",
		"dossier half 2026-01-08 08:00", // 6 + 8 + 8 + 1 of 46 hours
		"dossier due-day 2026-01-12 07:00",
		"dossier missed 2026-01-13 00:00",
		"dossier late-1 2026-01-13 07:00",
		"dossier late-3 2026-01-16 07:00", // Thursday the 15th is off
		"dossier late-7 2026-01-22 07:00",
	)
	for i, r := range rungs {
		if _, missed := rungOf(r); missed != (i >= 3) {
			t.Errorf("rung %d is recorded as missed: %t", i, missed)
		}
	}
	if got := w.follow().Eval(logtest.At("2027-01-01 00:00"), 0); len(got) > 0 {
		t.Errorf("raised again: %q", printed(got))
	}
}

func TestARungIsToldUntilTheLogSaysItWasRaised(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	must(t, w.Receive(2, "days"))
	w.Now = logtest.At("2026-01-09 07:00")
	first := w.follow().Eval(w.Now, 0)
	if again := w.ladder.Eval(w.Now, 0); !slices.Equal(printed(first), printed(again)) || len(first) != 4 {
		t.Errorf("the first time %q, the second %q", printed(first), printed(again))
	}
	if some := w.ladder.Eval(w.Now, 3); !slices.Equal(printed(some), printed(first[:3])) {
		t.Errorf("the first three are %q of %q", printed(some), printed(first))
	}
	w.record(t, first[0])
	if rest := w.follow().Eval(w.Now, 0); !slices.Equal(printed(rest), printed(first[1:])) {
		t.Errorf("after the first was raised: %q of %q", printed(rest), printed(first))
	}
}

func TestWhatWasPassedWhileNoEngineRanComesInOrder(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	expect(t, w.follow().Eval(logtest.At("2026-01-14 00:00"), 0),
		"dossier two-days-left 2026-01-08 07:00", "dossier half 2026-01-08 07:30",
		"dossier due-day 2026-01-12 07:00", "dossier missed 2026-01-13 00:00", "dossier late-1 2026-01-13 07:00")
}

func TestALateReceiptRaisesTheBreachAlone(t *testing.T) {
	w := watch(logtest.New())
	w.Now = logtest.At("2026-01-13 12:00")
	must(t, w.SayAt(1, logtest.At("2026-01-05 09:00"), &domain.Received{Intake: logtest.Intake("days", domain.InPerson)}))
	expect(t, w.follow().Eval(w.Now, 0), "dossier missed 2026-01-13 00:00")
	expect(t, w.live(t, logtest.At("2026-01-17 00:00")), "dossier missed 2026-01-13 00:00", "dossier late-3 2026-01-16 07:00")
}

func TestNothingComesWhileTheClockStands(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	w.Now = logtest.At("2026-01-06 09:00")
	must(t, w.Say(1, &domain.Paused{Reason: domain.Verification}))
	if next, _ := w.follow().Next(); !next.Equal(logtest.At("2026-02-17 07:00")) { // of the stop itself: 30 working days
		t.Fatalf("a rung is expected at %s", next)
	}
	w.Now = logtest.At("2026-01-20 09:00") // 9 working days later
	expect(t, w.follow().Eval(w.Now, 0))
	must(t, w.Say(1, &domain.Resumed{})) // due moves to Saturday the 24th, which is worked
	expect(t, w.live(t, logtest.At("2026-01-25 00:00")),
		"dossier two-days-left 2026-01-22 07:00", "dossier half 2026-01-22 07:30", // 9 + 14.5 of 47 hours
		"dossier due-day 2026-01-24 07:00", "dossier missed 2026-01-25 00:00")
}

func TestABreachIsNotHealedByAPause(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	w.live(t, logtest.At("2026-01-13 05:00"))
	must(t, w.Say(1, &domain.Paused{Reason: domain.Verification}))
	late := &domain.Missed{Rung: domain.Rung{Clock: domain.DossierClock, Revision: 1, Rung: "late-1", Instant: logtest.At("2026-01-13 07:00")}}
	if _, err := domain.RaiseRung(w.Dossier(logtest.Code(1)), late, w.Now); err != nil {
		t.Fatal("the rules hold back a rung after the breach: ", err)
	}
	expect(t, w.follow().Eval(logtest.At("2026-01-14 00:00"), 0), "dossier late-1 2026-01-13 07:00")
}

func TestABreachDuringAStopThatMovesNothingComesAtItsEnd(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	w.live(t, logtest.At("2026-01-12 23:00"))
	w.Now = logtest.At("2026-01-12 23:00")
	must(t, w.SayAt(1, w.Now, &domain.Paused{Reason: domain.Verification}))
	expect(t, w.follow().Eval(logtest.At("2026-02-23 06:59"), 0))
	w.Now = logtest.At("2026-01-13 06:00")
	must(t, w.Say(1, &domain.Resumed{}))
	d := w.Dossier(logtest.Code(1))
	rungs := w.follow().Eval(d.Deadline().Breach.AddDate(0, 0, 1), 0)
	if len(rungs) == 0 {
		t.Fatalf("due %s, standing %s: no rung", d.Due(), d.StandingAt(w.Now))
	}
}

func TestARestartVoidsTheOldRungs(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	w.Now = logtest.At("2026-01-08 06:00") // half was passed at 15:30 the day before, and not raised
	must(t, w.Say(1, &domain.SupplementRequested{Reason: "missing"}))
	w.Now = logtest.At("2026-01-09 09:00")
	must(t, w.Say(1, &domain.SupplementReceived{})) // as if received on the 9th: due Monday the 19th
	w.follow()
	for _, r := range w.live(t, logtest.At("2026-02-01 00:00")) {
		if recorded, _ := rungOf(r); recorded.Revision != 2 {
			t.Errorf("%q is of revision %d", recorded.Rung, recorded.Revision)
		}
	}
	if n := len(w.Dossier(logtest.Code(1)).Raised); n != 7 {
		t.Errorf("%d rungs were raised, want 7", n)
	}
}

func TestCompletionSilences(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	w.Now = logtest.At("2026-01-09 09:00")
	if len(w.follow().Eval(w.Now, 0)) != 2 {
		t.Fatal("two rungs should be reached")
	}
	must(t, w.Say(1, &domain.Completed{Outcome: domain.Granted}))
	expect(t, w.follow().Eval(logtest.At("2026-01-17 00:00"), 0))
	must(t, w.Say(1, &domain.Returned{Method: domain.InPerson}))
	if got := w.follow().Eval(logtest.At("2027-01-01 00:00"), 0); len(got) > 0 || w.ladder.Open() != (Figures{}) {
		t.Errorf("%q is left, %+v", printed(got), w.ladder.Open())
	}
}

func TestAResultThatNobodyFetches(t *testing.T) {
	w := watch(logtest.New())
	must(t, w.Receive(1, "days"))
	w.Now = logtest.At("2026-01-06 09:00")
	must(t, w.Say(1, &domain.Completed{Outcome: domain.Granted}))
	expect(t, w.live(t, logtest.At("2026-03-01 00:00")), "collection not-returned 2026-01-13 07:00")
	if w.ladder.Open() != (Figures{}) {
		t.Errorf("after its last rung %+v is left", w.ladder.Open())
	}
	w.Now = logtest.At("2026-02-01 09:00") // a result that was ready long ago is nobody's alert
	must(t, w.Receive(2, "days"))
	must(t, w.SayAt(2, w.Now, &domain.Completed{Outcome: domain.Granted}))
	w.follow()
	late := *w.Dossier(logtest.Code(2))
	if late.State != domain.StateCompleted || w.ladder.Open().Clocks != 1 {
		t.Errorf("%s, %+v", late.State, w.ladder.Open())
	}
}

// A stop too long has its own rungs, by its reason; a correction of its beginning
// moves them, its end voids them.
func TestAStopThatLastsTooLong(t *testing.T) {
	w := watch(logtest.New())
	policy := domain.DefaultPolicy()
	policy.Version = 2
	policy.Ladder = append(policy.Ladder, domain.LadderRung{
		Name: "fee-too-long", Clock: domain.PauseClock, After: logtest.Limit("3workday"), Reason: domain.FinancialObligation,
	})
	w.Policy(policy)
	must(t, w.Receive(1, "days"))
	w.Now = logtest.At("2026-01-06 09:00")
	must(t, w.Say(1, &domain.Paused{Reason: domain.FinancialObligation}))
	expect(t, w.follow().Eval(logtest.At("2026-03-01 00:00"), 0), "pause fee-too-long 2026-01-09 07:00")
	w.Now = logtest.At("2026-01-07 09:00")
	must(t, w.Say(1, &domain.Corrected{Sequence: 3, Event: domain.TypePaused, At: logtest.At("2026-01-05 09:30"), Reason: "r", Authority: "a"}))
	expect(t, w.live(t, logtest.At("2026-02-01 00:00")), "pause fee-too-long 2026-01-08 07:00")
	must(t, w.Say(1, &domain.Corrected{Sequence: 3, Event: domain.TypePaused, Facts: []byte(`{"reason":"other"}`), Reason: "r", Authority: "a"}))
	expect(t, w.follow().Eval(logtest.At("2026-03-01 00:00"), 0), "pause pause-too-long 2026-02-16 07:00")
	must(t, w.Say(1, &domain.Resumed{}))
	for _, r := range w.follow().Eval(logtest.At("2026-06-01 00:00"), 0) {
		if recorded, _ := rungOf(r); recorded.Clock == domain.PauseClock {
			t.Errorf("the stop is over, and %q is told", recorded.Rung)
		}
	}
}

// A procedure's own ladder replaces the policy's for the clocks that it names.
func TestAProcedureHasItsOwnLadder(t *testing.T) {
	w := watch(logtest.New())
	w.Amend("days", "5workday", []domain.LadderRung{
		{Name: "three-hours", Clock: domain.DossierClock, Before: logtest.Limit("3workhour"), Level: domain.ProvinceLevel, Critical: true},
	})
	w.Now = logtest.At("2026-01-05 09:00")
	must(t, w.Receive(1, "days"))
	rungs := w.live(t, logtest.At("2026-03-01 00:00"))
	expect(t, rungs, "dossier three-hours 2026-01-12 14:00")
	if r, _ := rungOf(rungs[0]); r.Level != domain.ProvinceLevel || !r.Critical {
		t.Errorf("it goes to %q, critical: %t", r.Level, r.Critical)
	}
	must(t, w.Say(1, &domain.Completed{Outcome: domain.Granted}))
	expect(t, w.live(t, logtest.At("2026-04-01 00:00")), "collection not-returned 2026-03-06 07:00")
}

func TestTheOtherClocks(t *testing.T) {
	w := watch(logtest.New())
	w.Now = logtest.At("2026-01-05 13:00")
	must(t, w.Say(1, &domain.Submitted{Intake: logtest.Intake("days", domain.Online)}))
	expect(t, w.live(t, logtest.At("2026-01-07 00:00")), "intake intake-missed 2026-01-06 11:30")
	must(t, w.Say(2, &domain.Submitted{Intake: logtest.Intake("days", domain.Online)}))
	must(t, w.Say(2, &domain.Received{Intake: logtest.Intake("days", domain.Online)}))
	must(t, w.Say(2, &domain.Transferred{ToUnit: "unit-1", Step: "check"}))
	w.Now = logtest.At("2026-01-08 00:30")
	must(t, w.Receive(1, "never"))
	expect(t, w.follow().Eval(w.Now, 0))
	expect(t, w.live(t, logtest.At("2026-01-09 06:00")), "step step-missed 2026-01-09 00:00")
	w.Now = logtest.At("2026-01-09 06:00")
	must(t, w.Say(2, &domain.Transferred{ToUnit: "unit-2", Step: "check"}))
	w.Now = logtest.At("2026-01-09 08:00")
	must(t, w.Say(2, &domain.Transferred{ToUnit: "unit-3"})) // its step has no limit
	for _, r := range w.follow().Eval(logtest.At("2026-02-01 00:00"), 0) {
		if recorded, _ := rungOf(r); recorded.Clock == domain.StepClock {
			t.Errorf("the step that was left raises %q", recorded.Rung)
		}
	}
}
