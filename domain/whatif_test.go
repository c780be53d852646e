package domain

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// date reads a date of these tests.
func date(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ask answers the query about the hall's dossiers.
func (h *hall) ask(q WhatIfQuery) *WhatIf {
	h.t.Helper()
	other, err := q.Alternative(vietnam)
	if err != nil {
		h.t.Fatal(err)
	}
	w := q.Begin(vietnam, h.now)
	for _, code := range h.codes() {
		if q.Matches(h.dossiers[code]) {
			w.Take(h.dossiers[code], other, h.registry)
		}
	}
	w.Close(q.Listed())
	return w
}

// january asks about January 2026.
func january(t testing.TB) WhatIfQuery {
	return WhatIfQuery{From: date(t, "2026-01-01"), To: date(t, "2026-01-31")}
}

func turnsOf(w *WhatIf) string {
	var turns []string
	for _, d := range w.Dossiers {
		turns = append(turns, fmt.Sprintf("%s %s->%s", d.Code, d.Then, d.Under))
	}
	return fmt.Sprint(turns)
}

// completed puts a dossier into the hall that was received and completed.
func (h *hall) completed(code, received, completed string) {
	h.at(received).with(code).say(&Received{Intake: someIntake(testProcedure)})
	h.at(completed).say(&Completed{Outcome: Granted})
}

func TestWhatIf_nothingElse(t *testing.T) {
	h := newHall(t)
	h.completed("a", "2026-01-05T09:00", "2026-01-12T16:00")
	h.completed("b", "2026-01-05T09:00", "2026-01-14T16:00")
	h.at("2026-01-15T09:00").with("c").say(&Received{Intake: someIntake(testProcedure)})
	w := h.ask(january(t))
	if w.Completed != 2 || w.Pending != 1 || w.Differ+w.DueDiffers+len(w.Dossiers) != 0 || fmt.Sprint(w.Then) != fmt.Sprint(w.Under) {
		t.Errorf("under the same rules: %+v", w)
	}
}

func TestWhatIf_otherRules(t *testing.T) {
	byInstant, clock := DefaultPolicy(), DefaultPolicy()
	byInstant.Verdict, clock.Verdict, clock.Count = ByInstant, ByInstant, calendar.ClockCount
	other := func(change func(q *WhatIfQuery)) WhatIfQuery { q := january(t); change(&q); return q }
	h := newHall(t)
	h.completed("at-noon", "2026-01-05T09:00", "2026-01-09T12:00") // due on Saturday 10/01, which is worked
	h.completed("evening", "2026-01-05T09:00", "2026-01-10T19:00")
	h.completed("morning", "2026-01-05T09:00", "2026-01-10T10:00")
	h.completed("late", "2026-01-05T09:00", "2026-01-12T07:30")
	h.at("2026-01-26T09:00").with("pending").say(&Received{Intake: someIntake(testProcedure)}) // due on 02/02
	h.at("2026-02-10T09:00")
	spec := h.registryCalendar("vn")
	spec.Version, spec.ExtraWorkingDays = 2, nil
	for _, row := range []struct {
		name, turns string
		query       WhatIfQuery
	}{
		{"by instant", "[evening on-time->late]", other(func(q *WhatIfQuery) { q.Policy = &byInstant })},
		{"by the clock", "[evening on-time->late morning on-time->late]", other(func(q *WhatIfQuery) { q.Policy = &clock })},
		{"without the worked Saturday", "[evening on-time->early late late->on-time morning on-time->early]", other(func(q *WhatIfQuery) { q.Calendar = &spec })},
		{"a longer limit", "[evening on-time->early late late->early morning on-time->early]", other(func(q *WhatIfQuery) {
			q.Procedures = []ProcedureTerms{{Code: testProcedure, Limits: []ProcedureLimit{{Limit: limit("10workday")}}}}
		})},
		{"no limit", "[at-noon early->no-deadline evening on-time->no-deadline late late->no-deadline morning on-time->no-deadline pending in-time->no-deadline]", other(func(q *WhatIfQuery) {
			q.Procedures = []ProcedureTerms{{Code: testProcedure}}
		})},
		{"a shorter limit", "[at-noon early->late evening on-time->late morning on-time->late pending in-time->overdue]", other(func(q *WhatIfQuery) {
			q.Procedures = []ProcedureTerms{{Code: testProcedure, Limits: []ProcedureLimit{{Limit: limit("2workday")}}}}
		})},
		{"another procedure's limit", "[]", other(func(q *WhatIfQuery) {
			q.Procedures = []ProcedureTerms{{Code: "9.999999", Limits: []ProcedureLimit{{Limit: limit("1workday")}}}}
		})},
		{"another agency", "[]", other(func(q *WhatIfQuery) { q.Policy, q.Agency = &byInstant, "H26.999" })},
		{"another month", "[]", WhatIfQuery{From: date(t, "2025-12-01"), To: date(t, "2025-12-31"), Policy: &byInstant}},
	} {
		if got := turnsOf(h.ask(row.query)); got != row.turns {
			t.Errorf("%s: %s, want %s", row.name, got, row.turns)
		}
	}
}

func (h *hall) registryCalendar(id string) calendar.Spec {
	c, ok := h.registry.Calendar(id)
	if !ok {
		h.t.Fatalf("no calendar %s", id)
	}
	return c.Spec()
}

// TestWhatIf_stops replays the stops under the other mode.
func TestWhatIf_stops(t *testing.T) {
	resume := DefaultPolicy()
	resume.SupplementStop = Resume
	h := newHall(t)
	h.at("2026-01-05T09:00").with("a").say(&Received{Intake: someIntake(testProcedure)})
	h.at("2026-01-08T09:00").say(&SupplementRequested{Reason: "thiếu"})
	h.at("2026-01-12T09:00").say(&SupplementReceived{}) // restart: due on the 19th; resume: on the 14th
	h.at("2026-01-16T09:00").say(&Completed{Outcome: Granted})
	q := january(t)
	q.Policy = &resume
	w := h.ask(q)
	if got := turnsOf(w); got != "[a early->late]" || !w.Dossiers[0].DueUnder.Equal(local("2026-01-14T17:00")) {
		t.Errorf("%s, %+v", got, w.Dossiers)
	}
}

// TestWhatIf_pendingAsItStood cuts the history at the end of the period: what came
// later does not excuse what was overdue then.
func TestWhatIf_pendingAsItStood(t *testing.T) {
	h := newHall(t)
	h.at("2026-01-26T09:00").with("a").say(&Received{Intake: someIntake(testProcedure)}) // due on 02/02
	h.at("2026-02-02T09:00").say(&SupplementRequested{Reason: "thiếu"})
	h.at("2026-02-06T09:00").say(&SupplementReceived{})
	q := january(t)
	q.Procedures = []ProcedureTerms{{Code: testProcedure, Limits: []ProcedureLimit{{Limit: limit("3workday")}}}} // due on 29/01
	w := h.ask(q)
	if got := turnsOf(w); got != "[a in-time->overdue]" || !w.At.Equal(local("2026-02-01").Add(-time.Millisecond)) {
		t.Errorf("%s at %s", got, w.At)
	}
}

// TestWhatIf_dutchPermits judges the permits of two municipalities as if
// extensions had moved the due: the verdicts become exactly those that were
// computed independently, and so many dossiers differ.
func TestWhatIf_dutchPermits(t *testing.T) {
	shared := filepath.Join("..", "..", "shared", "data")
	b, err := os.ReadFile(filepath.Join(shared, "reference_bpic15_dossiers.json"))
	if err != nil {
		t.Skip("the shared data is not here:", err)
	}
	var reference map[string]map[string]int
	if err := json.Unmarshal(b, &reference); err != nil {
		t.Fatal(err)
	}
	turns := map[string]string{
		"1": "[{late early 85} {on-time early 4} {late on-time 3}]",
		"2": "[{late early 33} {late on-time 3}]",
	}
	for municipality, want := range reference {
		w := dutchWhatIf(t, readRows(t, filepath.Join(shared, "bpic15_dossiers_"+municipality+".csv")))
		for set, got := range map[string]map[string]int{"default (stops count, extension does not)": w.Then, "extension moves the due": w.Under} {
			for verdict, name := range map[string]string{"early": " early", "on-time": " on the due day", "late": " late"} {
				if got[verdict] != want[set+name] {
					t.Errorf("%s, %s: %d %s, want %d", municipality, set, got[verdict], verdict, want[set+name])
				}
			}
		}
		if got := fmt.Sprint(w.Turns); got != turns[municipality] || w.Completed != want["completed"] || w.Pending != 0 {
			t.Errorf("%s: %s of %d completed, %d pending; want %s", municipality, got, w.Completed, w.Pending, turns[municipality])
		}
	}
}

func dutchWhatIf(t *testing.T, rows [][]string) *WhatIf {
	h := &hall{world: &world{t: t, registry: NewRegistry(), now: time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC)}, dossiers: make(map[string]*Dossier)}
	policy := readDeployed[Policy](t, "policies/nl-permits.json")
	h.publish(TypeCalendarChanged, "nl", &CalendarChanged{Calendar: readDeployed[calendar.Spec](t, "calendars/nl.json")})
	h.publish(TypePolicyChanged, policy.ID, &PolicyChanged{Policy: policy})
	h.publish(TypeUnitDefined, "gemeente", &UnitDefined{Kind: UnitAgency, Name: "Gemeente", Parent: "nl", Policy: policy.ID})
	h.publishProcedure("omgevingsvergunning", "56day")
	for _, row := range rows {
		e := h.with(row[0]).event(permitData(row))
		e.Subject, e.At = row[0], noon(t, row[2])
		if _, err := h.decide(e); err != nil && codeOf(err) != CodeExtensionExpired {
			t.Errorf("%v: %v", row, err)
		}
	}
	for code, d := range h.dossiers {
		if d.CompletedAt.IsZero() {
			delete(h.dossiers, code) // the reference speaks of completed ones
		}
	}
	moving := policy
	moving.ExtensionMovesDue = true
	return h.ask(WhatIfQuery{From: date(t, "2010-01-01"), To: date(t, "2015-12-31"), Policy: &moving})
}
