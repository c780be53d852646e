package calendar

import (
	"fmt"
	"time"
)

// Due returns the instant at which a limit that starts at start ends
// :
//
//   - n workdays, [DayCount]: the end of the n-th working day after the day of
//     receipt. Half a workday is the first session of the next working day.
//   - n workdays, [ClockCount]: n times [Calendar.WorkdayLength] of working
//     time after start.
//   - n workhours: n hours of working time after start; 0 is [Calendar.Opens].
//   - n days, n months: the end of the date n days or months later, rolled
//     forward to a working day if the rules say so.
//   - 0 workdays, days or months: see [SameDay]. The end of the day of receipt;
//     of the next working day when that isn't worked, when start is after the
//     cut-off, or when the last session is over.
//
// The end of a day is that of its last session. Due returns [ErrNoLimit] for
// the zero limit and wraps [ErrOutOfRange].
func (c *Calendar) Due(start time.Time, l Limit, r Rules) (time.Time, error) {
	if !l.countsDates(r) {
		return c.dueByClock(start, l)
	}
	d, err := c.dueDate(start, l, r)
	if err != nil {
		return time.Time{}, err
	}
	due := c.DueOn(d, l, r)
	if due.IsZero() || due.Year() > 9999 {
		return time.Time{}, fmt.Errorf("%w: %s from %s", ErrOutOfRange, l, start)
	}
	return due, nil
}

// countsDates says whether a limit ends with a date, rather than after so much
// working time.
func (l Limit) countsDates(r Rules) bool {
	return l.isSameDay() || l.unit == Day || l.unit == Month || l.unit == Workday && r.Count == DayCount
}

// dueByClock is Due of a limit that counts working time.
func (c *Calendar) dueByClock(start time.Time, l Limit) (time.Time, error) {
	if l.IsZero() {
		return time.Time{}, ErrNoLimit
	}
	unit := time.Hour
	if l.unit == Workday {
		unit = c.length
	}
	// A hundredth of an hour, or of a day of whole minutes, has no fraction
	// of a nanosecond.
	return c.AddWork(start, unit/100*time.Duration(l.hundredths))
}

// DueDate returns the date on which a limit ends, before it rolls forward. It is
// what a stop moves ([Calendar.Postpone]), and what [Calendar.DueOn] turns into
// the due instant. Of a limit that counts working time it is the date of the due
// instant. Errors are those of [Calendar.Due].
func (c *Calendar) DueDate(start time.Time, l Limit, r Rules) (Date, error) {
	if l.countsDates(r) {
		return c.dueDate(start, l, r)
	}
	due, err := c.dueByClock(start, l)
	if err != nil {
		return 0, err
	}
	return c.DueDay(due), nil
}

func (c *Calendar) dueDate(start time.Time, l Limit, r Rules) (Date, error) {
	received, ok := c.moment(start)
	if !ok {
		return 0, fmt.Errorf("%w: %s", ErrOutOfRange, start)
	}
	var d Date
	switch {
	case l.isSameDay():
		return c.sameDay(received, r)
	case l.unit == Workday && l.isHalf():
		return c.AddWorkdays(received.date, l.whole()+1)
	case l.unit == Workday:
		return c.AddWorkdays(received.date, l.whole())
	case l.unit == Day:
		d = received.date.AddDays(l.whole())
	case l.unit == Month:
		d = received.date.AddMonths(l.whole())
	}
	if d.IsZero() {
		return 0, fmt.Errorf("%w: %s from %s", ErrOutOfRange, l, received.date)
	}
	return d, nil
}

// sameDay returns the date on which a dossier is due that is to be done on the
// day of its receipt.
func (c *Calendar) sameDay(received moment, r Rules) (Date, error) {
	d := received.date
	cutOff := c.zone.instant(d.wall() + r.cutOff().seconds())
	if c.IsWorkday(d) && !received.after(cutOff) && received.seconds < c.EndOfDay(d).Unix() {
		return d, nil
	}
	return c.AddWorkdays(d, 1)
}

// DueOn returns the due instant of a limit that ends on d: d rolls forward if
// the rules say so, and the instant is the end of its last session, for half a
// workday that of its first. It is the zero time of no date, and when no
// working day is left before the year 10000.
func (c *Calendar) DueOn(d Date, l Limit, r Rules) time.Time {
	// Whatever counts working days ends on one: if it doesn't, the calendar
	// has changed since.
	if r.Roll == RollForward || l.unit == Workday {
		d = c.RollForward(d)
	}
	if l.isHalf() {
		return c.endOfFirst(d)
	}
	return c.EndOfDay(d)
}

// DueDay returns the date that a due instant closes: its own, but the one before
// for an instant at midnight when that date's sessions go on until 24:00.
func (c *Calendar) DueDay(due time.Time) Date {
	m, ok := c.moment(due)
	if !ok {
		return DateOf(due, c.zone.loc)
	}
	if before := m.date - 1; before.valid() && c.EndOfDay(before).Equal(due) {
		return before
	}
	return m.date
}

// Postpone moves an unrolled due date by a stop from the date paused to the date
// resumed: a limit in workdays by the working days after the one, up to and with
// the other; a limit in days or months by the calendar days between. The result
// is unrolled again. A limit that counts working time is not moved by dates:
// what is left of it counts on from the resumption ([Calendar.AddWork]).
func (c *Calendar) Postpone(unrolled Date, l Limit, paused, resumed Date) (Date, error) {
	if l.unit == Workday {
		return c.AddWorkdays(unrolled, c.Workdays(paused, resumed))
	}
	d := unrolled.AddDays(resumed.Sub(paused))
	if d.IsZero() {
		return 0, fmt.Errorf("%w: %q moved by a stop from %s to %s", ErrOutOfRange, unrolled, paused, resumed)
	}
	return d, nil
}
