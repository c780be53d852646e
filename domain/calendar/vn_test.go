package calendar_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// deployed is the calendar that deployments/calendars holds under that name.
func deployed(t testing.TB, name string) *calendar.Calendar {
	t.Helper()
	var spec calendar.Spec
	readJSON(t, filepath.Join("..", "..", "deployments", "calendars", name+".json"), &spec)
	return calendarOf(t, spec)
}

func calendarOf(t testing.TB, spec calendar.Spec) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func readJSON(t testing.TB, path string, v any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// clock is the instant at which the calendar's wall clock shows "2006-01-02
// 15:04".
func clock(t testing.TB, c *calendar.Calendar, reading string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", reading, c.Location())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func date(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func limit(t testing.TB, s string) calendar.Limit {
	t.Helper()
	l, err := calendar.ParseLimit(s)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestDomainVectors holds the vectors of the rule.
func TestDomainVectors(t *testing.T) {
	c := deployed(t, "vn")
	for _, v := range []struct {
		received string
		n        int
		due      string
	}{
		{"2018-12-28", 5, "2019-01-07"},
		{"2019-05-03", 1, "2019-05-04"},
		{"2020-01-22", 5, "2020-02-05"},
		{"2021-09-01", 2, "2021-09-07"},
		{"2022-04-29", 1, "2022-05-04"},
		{"2024-04-26", 5, "2024-05-07"},
		{"2025-04-24", 3, "2025-04-28"},
		{"2025-04-25", 5, "2025-05-06"},
		{"2025-12-31", 1, "2026-01-05"},
		{"2026-01-15", 20, "2026-02-12"}, // a real dossier
		{"2026-02-13", 5, "2026-02-27"},
		{"2026-08-28", 2, "2026-09-04"},
	} {
		l, err := calendar.LimitOf(v.n, calendar.Workday)
		if err != nil {
			t.Fatal(err)
		}
		due, err := c.Due(clock(t, c, v.received+" 10:20"), l, calendar.Rules{})
		if want := clock(t, c, v.due+" 17:00"); err != nil || !due.Equal(want) {
			t.Errorf("received %s, %s: due %s, %v; want %s", v.received, l, due, err, want)
		}
		if n := c.Workdays(date(t, v.received), date(t, v.due)); n != v.n {
			t.Errorf("%d working days after %s to %s, want %d", n, v.received, v.due, v.n)
		}
	}
}

// TestIntakeClock holds the vector of the rule: submitted online at 13:00.
func TestIntakeClock(t *testing.T) {
	c := deployed(t, "vn")
	end, err := c.AddWork(clock(t, c, "2025-09-08 13:00"), 8*time.Hour)
	if want := clock(t, c, "2025-09-09 11:30"); err != nil || !end.Equal(want) {
		t.Errorf("8 working hours end %s, %v; want %s", end, err, want)
	}
}

// TestVietnamData compares the deployed calendar with the facts it was made of.
func TestVietnamData(t *testing.T) {
	path := filepath.Join("..", "..", "..", "shared", "data", "vn_calendar.json")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the facts are not here: %v", err)
	}
	var facts struct {
		Off       []calendar.Date `json:"off_weekdays"`
		Worked    []calendar.Date `json:"worked_saturdays"`
		Uncertain []calendar.Date `json:"uncertain"`
	}
	readJSON(t, path, &facts)
	spec := deployed(t, "vn").Spec()
	if diff := cmp.Diff(facts.Off, spec.DaysOff); diff != "" {
		t.Errorf("days off (-facts +deployed):\n%s", diff)
	}
	if diff := cmp.Diff(facts.Worked, spec.ExtraWorkingDays); diff != "" {
		t.Errorf("worked Saturdays (-facts +deployed):\n%s", diff)
	}
	for _, d := range facts.Uncertain {
		if slices.Contains(spec.DaysOff, d) {
			t.Errorf("%s is listed, but uncertain", d)
		}
	}
}

// TestVietnamWorkdays pins the number of working days of each year, counted by
// hand: weekdays less days off plus worked Saturdays.
func TestVietnamWorkdays(t *testing.T) {
	c := deployed(t, "vn")
	want := map[int]int{}
	for year, of := range map[int][3]int{ // weekdays, days off, worked Saturdays
		2018: {261, 11, 0}, 2019: {261, 11, 2}, 2020: {262, 10, 0},
		2021: {261, 11, 0}, 2022: {260, 11, 0}, 2023: {260, 11, 0},
		2024: {262, 12, 1}, 2025: {261, 12, 1}, 2026: {261, 13, 2},
	} {
		want[year] = of[0] - of[1] + of[2]
	}
	got := map[int]int{}
	for year := range want {
		got[year] = c.Workdays(calendar.DateFrom(year-1, 12, 31), calendar.DateFrom(year, 12, 31))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("working days (-want +got):\n%s", diff)
	}
}

func TestProvisional(t *testing.T) {
	vn, nl := deployed(t, "vn"), deployed(t, "nl")
	for _, v := range []struct {
		c    *calendar.Calendar
		date string
		want bool
	}{
		{vn, "2026-12-31", false},
		{vn, "2027-01-01", true},
		{nl, "2999-01-01", false},
	} {
		if got := v.c.Provisional(date(t, v.date)); got != v.want {
			t.Errorf("%s: %s provisional: %v, want %v", v.c.ID(), v.date, got, v.want)
		}
	}
}
