package calendar

import (
	"slices"
	"time"
)

// listed returns what the date is listed as, or 0.
func (c *Calendar) listed(d Date) Why {
	if i := int(d) - int(c.first); i >= 0 && i < len(c.marks) {
		return c.marks[i]
	}
	return 0
}

// regular returns the sessions of d by its weekday.
func (c *Calendar) regular(d Date) []Session { return c.week[int(d-MinDate)%7] }

// shape returns the sessions that d has or, not being worked, would have: those
// of its weekday, else the usual ones.
func (c *Calendar) shape(d Date) []Session {
	if sessions := c.regular(d); len(sessions) > 0 {
		return sessions
	}
	return c.week[c.usual]
}

// sessions returns the sessions of d, which must be a valid date.
func (c *Calendar) sessions(d Date) []Session {
	switch c.listed(d) {
	case WhyDayOff, WhyClosure:
		return nil
	case WhyExtraWorkingDay:
		return c.shape(d)
	}
	return c.regular(d)
}

func (c *Calendar) why(d Date) Why {
	if why := c.listed(d); why != 0 {
		return why
	}
	if len(c.regular(d)) == 0 {
		return WhyWeekend
	}
	return WhyWorkday
}

// stretch returns the instants at which session s of date d begins and ends.
func (c *Calendar) stretch(d Date, s Session) (from, to int64) {
	midnight := d.wall()
	return c.zone.instant(midnight + s.From.seconds()), c.zone.instant(midnight + s.To.seconds())
}

// instant returns an instant in the calendar's zone.
func (c *Calendar) instant(seconds int64) time.Time { return time.Unix(seconds, 0).In(c.zone.loc) }

// Day returns the sessions of a date, in order, and why it is worked or not:
// [WhyWorkday], [WhyWeekend], [WhyDayOff], [WhyExtraWorkingDay] or
// [WhyClosure]. A listed date that changes nothing keeps its listed reason, but
// for an extra working day whose weekday is worked: that is a workday. No date
// has no sessions and no reason.
func (c *Calendar) Day(d Date) ([]Session, Why) {
	if !d.valid() {
		return nil, 0
	}
	return slices.Clone(c.sessions(d)), c.why(d)
}

// ClosureReason returns the reason given for the first closure listed that d
// lies in; empty when there is none.
func (c *Calendar) ClosureReason(d Date) string {
	for _, closure := range c.spec.Closures {
		if d >= closure.From && d <= closure.To {
			return closure.Reason
		}
	}
	return ""
}

// IsWorkday says whether d has at least one session.
func (c *Calendar) IsWorkday(d Date) bool { return d.valid() && len(c.sessions(d)) > 0 }

// Midnight returns the instant at which d begins: 00:00, or where the clock
// skips that, the instant of the skip. It is the zero time of no date.
func (c *Calendar) Midnight(d Date) time.Time {
	if !d.valid() {
		return time.Time{}
	}
	return c.instant(c.zone.instant(d.wall()))
}

// EndOfDay returns the instant at which the last session of d ends or, d not
// being worked, would end. For a session until 24:00 that is the next date's
// midnight; [Calendar.DueDay] finds the way back. It is the zero time of no
// date.
func (c *Calendar) EndOfDay(d Date) time.Time {
	shape := c.shape(max(d, MinDate))
	return c.endOf(d, shape[len(shape)-1])
}

// endOfFirst returns the instant at which the first session of d ends or would
// end.
func (c *Calendar) endOfFirst(d Date) time.Time { return c.endOf(d, c.shape(max(d, MinDate))[0]) }

func (c *Calendar) endOf(d Date, s Session) time.Time {
	if !d.valid() {
		return time.Time{}
	}
	_, end := c.stretch(d, s)
	return c.instant(end)
}

// StartOfSession returns the beginning of the session that ends at t or, failing
// that, holds it. On a date that is not worked the sessions count that it would
// have, for a due date that didn't roll off it. Outside of every session it is
// t itself.
func (c *Calendar) StartOfSession(t time.Time) time.Time {
	now, ok := c.moment(t)
	if !ok {
		return t
	}
	// The session until 24:00 of the date before ends on this one.
	for d := max(now.date-1, MinDate); d <= now.date; d++ {
		for _, s := range c.shape(d) {
			from, to := c.stretch(d, s)
			if now.after(from) && !now.after(to) {
				return c.instant(from)
			}
		}
	}
	for _, s := range c.shape(now.date) {
		if from, _ := c.stretch(now.date, s); now.seconds == from && now.nanos == 0 {
			return c.instant(from)
		}
	}
	return t.Round(0).In(c.zone.loc)
}
