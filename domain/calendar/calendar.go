// Package calendar knows working time: which dates are worked, from when to
// when, and when a time limit that starts at some instant ends.
//
// It is pure. There is no clock in it: instants are arguments, in any zone;
// what comes back is in the calendar's own zone. A [Calendar] never changes
// once made, and any number of goroutines may use it.
//
// # Data form
//
// A calendar is data: a [Spec], stored as JSON, one version after the other.
//
//	{
//	  "id": "vn", "version": 1, "zone": "Asia/Ho_Chi_Minh",
//	  "sessions": {"default": [{"from": "07:00", "to": "11:30"}, {"from": "13:30", "to": "17:00"}]},
//	  "days_off": ["2026-01-01", "2026-01-02"],
//	  "extra_working_days": ["2026-01-10"],
//	  "closures": [{"from": "2026-03-02", "to": "2026-03-03", "reason": "moving house"}],
//	  "confirmed_until": "2026-12-31"
//	}
//
// A limit prints as "5workday", "0.5workday", "8workhour", "56day", "3month"
// and is {"value": 5, "unit": "workday"} in JSON; a date is "2026-02-12", a
// time of day "17:00" or "24:00".
//
// # Words
//
// Session: a stretch of a day that is worked, half-open: its first instant is
// working time, its last is not. Day off: a date that is not worked although
// its weekday is. Extra working day: a date that is worked although its weekday
// is not. Closure: dates on which one organisation is closed, whatever else is
// listed. Working day: a date with at least one session. Open: inside a
// session. Regular: what the weekday alone says, without any listed date.
// Unrolled: a due date before it moves off a day that is not worked.
//
// # Summer time
//
// Sessions are wall clock times, working time is elapsed time. A wall clock
// time that the clock skips stands for the instant of the skip; one that occurs
// twice stands for its first occurrence. So the session 01:00-04:00 lasts two
// hours in the spring night of Europe/Amsterdam and four in the autumn night.
//
// # Range
//
// Dates run from 0001-01-01 to 9999-12-31. On dates before the first and after
// the last one listed, the regular week holds.
package calendar

import (
	"errors"
	"time"
)

var (
	// ErrOutOfRange is returned, wrapped, when a date or an instant leaves the
	// years 1-9999.
	ErrOutOfRange = errors.New("calendar: outside the years 1-9999")

	// ErrNoLimit is returned when the end of the zero [Limit] is asked for:
	// what has no limit is never due.
	ErrNoLimit = errors.New("calendar: no limit given")
)

// Calendar is the working time of one organisation, made by [New] of a [Spec].
type Calendar struct {
	spec   Spec
	zone   zone
	week   [7][]Session  // of a regular week, Monday first
	usual  int           // the weekday whose sessions stand in where a weekday has none
	length time.Duration // of the usual day's sessions
	days   prefix        // working days within a regular week
	work   prefix        // seconds of working time within a regular week, by the wall clock

	// The listed dates: marks[i] says what date first+i is, 0 being what its
	// weekday says; shift[i] is what all dates listed before it add to the
	// regular totals. One shift more than marks: the last is what all of them
	// add. Kept small, for every commune may have a calendar of its own.
	first Date
	marks []Why
	shift []totals

	// drift holds the dates on which the sessions take more or less time than
	// the wall clock says, in order. Usually there are none.
	drift []drift
}

// totals is what some listed dates add to the regular totals.
type totals struct {
	days    int32 // working days
	minutes int32 // of working time, by the wall clock
}

// prefix[i] is the sum over the first i days of a week.
type prefix [8]int64

// before returns the sum over all dates before d when every week is the same.
// 0001-01-01 was a Monday, so whole weeks and a remainder are all there is.
func (p *prefix) before(d Date) int64 {
	n := int64(d - MinDate)
	return n/7*p[7] + p[n%7]
}

// New makes the calendar that s describes. The error names the field and the
// value that is wrong.
func New(s Spec) (*Calendar, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	loc, err := s.location()
	if err != nil {
		return nil, err
	}
	c := &Calendar{spec: s.clone(), zone: newZone(loc), week: s.week()}
	c.sumWeek()
	c.mark()
	c.sumListed()
	c.sumDrift()
	return c, nil
}

// Spec returns a copy of what the calendar was made of.
func (c *Calendar) Spec() Spec { return c.spec.clone() }

// ID returns the calendar's name, the same in all its versions.
func (c *Calendar) ID() string { return c.spec.ID }

// Version returns the calendar's version, from 1.
func (c *Calendar) Version() int { return c.spec.Version }

// Location returns the zone in which the calendar's dates and sessions are read.
func (c *Calendar) Location() *time.Location { return c.zone.loc }

// WorkdayLength returns the length of the usual day's sessions: Monday's, or
// those of the first weekday that has some. It is what one workday counts for
// under [ClockCount].
func (c *Calendar) WorkdayLength() time.Duration { return c.length }

// Provisional says whether d lies after the last date for which the days off
// are known for certain. A due date there may still move. Without such a date
// in the [Spec] nothing is provisional.
func (c *Calendar) Provisional(d Date) bool {
	return !c.spec.ConfirmedUntil.IsZero() && d > c.spec.ConfirmedUntil
}
