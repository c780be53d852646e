package calendar_test

import (
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// TestOutsideTheYears holds what instants before the year 1 and after 9999 give:
// no work, no opening, an error, never a panic.
func TestOutsideTheYears(t *testing.T) {
	c := deployed(t, "vn")
	first, last := c.Midnight(calendar.MinDate), c.EndOfDay(calendar.MaxDate)
	before, after := first.AddDate(-500, 0, 0), last.AddDate(500, 0, 0)
	if got := c.Work(before, first.Add(8*time.Hour)); got != time.Hour {
		t.Errorf("%s is worked up to 08:00 of the first day", got)
	}
	if got := c.Work(last.Add(-time.Hour), after); got != time.Hour {
		t.Errorf("%s is worked in the last hour", got)
	}
	if got := c.Work(before, after); got != math.MaxInt64 {
		t.Errorf("all years are worked for %s", got)
	}
	if got := c.Opens(before); !got.Equal(first.Add(7 * time.Hour)) {
		t.Errorf("before the year 1 it opens %s", got)
	}
	if got := c.Opens(last); !got.IsZero() {
		t.Errorf("after the last session it opens %s", got)
	}
	for _, at := range []time.Time{before, after} {
		if end, err := c.AddWork(at, time.Hour); !errors.Is(err, calendar.ErrOutOfRange) || !end.IsZero() {
			t.Errorf("%s + 1h = %s, %v", at, end, err)
		}
		if got := c.StartOfSession(at); !got.Equal(at) {
			t.Errorf("%s is in a session from %s", at, got)
		}
		if got := c.DueDay(at); !got.IsZero() {
			t.Errorf("%s is on %s", at, got)
		}
	}
}

func TestEndOfTime(t *testing.T) {
	c := deployed(t, "vn")
	start := c.Midnight(date(t, "9999-12-30"))
	for _, d := range []time.Duration{24 * time.Hour, math.MaxInt64} {
		if end, err := c.AddWork(start, d); !errors.Is(err, calendar.ErrOutOfRange) || !end.IsZero() {
			t.Errorf("%s + %s = %s, %v", start, d, end, err)
		}
	}
	if end, err := c.AddWork(start, -1); err == nil {
		t.Errorf("less than nothing ends %s", end)
	}
	// A day that ends with the year 9999 ends in the year 10000, which RFC 3339
	// can't write.
	nl := deployed(t, "nl")
	if due, err := nl.Due(nl.Midnight(calendar.MaxDate), limit(t, "8workday"), calendar.Rules{}); !errors.Is(err, calendar.ErrOutOfRange) {
		t.Errorf("due %s, %v", due, err)
	}
	if due, err := nl.Due(nl.Midnight(calendar.MaxDate), calendar.SameDay, calendar.Rules{}); !errors.Is(err, calendar.ErrOutOfRange) {
		t.Errorf("due %s, %v", due, err)
	}
}

// TestNoDate holds that no date gives no instant.
func TestNoDate(t *testing.T) {
	c := deployed(t, "vn")
	for _, d := range []calendar.Date{0, -5, calendar.MaxDate + 1} {
		if !c.Midnight(d).IsZero() || !c.EndOfDay(d).IsZero() || !c.DueOn(d, calendar.SameDay, calendar.Rules{}).IsZero() {
			t.Errorf("date number %d has instants", int(d))
		}
		if c.Workdays(d, 1000) != 0 || c.Workdays(1000, d) != 0 {
			t.Errorf("working days are counted from or to date number %d", int(d))
		}
	}
	if d, err := c.Postpone(calendar.MaxDate, limit(t, "5day"), 1, 2); !errors.Is(err, calendar.ErrOutOfRange) {
		t.Errorf("postponed beyond the last date: %s, %v", d, err)
	}
	if d, err := c.DueDate(c.Midnight(1000), calendar.Limit{}, calendar.Rules{}); !errors.Is(err, calendar.ErrNoLimit) || d != 0 {
		t.Errorf("without a limit: %s, %v", d, err)
	}
}

// TestTexts holds the texts of the enumerations, which are stored.
func TestTexts(t *testing.T) {
	type both interface {
		fmt.Stringer
		MarshalText() ([]byte, error)
	}
	for want, values := range map[string][]both{
		"[workday workhour day month]": {calendar.Workday, calendar.Workhour, calendar.Day, calendar.Month},
		"[day-count clock]":            {calendar.DayCount, calendar.ClockCount},
		"[forward none]":               {calendar.RollForward, calendar.RollNone},

		"[workday weekend day-off extra-working-day closure]": {calendar.WhyWorkday, calendar.WhyWeekend, calendar.WhyDayOff, calendar.WhyExtraWorkingDay, calendar.WhyClosure},
		"[session lunch night]":                               {calendar.WhySession, calendar.WhyLunch, calendar.WhyNight},
	} {
		var texts []string
		for _, v := range values {
			text, err := v.MarshalText()
			if err != nil || string(text) != v.String() {
				t.Errorf("%v is written %s, %v", v, text, err)
			}
			texts = append(texts, v.String())
		}
		if fmt.Sprint(texts) != want {
			t.Errorf("%v, want %s", texts, want)
		}
	}
	for _, v := range []both{calendar.Unit(0), calendar.Unit(9), calendar.Count(9), calendar.Roll(9), calendar.Why(0), calendar.Why(99), calendar.TimeOfDay(1441)} {
		if text, err := v.MarshalText(); err == nil {
			t.Errorf("%#v is written %s", v, text)
		}
	}
}
