package calendar_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// closed is the Vietnamese calendar of an agency that moved house on 8 and 9
// September 2025, and that was closed on a worked Saturday.
func closed(t *testing.T) *calendar.Calendar {
	spec := deployed(t, "vn").Spec()
	spec.Closures = []calendar.Closure{
		{From: date(t, "2025-09-08"), To: date(t, "2025-09-09"), Reason: "moving house"},
		{From: date(t, "2025-04-26"), To: date(t, "2025-04-26"), Reason: "flood"},
	}
	return calendarOf(t, spec)
}

func TestDay(t *testing.T) {
	c := closed(t)
	const full = "[07:00-11:30 13:30-17:00]"
	for _, v := range []struct{ date, sessions, why, reason string }{
		{"2025-09-05", full, "workday", ""},
		{"2025-09-06", "[]", "weekend", ""},
		{"2025-09-02", "[]", "day-off", ""},
		{"2025-09-09", "[]", "closure", "moving house"},
		{"2025-09-10", full, "workday", ""},
		{"2025-04-26", "[]", "closure", "flood"},
		{"2024-05-04", full, "extra-working-day", ""},
		{"1950-01-02", full, "workday", ""}, // before and after all listed dates
		{"2090-01-01", "[]", "weekend", ""},
	} {
		sessions, why := c.Day(date(t, v.date))
		if got := fmt.Sprint(sessions); got != v.sessions || why.String() != v.why {
			t.Errorf("%s: %s %s, want %s %s", v.date, got, why, v.sessions, v.why)
		}
		if c.IsWorkday(date(t, v.date)) != (v.sessions == full) {
			t.Errorf("%s: working day %v", v.date, v.sessions != full)
		}
		if got := c.ClosureReason(date(t, v.date)); got != v.reason {
			t.Errorf("%s: closed for %q, want %q", v.date, got, v.reason)
		}
	}
	if sessions, why := c.Day(0); sessions != nil || why != 0 || c.IsWorkday(0) {
		t.Errorf("no date: %v %v", sessions, why)
	}
}

// TestUnchangeable holds that nothing a calendar hands out leads back into it.
func TestUnchangeable(t *testing.T) {
	c := deployed(t, "vn")
	want := c.Spec()
	sessions, _ := c.Day(date(t, "2025-09-08"))
	sessions[0].From = 0
	spec := c.Spec()
	spec.Sessions["default"][0].To, spec.DaysOff[0] = 8*60, 1
	if diff := cmp.Diff(want, c.Spec()); diff != "" {
		t.Errorf("the calendar changed:\n%s", diff)
	}
	if sessions, _ := c.Day(date(t, "2025-09-08")); fmt.Sprint(sessions) != "[07:00-11:30 13:30-17:00]" {
		t.Errorf("the sessions changed: %v", sessions)
	}
}

func TestExtraWorkingDaySessions(t *testing.T) {
	morning := []calendar.Session{{From: 8 * 60, To: 12 * 60}}
	afternoon := []calendar.Session{{From: 13 * 60, To: 18 * 60}}
	saturday := date(t, "2025-04-26")
	for _, v := range []struct {
		week map[string][]calendar.Session
		want string
	}{
		{map[string][]calendar.Session{"mon": morning, "tue": afternoon}, "[08:00-12:00]"},
		{map[string][]calendar.Session{"tue": afternoon}, "[13:00-18:00]"},
		{map[string][]calendar.Session{"mon": morning, "sat": afternoon}, "[13:00-18:00]"},
	} {
		c := calendarOf(t, calendar.Spec{ID: "x", Version: 1, Zone: "UTC", Sessions: v.week, ExtraWorkingDays: []calendar.Date{saturday}})
		if sessions, _ := c.Day(saturday); fmt.Sprint(sessions) != v.want {
			t.Errorf("%v: Saturday is worked %v, want %s", v.week, sessions, v.want)
		}
	}
}

func TestOpensAndEnds(t *testing.T) {
	c := closed(t)
	for _, v := range []struct{ at, opens, session, ends string }{
		{"2025-09-05 06:00", "2025-09-05 07:00", "2025-09-05 06:00", "2025-09-05 17:00"},
		{"2025-09-05 07:00", "2025-09-05 07:00", "2025-09-05 07:00", "2025-09-05 17:00"},
		{"2025-09-05 09:15", "2025-09-05 09:15", "2025-09-05 07:00", "2025-09-05 17:00"},
		{"2025-09-05 11:30", "2025-09-05 13:30", "2025-09-05 07:00", "2025-09-05 17:00"},
		{"2025-09-05 12:00", "2025-09-05 13:30", "2025-09-05 12:00", "2025-09-05 17:00"},
		{"2025-09-05 13:30", "2025-09-05 13:30", "2025-09-05 13:30", "2025-09-05 17:00"},
		{"2025-09-05 17:00", "2025-09-10 07:00", "2025-09-05 13:30", "2025-09-05 17:00"},
		{"2025-09-06 17:00", "2025-09-10 07:00", "2025-09-06 13:30", "2025-09-06 17:00"}, // a due date that did not roll
		{"2025-09-08 03:00", "2025-09-10 07:00", "2025-09-08 03:00", "2025-09-08 17:00"},
	} {
		at := clock(t, c, v.at)
		got := []string{
			at.Format("2006-01-02 15:04"), c.Opens(at).Format("2006-01-02 15:04"),
			c.StartOfSession(at).Format("2006-01-02 15:04"), c.EndOfDay(calendar.DateOf(at, c.Location())).Format("2006-01-02 15:04"),
		}
		if diff := cmp.Diff([]string{v.at, v.opens, v.session, v.ends}, got); diff != "" {
			t.Errorf("at %s: opens, session, end of day (-want +got):\n%s", v.at, diff)
		}
	}
}

func TestMidnightSession(t *testing.T) {
	c := deployed(t, "nl")
	friday := date(t, "2025-09-05")
	end := c.EndOfDay(friday)
	if !end.Equal(c.Midnight(friday+1)) || c.DueDay(end) != friday {
		t.Errorf("%s ends %s, which closes %s", friday, end, c.DueDay(end))
	}
	if start := c.StartOfSession(end); !start.Equal(c.Midnight(friday)) {
		t.Errorf("the session until %s began %s", end, start)
	}
	if day := c.DueDay(end.Add(1)); day != friday+1 {
		t.Errorf("an instant after midnight belongs to %s", day)
	}
}

func TestRollForward(t *testing.T) {
	c := closed(t)
	for from, want := range map[string]string{
		"2025-09-05": "2025-09-05",
		"2025-09-06": "2025-09-10", // over the closure
		"2025-04-26": "2025-04-28",
		"2026-02-14": "2026-02-23",
		"2033-01-01": "2033-01-03",
	} {
		if got := c.RollForward(date(t, from)); got != date(t, want) {
			t.Errorf("%s rolls to %s, want %s", from, got, want)
		}
	}
	if got := c.RollForward(0); got != 0 {
		t.Errorf("no date rolls to %s", got)
	}
}

func TestAddWorkdaysBack(t *testing.T) {
	c := deployed(t, "vn")
	for _, v := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-02-23", -1, "2026-02-13"},
		{"2026-02-18", -1, "2026-02-13"}, // from a day off
		{"2025-05-05", -3, "2025-04-26"}, // Tue 29, Mon 28, the worked Saturday
		{"2025-09-10", -2, "2025-09-08"},
		{"2025-09-07", 0, "2025-09-07"},
		{"2018-01-02", -1, "2017-12-29"},
	} {
		if got, err := c.AddWorkdays(date(t, v.from), v.n); err != nil || got != date(t, v.want) {
			t.Errorf("%s %+d = %s, %v; want %s", v.from, v.n, got, err, v.want)
		}
	}
	for _, from := range []calendar.Date{0, calendar.MinDate, calendar.MaxDate + 1} {
		if d, err := c.AddWorkdays(from, -1); err == nil {
			t.Errorf("the working day before %s is %s", from, d)
		}
	}
}
