package supervision

import (
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// received returns an office at 09:00 of the 5th of January with one dossier, due
// on Monday the 12th at 17:00.
func received(t testing.TB) *office {
	o := open(logtest.New())
	o.Now = logtest.At("2026-01-05 09:00")
	must(t, o.Receive(1, "days"))
	return o
}

func TestADossierThatIsLateEscalatesAndResolves(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-14 09:00")
	expect(t, "alerts", o.heard(),
		"01-08 07:00 new two-days-left",
		"01-08 08:00 new half",
		"01-12 07:00 new due-day",
		"01-13 00:00 escalated missed",
		"01-13 07:00 new late-1")
	must(t, o.Say(1, &domain.Completed{Outcome: domain.Granted}))
	expect(t, "resolutions", o.heard(),
		"01-14 09:00 resolved two-days-left (dossier.completed) muted: later",
		"01-14 09:00 resolved half (dossier.completed) muted: later",
		"01-14 09:00 resolved due-day (dossier.completed) muted: later",
		"01-14 09:00 resolved missed (dossier.completed) muted: later",
		"01-14 09:00 resolved late-1 (dossier.completed)")
	if f := o.board.Figures(o.Now); f != (Figures{}) {
		t.Errorf("%+v is left", f)
	}
}

func TestWhoIsToldRisesWithTheRung(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-23 09:00")
	for rung, want := range map[string][]string{
		"half":          {"officer-0"},
		"two-days-left": {"officer-0", "head-desk"},
		"missed":        {"officer-0", "head-desk", "head-syt", "deputy-syt"},
		"late-7":        {"officer-0", "head-desk", "head-syt", "deputy-syt", "head-h38"},
	} {
		expect(t, rung, o.alert(t, rung).Receivers, want...)
	}
	must(t, o.Say(1, &domain.Transferred{ToUnit: "elsewhere", ToOfficer: "officer-9"})) // the tree does not know the unit
	expect(t, "after a transfer", o.alert(t, "missed").Receivers, "officer-9", "head-syt", "deputy-syt")
	must(t, o.Say(1, &domain.Transferred{ToAgency: "UBND", ToUnit: "vp"})) // nor the agency, and nobody holds it
	expect(t, "nobody on the way", o.alert(t, "half").Receivers, "head-syt", "deputy-syt")
}

func TestAnAcknowledgementEnds(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-08 09:00")
	o.heard()
	must(t, o.Act(1, "head-desk", &domain.AlertAcknowledged{RaisedRung: o.alert(t, "half").RaisedRung}))
	if v := o.alert(t, "half"); v.State != StateAcknowledged || v.By != "head-desk" || !v.Until.Equal(logtest.At("2026-01-11 09:00")) {
		t.Errorf("it is %s by %s until %s", v.State, v.By, v.Until)
	}
	o.live(t, "2026-01-11 23:00")
	expect(t, "told", o.heard(), "01-11 09:00 reminder half (acknowledged)")
	if v := o.alert(t, "half"); v.State != StateFiring || v.Reminded != 1 {
		t.Errorf("after the reminder it is %s, told again %d times", v.State, v.Reminded)
	}
	if o.look(t) {
		t.Error("it is told once more")
	}
}

func TestASnoozeEndsOnAWorkingMorning(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-13 09:00")
	o.heard()
	must(t, o.Act(1, "head-syt", &domain.AlertSnoozed{RaisedRung: o.alert(t, "late-1").RaisedRung, Until: logtest.At("2026-01-14 07:00")}))
	o.live(t, "2026-01-15 00:00")
	expect(t, "told", o.heard(), "01-14 07:00 reminder late-1 (snoozed)")
}

func TestWhatIsAcknowledgedAndOvertakenIsNotToldAgain(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-12 23:00")
	o.heard()
	must(t, o.Act(1, "head-desk", &domain.AlertAcknowledged{RaisedRung: o.alert(t, "due-day").RaisedRung}))
	o.live(t, "2026-01-20 23:00")
	expect(t, "told", o.heard(), "01-13 00:00 escalated missed", "01-13 07:00 new late-1", "01-16 07:00 new late-3")
}

func TestASilenceMutesAndItsEndTells(t *testing.T) {
	o := received(t)
	o.Now = logtest.At("2026-01-07 09:00")
	o.silence("s-1", o.Now, domain.SilenceSet{Matcher: domain.Matcher{Agency: "SYT", Rung: "half"}, Until: logtest.At("2026-01-09 10:00")})
	o.silence("s-2", o.Now, domain.SilenceSet{Matcher: domain.Matcher{Agency: "UBND"}, Until: logtest.At("2026-01-20 10:00")})
	o.live(t, "2026-01-08 09:00")
	expect(t, "told", o.heard(), "01-08 07:00 new two-days-left", "01-08 08:00 new half muted: silence")
	s := o.alert(t, "half").Suppressed
	if s == nil || s.Silence != "s-1" || s.Reason.VI != "vì lý do" || !s.Until.Equal(logtest.At("2026-01-09 10:00")) {
		t.Errorf("it is muted by %+v", s)
	}
	o.live(t, "2026-01-11 00:00")
	expect(t, "told", o.heard(), "01-09 10:00 reminder half (suppressed)")
}

func TestASystemPauseMutesAllUntilItIsEnded(t *testing.T) {
	o := received(t)
	o.Now = logtest.At("2026-01-07 09:00")
	o.silence("pause", o.Now, domain.SilenceSet{All: true, Until: logtest.At("2026-01-20 10:00")})
	o.live(t, "2026-01-08 09:00")
	expect(t, "told", o.heard(), "01-08 07:00 new two-days-left muted: pause", "01-08 08:00 new half muted: pause")
	o.EndSilence("pause")
	o.live(t, "2026-01-08 10:00")
	expect(t, "told", o.heard(), "01-08 09:00 reminder half (suppressed)") // the other was overtaken
	must(t, o.Say(1, &domain.Completed{Outcome: domain.Granted}))
	expect(t, "resolved", o.heard(),
		"01-08 10:00 resolved two-days-left (dossier.completed) muted: later",
		"01-08 10:00 resolved half (dossier.completed)")
}

func TestWhatNobodyHeardOfIsResolvedQuietly(t *testing.T) {
	o := received(t)
	o.silence("s", o.Now, domain.SilenceSet{Matcher: domain.Matcher{Rung: "two-days-left"}, Until: logtest.At("2026-01-08 07:30")})
	o.live(t, "2026-01-08 07:15")
	o.Now = logtest.At("2026-01-08 07:45") // the silence is over, and no engine has looked
	must(t, o.Say(1, &domain.Completed{Outcome: domain.Granted}))
	expect(t, "said", o.heard(),
		"01-08 07:00 new two-days-left muted: silence",
		"01-08 07:45 resolved two-days-left (dossier.completed) muted: untold")
}

func TestOverdueMutesStepLate(t *testing.T) {
	o := received(t)
	o.Now = logtest.At("2026-01-09 09:00")
	must(t, o.Say(1, &domain.Transferred{ToUnit: "desk", ToOfficer: "officer-0", Step: "check", StepDue: logtest.At("2026-01-13 11:00")}))
	o.live(t, "2026-01-14 06:00")
	if heard := o.heard(); heard[len(heard)-1] != "01-14 00:00 new step-missed muted: overdue" {
		t.Errorf("heard %q", heard)
	}
	if v := o.alert(t, "step-missed"); v.Suppressed == nil || v.Suppressed.By != ByOverdue {
		t.Errorf("muted by %+v", v.Suppressed)
	}
	must(t, o.Say(1, &domain.Corrected{ // the due was promised for later
		Sequence: 1, Event: domain.TypeReceived, Facts: []byte(`{"due":"2026-01-30T17:00:00+07:00"}`), Reason: "r", Authority: "a",
	}))
	o.live(t, "2026-01-14 06:30")
	heard := o.heard()
	if last := heard[len(heard)-1]; last != "01-14 06:00 reminder step-missed (suppressed)" {
		t.Errorf("nothing mutes it any more, and the last that was said is %q", last)
	}
}

func TestAStopResolvesAndItsEndTellsWhatFiresStill(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-08 09:00")
	o.heard()
	must(t, o.Say(1, &domain.Paused{Reason: domain.Verification}))
	expect(t, "told", o.heard(),
		"01-08 09:00 resolved two-days-left (dossier.paused) muted: later",
		"01-08 09:00 resolved half (dossier.paused)")
	o.Now = logtest.At("2026-01-08 15:00") // the same day: the due stays
	must(t, o.Say(1, &domain.Resumed{}))
	expect(t, "told", o.heard(),
		"01-08 15:00 reminder two-days-left (dossier.resumed) muted: later",
		"01-08 15:00 reminder half (dossier.resumed)")
	must(t, o.Say(1, &domain.Paused{Reason: domain.Verification}))
	o.heard()
	o.Now = logtest.At("2026-01-14 15:00")
	must(t, o.Say(1, &domain.Resumed{})) // a new revision: what fired of the old one is void
	expect(t, "told", o.heard())
	o.live(t, "2026-01-19 15:00")
	for _, v := range o.board.List(Query{At: o.Now}).Alerts {
		if v.Revision != 2 {
			t.Errorf("%s of revision %d fires", v.Rung, v.Revision)
		}
	}
}

func TestTheWorkingTimeSince(t *testing.T) {
	o := received(t)
	o.live(t, "2026-01-17 00:00")
	last := o.said[len(o.said)-1] // late-3: Friday the 16th at 07:00, Thursday was off
	if got := domain.WorkingTime(last.Worked, last.WorkdayHas); last.Alert.Rung != "late-3" || got.VI != "2 ngày" {
		t.Errorf("%s is %q late", last.Alert.Rung, got.VI)
	}
}

func TestWhy(t *testing.T) {
	o := received(t)
	o.silence("s", o.Now, domain.SilenceSet{Matcher: domain.Matcher{Rung: "due-day"}, Until: logtest.At("2026-01-14 07:30")})
	o.live(t, "2026-01-13 09:00")
	must(t, o.Say(1, &domain.Completed{Outcome: domain.Granted}))
	must(t, o.Say(1, &domain.Returned{Method: domain.InPerson})) // it is over, and the log still tells
	told := o.heard()
	stories := Trace(o.reference.Registry(), append(o.board.SilenceCommits(), o.commits(1)...), "head-desk", o.Now)
	var answers []string
	n := 0
	for _, s := range stories {
		answers = append(answers, s.Alert.Rung+" "+string(s.Answer)+" "+string(s.Alert.State))
		n += len(s.Told)
	}
	expect(t, "answers", answers,
		"two-days-left told resolved", "half not-on-route resolved", "due-day suppressed resolved",
		"missed told resolved", "late-1 told resolved")
	if n != len(told) {
		t.Errorf("%d messages, %d were sent", n, len(told))
	}
	if s := stories[2].Told[0]; s.Suppressed == nil || s.Suppressed.Silence != "s" || s.ID.Position == 0 {
		t.Errorf("due-day: %+v", s)
	}
}
