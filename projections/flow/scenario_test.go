package flow_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// january: 1 was received on Monday the 5th, checked within its limit of one
// workday with a stop, and completed on Friday; 2 lay with unit-1 for three days
// too many, and was completed late on Wednesday the 14th; 3 is still with the
// officer to whom it was handed over late, overdue since the 13th.
func january(t *testing.T) *story {
	s := tell(t)
	for _, n := range []int{1, 2, 3} {
		s.receive(n, "2026-01-05 08:00")
	}
	s.transfer(1, "2026-01-05 10:00", "unit-1", "officer-1", "check")
	s.transfer(2, "2026-01-05 11:30", "unit-1", "officer-1", "check")
	s.on(1, "2026-01-06 08:00", &domain.SupplementRequested{Reason: "missing"})
	s.on(1, "2026-01-07 08:00", &domain.SupplementReceived{})
	s.transfer(1, "2026-01-07 10:00", "unit-2", "officer-2", "sign")
	s.on(1, "2026-01-08 09:00", &domain.Reminded{Number: 1, Officer: "officer-2"})
	s.complete(1, "2026-01-09 10:00")
	s.transfer(2, "2026-01-09 10:00", "unit-2", "officer-2", "")
	s.transfer(3, "2026-01-09 16:00", "unit-2", "officer-2", "check")
	s.complete(2, "2026-01-14 10:00")
	s.on(2, "2026-01-14 11:00", &domain.Explained{Cause: domain.Subjective})
	s.Now = logtest.At("2026-01-16 10:00")
	return s
}

func TestDwellOfAMonth(t *testing.T) {
	s := january(t)
	dwell := ask[*flow.Dwell](s, "dwell", "from=2026-01-01&to=2026-01-31&by=unit")
	if dwell.Dossiers != 3 || dwell.Workday != hours(8) || len(dwell.Rows) != 3 {
		t.Fatalf("%+v", dwell)
	}
	desk, one, two := dwell.Rows[0], dwell.Rows[1], dwell.Rows[2]
	// The desk had 1 from 8 to 10, 2 until 11:30, and 3 from Monday 8:00 until
	// Friday 16:00: 4 days and 6 hours.
	if want := (flow.Spread{
		Total: hours(2 + 3.5 + 38), Mean: hours(14.5), P50: hours(3.5), P90: hours(38), P95: hours(38), Longest: hours(38),
	}); desk.Length != want || desk.Stays != 3 || desk.There != 0 || desk.Limited != 0 || desk.Running != want.Total {
		t.Errorf("the desk: %+v", desk)
	}
	// 1 lay there from 10:00 to 10:00 two days later, a whole day of which waited
	// for the applicant; 2 from Monday noon to Friday 10:00.
	if one.Stays != 2 || one.Length.Longest != hours(3.5+3*8+3) || one.Stopped != hours(8) || one.Running != hours(8+30.5) ||
		one.Limited != 2 || one.Exceeded != 1 {
		t.Errorf("unit-1: %+v", one)
	}
	// 3 is there since Friday 16:00: an hour, three days (Thursday was off), and 3 h.
	if two.Stays != 3 || two.There != 1 || two.Length.P50 != hours(24) || two.Length.Longest != hours(1+3*8+3) || two.Limited != 1 || two.Exceeded != 1 {
		t.Errorf("unit-2: %+v", two)
	}
	second := ask[*flow.Dwell](s, "dwell", "from=2026-01-07&to=2026-01-08&as_of=2026-01-07&by=officer")
	if len(second.Rows) != 3 || second.Rows[0].Running != hours(8) || second.Rows[0].There != 1 {
		t.Errorf("as of Wednesday officer-0 has one dossier the whole day: %+v", second.Rows)
	}
	steps := ask[*flow.Dwell](s, "dwell", "from=2026-01-01&to=2026-01-31&by=step")
	keys := []string{}
	for _, row := range steps.Rows {
		limits := ""
		for _, l := range row.Limits {
			limits += l.String()
		}
		keys = append(keys, row.Key+" "+limits)
	}
	if got := strings.Join(keys, "|"); got != "(receipt) |check 1workday|sign | " {
		t.Errorf("steps %q", got)
	}
}

func TestWaitsOfAMonth(t *testing.T) {
	s := january(t)
	s.on(3, "2026-01-16 10:00", &domain.Paused{Reason: domain.OutsideConsultation})
	s.Now = logtest.At("2026-01-16 16:30")
	waits := ask[*flow.Waits](s, "waits", "from=2026-01-01&to=2026-01-31")
	got := []string{}
	for _, w := range waits.Handovers {
		got = append(got, strings.Join([]string{w.From, w.To, w.Length.Total.String(), w.Stopped.String()}, " "))
	}
	// To unit-2 from unit-1: 1 for two days, 2 for three; from the desk: 3, for as
	// long as its clock ran.
	want := []string{
		"unit-1 unit-2 " + hours(16+24).String() + " 0",
		"desk unit-1 " + hours(8+30.5).String() + " " + hours(8).String(),
		"desk unit-2 " + hours(1+3*8+3).String() + " " + hours(4.5).String(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	supplement, consultation := waits.Stops[0], waits.Stops[2]
	if supplement.Reason != flow.Supplement || supplement.Stops != 1 || supplement.Open != 0 || supplement.Stopped != hours(8) {
		t.Errorf("waiting for the applicant: %+v", supplement)
	}
	if consultation.Reason != "outside-consultation" || consultation.Open != 1 || consultation.Stopped != hours(4.5) || len(waits.Stops) != 5 {
		t.Errorf("waiting for other agencies: %+v", consultation)
	}
}

func TestWhatMadeDossiersLate(t *testing.T) {
	s := january(t)
	report := ask[*flow.Lateness](s, "lateness", "from=2026-01-01&to=2026-01-31")
	if report.Late != 1 || report.Overdue != 1 || len(report.Dossiers) != 2 {
		t.Fatalf("%+v", report)
	}
	pending, resolved := report.Dossiers[0], report.Dossiers[1]
	// 3: four days and six hours before the first hand-over; then an hour on
	// Friday and the Monday within the limit of one workday, and since then,
	// Thursday being off, two days and three hours beyond it.
	if want := (flow.Shares{
		Total: hours(38 + 28), Receipt: hours(38), Within: hours(1 + 8), Over: hours(2*8 + 3),
	}); pending.Code != logtest.Code(3) || pending.Shares != want || !pending.Ended.IsZero() || pending.Over != hours(2*8+3) {
		t.Errorf("pending: %+v", pending)
	}
	// 2: at unit-1 three days less an hour and a half over the limit; at the
	// breach, on Monday's midnight, it was with unit-2.
	if want := (flow.Shares{
		Total: hours(3.5 + 30.5 + 24), Receipt: hours(3.5), Within: hours(3.5 + 8), Over: hours(2*8 + 3), Unlimited: hours(24),
	}); resolved.Shares != want || resolved.Unit != "unit-2" || resolved.Officer != "officer-2" || resolved.Cause != domain.Subjective ||
		!resolved.Parts[2].AtBreach || resolved.Parts[1].Verdict != domain.Late {
		t.Errorf("resolved: %+v", resolved)
	}
	names := []string{}
	for _, b := range report.Units {
		names = append(names, b.Key+" "+b.Share.Percent)
	}
	if got := strings.Join(names, ", "); got != "unit-2 50.00, unit-1 50.00, desk 0.00" || report.Units[0].AtBreach != 2 {
		t.Errorf("units: %s, %+v", got, report.Units[0])
	}
	if one := ask[*flow.Lateness](s, "lateness", "from=2026-01-01&to=2026-01-31&limit=1"); len(one.Dossiers) != 1 || one.Late+one.Overdue != 2 {
		t.Errorf("limited to one: %+v", one)
	}
}

// Ninh Thuận 2024: officers late for subjective reasons, reminded several times,
// and late again.
func TestOfficersWhoAreLateAgainAlthoughReminded(t *testing.T) {
	s := tell(t)
	for n := 1; n <= 5; n++ {
		s.receive(n, "2026-01-05 08:00")
		officer := "officer-1"
		if n == 5 {
			officer = "officer-2"
		}
		s.transfer(n, "2026-01-05 09:00", "unit-1", officer, "")
	}
	explain := func(n int, at string, cause domain.Cause) {
		s.complete(n, at)
		s.on(n, at, &domain.Explained{Cause: cause})
	}
	s.receive(6, "2026-01-05 10:00")
	s.transfer(6, "2026-01-05 11:00", "unit-1", "officer-1", "")
	s.on(6, "2026-01-08 08:00", &domain.Paused{Reason: domain.Verification}) // it is due later than the others
	s.on(6, "2026-01-13 08:00", &domain.Resumed{})
	s.on(1, "2026-01-13 09:00", &domain.Reminded{Number: 1, Officer: "officer-1"})
	s.on(2, "2026-01-13 09:00", &domain.Reminded{Number: 1, Unit: "unit-1"}) // not to the officer
	s.on(1, "2026-01-14 09:00", &domain.Reminded{Number: 2, Officer: "officer-1"})
	s.on(5, "2026-01-14 09:00", &domain.Reminded{Number: 1, Officer: "officer-2"})
	explain(1, "2026-01-16 09:00", domain.Subjective)
	explain(2, "2026-01-16 09:30", domain.Objective)
	explain(3, "2026-01-16 10:00", domain.Subjective)
	explain(5, "2026-01-16 10:00", domain.Subjective)
	s.complete(4, "2026-01-16 11:00") // nobody said why
	explain(6, "2026-01-23 09:00", domain.Subjective)

	report := ask[*flow.Officers](s, "officers", "from=2026-01-01&to=2026-01-31")
	if report.Late != 6 || report.Holders != 2 || len(report.Rows) != 1 {
		t.Fatalf("%+v", report)
	}
	o := report.Rows[0]
	if o.Officer != "officer-1" || o.Late != 5 || o.Subjective != 3 || o.Again != 1 || o.Reminded != 2 || len(o.Dossiers) != 5 {
		t.Errorf("%+v", o)
	}
	if last := o.Dossiers[4]; last.Code != logtest.Code(6) || !last.Again || last.Reminded != 2 || o.Dossiers[0].Again {
		t.Errorf("the dossier that was late after two reminders: %+v", last)
	}
	for query, want := range map[string]int{
		"&reminders=1": 1, "&reminders=3": 0, "&times=3": 1, "&times=4": 0, "&times=1&reminders=1": 1,
		"&to=2026-01-15": 0, // 6 is due on the 16th
	} {
		period := "from=2026-01-01&to=2026-01-31"
		if strings.Contains(query, "to=") {
			period = "from=2026-01-01"
		}
		if got := ask[*flow.Officers](s, "officers", period+query); len(got.Rows) != want {
			t.Errorf("%s finds %d officers, want %d", query, len(got.Rows), want)
		}
	}
}

func TestWhatCanStillBecomeLate(t *testing.T) {
	s := tell(t)
	s.receive(1, "2026-01-05 08:00") // due on the 12th
	s.transfer(1, "2026-01-05 09:00", "unit-1", "officer-1", "check")
	s.receive(2, "2026-01-05 08:00") // completed in time
	s.receive(3, "2026-01-05 08:00") // stopped
	s.on(3, "2026-01-06 08:00", &domain.Paused{Reason: domain.Verification})
	s.receive(4, "2026-01-06 08:00") // due on the 13th, not handed over yet
	s.on(5, "2026-01-06 08:00", &domain.Received{Intake: logtest.Intake("weeks", domain.InPerson)})
	s.on(6, "2026-01-06 08:00", &domain.Received{Intake: logtest.Intake("never", domain.InPerson)})
	s.on(7, "2026-01-06 08:00", &domain.Received{Intake: logtest.Intake("hours", domain.InPerson)}) // overdue since the 7th
	s.complete(2, "2026-01-08 09:00")
	s.Now = logtest.At("2026-01-09 10:00")
	report := ask[*flow.Outlook](s, "outlook", "from=2026-01-01&to=2026-01-31&days=3")
	if report.InTime != 3 || report.Stopped != 1 || report.NoDeadline != 1 || report.Overdue != 1 || report.Later != 1 {
		t.Fatalf("%+v", report)
	}
	days := []string{}
	for _, d := range report.Days {
		days = append(days, d.Date.String()+strings.Repeat("+", d.Dossiers)+strings.Repeat("*", d.ByThen))
	}
	if got := strings.Join(days, " "); got != "2026-01-09 2026-01-12+* 2026-01-13+** 2026-01-14**" {
		t.Errorf("days %s", got)
	}
	first, second := report.Dossiers[0], report.Dossiers[1]
	// The limit of the check was exceeded on the 6th, but it is the last step; from
	// Friday 10:00 to Monday 17:00 there are 13 hours.
	if first.Code != logtest.Code(1) || first.Left != hours(13) || !first.StepLate || !first.StepDue.Equal(logtest.At("2026-01-06 17:00")) ||
		!first.PassBy.Equal(first.Due) {
		t.Errorf("the dossier with unit-1: %+v", first)
	}
	// A workday must be left for the check.
	if second.Step != flow.ReceiptStep || !second.PassBy.Equal(logtest.At("2026-01-12 17:00")) {
		t.Errorf("the dossier at the desk: %+v", second)
	}
	if report.Rows[0].Key != "desk" || report.Rows[0].Due != 1 || report.Rows[0].InTime != 2 || report.Rows[1].StepLate != 1 {
		t.Errorf("holders: %+v", report.Rows)
	}
	if report.Best.OfReceived.Percent != "85.71" || report.Best.OfDue.Numerator != 4 || report.Best.OfDue.Denominator != 5 {
		t.Errorf("at best %+v", report.Best)
	}
}

// Nothing was said: nothing is reported, and nothing divided by.
func TestOfNothing(t *testing.T) {
	s := tell(t)
	for _, analysis := range flow.Names() {
		report := ask[flow.Report](s, analysis, "")
		if top := report.Top(); top.Analysis != analysis || top.From != logtest.Date("2026-01-01") || !top.AsOf.Equal(s.Now) {
			t.Errorf("%s: %+v", analysis, top)
		}
		report.Name(func(_, key string) string { return key })
		if records := report.Records(); len(records) == 0 || len(records[0]) < 10 {
			t.Errorf("%s: %q", analysis, records)
		}
	}
}
