package calendar_test

import (
	"errors"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// dueRow says when something received is due, by the Vietnamese calendar.
type dueRow struct {
	received string
	limit    string
	rules    string // "" the default, "clock" or "none"
	due      string
}

var rulesCalled = map[string]calendar.Rules{
	"":      {},
	"clock": {Count: calendar.ClockCount},
	"none":  {Roll: calendar.RollNone},
}

func TestDue(t *testing.T) {
	c := deployed(t, "vn")
	for name, rows := range dueRows {
		t.Run(name, func(t *testing.T) {
			for _, row := range rows {
				rules := rulesCalled[row.rules]
				due, err := c.Due(clock(t, c, row.received), limit(t, row.limit), rules)
				if want := clock(t, c, row.due); err != nil || !due.Equal(want) {
					t.Errorf("%s + %s %s: due %s, %v; want %s", row.received, row.limit, row.rules, due, err, want)
				}
			}
		})
	}
}

// TestDueByDate holds that the unrolled date and its due instant are what Due
// gives in one step.
func TestDueByDate(t *testing.T) {
	c := deployed(t, "vn")
	for _, rows := range dueRows {
		for _, row := range rows {
			l, rules := limit(t, row.limit), rulesCalled[row.rules]
			d, err := c.DueDate(clock(t, c, row.received), l, rules)
			if err != nil {
				t.Fatal(err)
			}
			want := clock(t, c, row.due)
			byDate := l.Unit() != calendar.Workhour && (l.Unit() != calendar.Workday || rules.Count == calendar.DayCount)
			if byDate && !c.DueOn(d, l, rules).Equal(want) {
				t.Errorf("%s + %s: due on %s, want %s", row.received, l, c.DueOn(d, l, rules), want)
			}
			if !byDate && d != c.DueDay(want) {
				t.Errorf("%s + %s: due date %s, want %s", row.received, l, d, row.due)
			}
		}
	}
}

// TestDueInUTC holds that the zone of the receipt doesn't matter: 20:00 UTC is
// the next morning in Vietnam.
func TestDueInUTC(t *testing.T) {
	c := deployed(t, "vn")
	due, err := c.Due(time.Date(2025, 9, 8, 20, 0, 0, 0, time.UTC), limit(t, "1workday"), calendar.Rules{})
	if want := clock(t, c, "2025-09-10 17:00"); err != nil || !due.Equal(want) {
		t.Errorf("due %s, %v; want %s", due, err, want)
	}
	if due.Location() != c.Location() {
		t.Errorf("due in %s, want the calendar's zone", due.Location())
	}
}

func TestSameDay(t *testing.T) {
	vn := deployed(t, "vn")
	spec := vn.Spec()
	spec.Sessions["sat"] = []calendar.Session{{From: 7 * 60, To: 11*60 + 30}}
	saturdays := calendarOf(t, spec)
	for _, v := range []struct {
		c        *calendar.Calendar
		received string
		cutOff   calendar.TimeOfDay
		due      string
	}{
		{vn, "2025-09-08 15:00", 0, "2025-09-08 17:00"},
		{vn, "2025-09-08 10:01", 10 * 60, "2025-09-09 17:00"},
		{vn, "2025-09-08 16:59", 24 * 60, "2025-09-08 17:00"},
		{vn, "2025-09-08 17:00", 24 * 60, "2025-09-09 17:00"},        // nothing is left of the day
		{saturdays, "2025-09-13 11:29", 0, "2025-09-13 11:30"},       // a short day
		{saturdays, "2025-09-13 11:30", 0, "2025-09-15 17:00"},       // over before the cut-off
		{vn, "2025-09-13 08:00", 24 * 60, "2025-09-15 17:00"},        // not a working day
		{vn, "2025-09-08 05:00", 15 * 60, "2025-09-08 17:00"},        // before opening
		{vn, "2025-08-30 08:00", 15 * 60, "2025-09-03 17:00"},        // Saturday before two days off
		{saturdays, "2025-08-30 08:00", 15 * 60, "2025-08-30 11:30"}, // worked there
	} {
		due, err := v.c.Due(clock(t, v.c, v.received), calendar.SameDay, calendar.Rules{CutOff: v.cutOff})
		if want := clock(t, v.c, v.due); err != nil || !due.Equal(want) {
			t.Errorf("received %s, cut-off %s: due %s, %v; want %s", v.received, v.cutOff, due, err, want)
		}
	}
}

func TestZeroWorkhours(t *testing.T) {
	c := deployed(t, "vn")
	for received, want := range map[string]string{
		"2025-09-08 09:00": "2025-09-08 09:00",
		"2025-09-08 12:00": "2025-09-08 13:30",
		"2025-09-12 17:00": "2025-09-15 07:00",
	} {
		due, err := c.Due(clock(t, c, received), limit(t, "0workhour"), calendar.Rules{})
		if err != nil || !due.Equal(clock(t, c, want)) {
			t.Errorf("received %s: due %s, %v; want %s", received, due, err, want)
		}
	}
}

func TestDueRefused(t *testing.T) {
	c := deployed(t, "vn")
	if due, err := c.Due(clock(t, c, "2025-09-08 09:00"), calendar.Limit{}, calendar.Rules{}); !errors.Is(err, calendar.ErrNoLimit) || !due.IsZero() {
		t.Errorf("without a limit: %s, %v", due, err)
	}
	late := clock(t, c, "9999-12-31 16:30")
	for _, text := range []string{"5workday", "40workhour", "5day", "1month", "0.5workday"} {
		for name, rules := range rulesCalled {
			due, err := c.Due(late, limit(t, text), rules)
			if !errors.Is(err, calendar.ErrOutOfRange) || !due.IsZero() {
				t.Errorf("%s %s at the end of time: %s, %v", text, name, due, err)
			}
		}
	}
	for _, start := range []time.Time{late.AddDate(1, 0, 0), late.AddDate(-9999, 0, 0)} {
		if _, err := c.Due(start, calendar.SameDay, calendar.Rules{}); !errors.Is(err, calendar.ErrOutOfRange) {
			t.Errorf("received %s: %v", start, err)
		}
	}
}

// TestPostpone moves a due date by a stop (the rule, "Stops").
func TestPostpone(t *testing.T) {
	c := deployed(t, "vn")
	for _, v := range []struct{ limit, received, paused, resumed, due string }{
		{"5workday", "2025-09-08", "2025-09-10", "2025-09-12", "2025-09-17 17:00"},   // 2 working days
		{"5workday", "2025-09-08", "2025-09-12", "2025-09-14", "2025-09-15 17:00"},   // a weekend heals nothing
		{"5workday", "2025-09-08", "2025-09-10", "2025-09-10", "2025-09-15 17:00"},   // nor does an hour
		{"5workday", "2025-04-25", "2025-04-25", "2025-05-05", "2025-05-12 17:00"},   // Sat 26, Mon 28, Tue 29, Mon 5: 4
		{"1.5workday", "2025-09-08", "2025-09-09", "2025-09-12", "2025-09-15 11:30"}, // half a day stays one
		{"30day", "2025-09-08", "2025-09-10", "2025-09-14", "2025-10-13 17:00"},      // 8/10 + 4 = Sunday 12/10, rolled
		{"10day", "2025-04-20", "2025-04-22", "2025-04-23", "2025-05-05 17:00"},      // 30/4 + 1, both days off
		{"1month", "2025-09-08", "2025-09-10", "2025-09-12", "2025-10-10 17:00"},
		{"0workday", "2025-09-08", "2025-09-08", "2025-09-10", "2025-09-10 17:00"},
	} {
		l := limit(t, v.limit)
		d, err := c.DueDate(clock(t, c, v.received+" 09:00"), l, calendar.Rules{})
		if err != nil {
			t.Fatal(err)
		}
		moved, err := c.Postpone(d, l, date(t, v.paused), date(t, v.resumed))
		due := c.DueOn(moved, l, calendar.Rules{})
		if want := clock(t, c, v.due); err != nil || !due.Equal(want) {
			t.Errorf("%+v: due %s, %v", v, due, err)
		}
	}
}

// TestDutchDue holds the Dutch municipality: calendar days, no roll, until
// midnight.
func TestDutchDue(t *testing.T) {
	c := deployed(t, "nl")
	for _, v := range []struct{ received, limit, midnight string }{
		{"2011-02-03 11:00", "56day", "2011-03-31"}, // across the spring change
		{"2011-10-01 23:59", "56day", "2011-11-26"}, // across the autumn change, a Saturday
		{"2011-01-31 00:00", "1month", "2011-02-28"},
		{"2011-12-24 12:00", "1day", "2011-12-25"}, // a Sunday
	} {
		rules := calendar.Rules{Roll: calendar.RollNone}
		due, err := c.Due(clock(t, c, v.received), limit(t, v.limit), rules)
		last := date(t, v.midnight)
		if want := c.Midnight(last.AddDays(1)); err != nil || !due.Equal(want) {
			t.Errorf("%s + %s: due %s, %v; want %s", v.received, v.limit, due, err, want)
		}
		if d := c.DueDay(due); d != last {
			t.Errorf("%s + %s: due day %s, want %s", v.received, v.limit, d, last)
		}
	}
}
