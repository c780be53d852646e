package calendar

import (
	"fmt"
	"math"
	"time"
)

// moment is an instant taken apart.
type moment struct {
	date    Date // the one it belongs to
	seconds int64
	nanos   int64
}

// moment takes t apart; not ok outside the years 1-9999.
func (c *Calendar) moment(t time.Time) (m moment, ok bool) {
	m.seconds, m.nanos = t.Unix(), int64(t.Nanosecond())
	if m.seconds < c.zone.begin || m.seconds >= c.zone.end {
		return moment{}, false
	}
	m.date = c.zone.date(m.seconds)
	return m, true
}

// clamped is moment, with the nearest instant of the years 1-9999 in place of
// one outside.
func (c *Calendar) clamped(t time.Time) moment {
	if m, ok := c.moment(t); ok {
		return m
	}
	if t.Unix() <= 0 {
		return moment{date: MinDate, seconds: c.zone.begin}
	}
	return moment{date: MaxDate + 1, seconds: c.zone.end}
}

// after says whether the moment is later than an instant.
func (m moment) after(instant int64) bool {
	return m.seconds > instant || m.seconds == instant && m.nanos > 0
}

// since returns the time from an instant, of the same date or so, to m.
func (m moment) since(instant int64) time.Duration {
	return time.Duration((m.seconds-instant)*1e9 + m.nanos)
}

// workBefore returns the seconds of working time before d, from 0001-01-01 on.
func (c *Calendar) workBefore(d Date) int64 {
	return c.work.before(d) + 60*int64(c.listedBefore(d).minutes) + c.driftBefore(d)
}

// driftBefore returns the seconds by which the sessions before d last longer
// than the wall clock says.
func (c *Calendar) driftBefore(d Date) int64 {
	if len(c.drift) == 0 {
		return 0
	}
	if d < cycleTo {
		return c.driftInTable(d)
	}
	cycles := (d - cycleFrom) / cycleDays
	perCycle := c.driftInTable(cycleTo) - c.driftInTable(cycleFrom)
	return c.driftInTable(d-cycles*cycleDays) + int64(cycles)*perCycle
}

func (c *Calendar) driftInTable(d Date) int64 {
	low, high := 0, len(c.drift)
	for low < high {
		middle := (low + high) / 2
		if c.drift[middle].date < d {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return 0
	}
	return c.drift[low-1].until
}

// workedBy returns the working time of the moment's own date up to the moment.
func (c *Calendar) workedBy(m moment) (worked time.Duration) {
	if m.date > MaxDate {
		return 0
	}
	for _, s := range c.sessions(m.date) {
		from, to := c.stretch(m.date, s)
		if !m.after(from) {
			break
		}
		worked += min(m.since(from), time.Duration(to-from)*time.Second)
	}
	return worked
}

// Work returns the working time from one instant to another. It is negative
// when to is before from. Nothing is worked outside the years 1-9999; a result
// beyond 292 years is cut off there, as a [time.Duration] can't hold it.
func (c *Calendar) Work(from, to time.Time) time.Duration {
	if to.Before(from) {
		return -c.Work(to, from)
	}
	a, b := c.clamped(from), c.clamped(to)
	seconds := c.workBefore(b.date) - c.workBefore(a.date)
	const most = math.MaxInt64/int64(time.Second) - 2*daySeconds
	if seconds > most {
		return math.MaxInt64
	}
	return time.Duration(seconds)*time.Second + c.workedBy(b) - c.workedBy(a)
}

// AddWork returns the earliest instant by which d of working time has passed
// since t: [Calendar.Work] from t to it is d. When d is 0 it is t itself if t is
// open, else the next opening. It wraps [ErrOutOfRange]; a negative d is
// refused.
func (c *Calendar) AddWork(t time.Time, d time.Duration) (time.Time, error) {
	start, ok := c.moment(t)
	if !ok || d > math.MaxInt64-48*time.Hour {
		return time.Time{}, fmt.Errorf("%w: %s of working time from %s", ErrOutOfRange, d, t)
	}
	if d < 0 {
		return time.Time{}, fmt.Errorf("calendar: %s of working time is less than none", d)
	}
	end := c.Opens(t)
	if d > 0 {
		end = c.reach(start, d)
	}
	if end.IsZero() || end.Year() > 9999 {
		return time.Time{}, fmt.Errorf("%w: %s of working time from %s", ErrOutOfRange, d, t)
	}
	return end, nil
}

// reach returns the instant by which d, more than nothing, is worked after
// start, or the zero time.
func (c *Calendar) reach(start moment, d time.Duration) time.Time {
	left := c.workedBy(start) + d // since the date began
	before := c.workBefore(start.date)
	goal := before + int64((left+time.Second-1)/time.Second)
	date := c.firstWith((*Calendar).workBefore, goal)
	if date.IsZero() {
		return time.Time{}
	}
	left -= time.Duration(c.workBefore(date)-before) * time.Second
	for _, s := range c.sessions(date) {
		from, to := c.stretch(date, s)
		length := time.Duration(to-from) * time.Second
		if left <= length {
			return c.instant(from).Add(left)
		}
		left -= length
	}
	panic("calendar: a date's sessions don't add up to its working time")
}

// Opens returns the first open instant at or after t: t itself inside a session,
// else the beginning of the next one. It is the zero time when there is none in
// the years 1-9999.
func (c *Calendar) Opens(t time.Time) time.Time {
	now := c.clamped(t)
	for d := now.date; d.valid(); d = c.firstWith((*Calendar).workBefore, c.workBefore(d+1)+1) {
		for _, s := range c.sessions(d) {
			from, to := c.stretch(d, s)
			switch {
			case from == to || to <= now.seconds:
			case now.after(from):
				return t.Round(0).In(c.zone.loc)
			default:
				return c.instant(from)
			}
		}
	}
	return time.Time{}
}
