package calendar

import (
	"fmt"
	"testing"
)

func TestChanges(t *testing.T) {
	read := func(text string) Date {
		d, err := ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	was := Spec{
		ID: "vn", Version: 1, Zone: "Asia/Ho_Chi_Minh", Note: "one",
		Sessions: map[string][]Session{"default": {{7 * 60, 11 * 60}}},
		DaysOff:  []Date{read("2026-01-02"), read("2026-01-01")}, ExtraWorkingDays: []Date{read("2026-01-10")},
		Closures: []Closure{{From: read("2026-03-02"), To: read("2026-03-03"), Reason: "dời trụ sở"}},
	}
	is := was.clone()
	is.Version, is.Note, is.DaysOff = 2, "two", []Date{read("2026-01-01"), read("2026-01-02")}
	is.Sessions = map[string][]Session{"mon": {{7 * 60, 11 * 60}}, "default": {{7 * 60, 11 * 60}}, "sat": nil}
	if changes := is.Changes(was); len(changes) != 0 {
		t.Errorf("the same in other words differs: %v", changes)
	}
	is.Zone, is.ConfirmedUntil = "Asia/Bangkok", read("2026-12-31")
	is.Sessions["sat"] = []Session{{8 * 60, 12 * 60}}
	is.DaysOff, is.ExtraWorkingDays, is.Closures = is.DaysOff[1:], append(is.ExtraWorkingDays, read("2026-01-03")), nil
	want := "[{zone Asia/Ho_Chi_Minh Asia/Bangkok} {sessions.sat  08:00-12:00} {days_off 2026-01-01 } {extra_working_days  2026-01-03}" +
		" {closures 2026-03-02/2026-03-03 dời trụ sở } {confirmed_until  2026-12-31}]"
	if got := fmt.Sprint(is.Changes(was)); got != want {
		t.Errorf("the changes are\n%s, want\n%s", got, want)
	}
}
