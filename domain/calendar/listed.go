package calendar

import "time"

// drift is a date's share in the difference between the working time that
// passes and the one that the wall clock shows.
type drift struct {
	date  Date
	until int64 // seconds by which all dates up to and with this one last longer
}

// sumWeek computes the totals of a regular week.
func (c *Calendar) sumWeek() {
	for i, sessions := range c.week {
		c.days[i+1], c.work[i+1] = c.days[i], c.work[i]+sum(sessions)
		if len(sessions) > 0 {
			c.days[i+1]++
		}
	}
	for len(c.week[c.usual]) == 0 {
		c.usual++
	}
	c.length = time.Duration(sum(c.week[c.usual])) * time.Second
}

// mark lays the listed dates out in marks, the strongest last.
func (c *Calendar) mark() {
	first, last := c.spec.span()
	if first > last {
		return
	}
	c.first, c.marks = first, make([]Why, last-first+1)
	for _, d := range c.spec.DaysOff {
		c.marks[d-first] = WhyDayOff
	}
	for _, d := range c.spec.ExtraWorkingDays {
		if len(c.regular(d)) == 0 {
			c.marks[d-first] = WhyExtraWorkingDay
		}
	}
	for _, closure := range c.spec.Closures {
		for d := closure.From; d <= closure.To; d++ {
			c.marks[d-first] = WhyClosure
		}
	}
}

// span returns the first and the last listed date; the first is the later one
// when none is listed.
func (s Spec) span() (first, last Date) {
	first, last = lastListed, firstListed
	reach := func(dates ...Date) {
		for _, d := range dates {
			first, last = min(first, d), max(last, d)
		}
	}
	reach(s.DaysOff...)
	reach(s.ExtraWorkingDays...)
	for _, closure := range s.Closures {
		reach(closure.From, closure.To)
	}
	return first, last
}

// sumListed computes what the listed dates add to the regular totals.
func (c *Calendar) sumListed() {
	c.shift = make([]totals, len(c.marks)+1)
	for i := range c.marks {
		d := c.first + Date(i)
		is, was := c.sessions(d), c.regular(d)
		c.shift[i+1] = totals{
			days:    c.shift[i].days + int32(min(1, len(is))-min(1, len(was))),
			minutes: c.shift[i].minutes + int32((sum(is)-sum(was))/60),
		}
	}
}

// sumDrift looks at every date on which the clock is put forward or back.
func (c *Calendar) sumDrift() {
	done, total := Date(0), int64(0)
	for i := 1; i < len(c.zone.periods); i++ {
		last := c.zone.date(c.zone.periods[i].from)
		for d := max(c.zone.date(c.zone.periods[i].from-1), done+1, MinDate); d <= last; d++ {
			done = d
			if longer := c.longer(d); longer != 0 {
				total += longer
				c.drift = append(c.drift, drift{d, total})
			}
		}
	}
}

// longer returns the seconds by which the sessions of d last longer than the
// wall clock says.
func (c *Calendar) longer(d Date) (seconds int64) {
	for _, s := range c.sessions(d) {
		from, to := c.stretch(d, s)
		seconds += to - from - s.length()
	}
	return seconds
}
