package calendar

import "fmt"

// listedBefore returns what the dates listed before d add to the regular totals.
func (c *Calendar) listedBefore(d Date) totals {
	return c.shift[min(max(int(d)-int(c.first), 0), len(c.marks))]
}

// daysBefore returns the number of working days before d, from 0001-01-01 on.
func (c *Calendar) daysBefore(d Date) int64 { return c.days.before(d) + int64(c.listedBefore(d).days) }

// firstWith returns the first date at whose end before has counted to goal, or
// no date.
func (c *Calendar) firstWith(before func(*Calendar, Date) int64, goal int64) Date {
	low, high := MinDate, MaxDate+1
	for low < high {
		middle := low + (high-low)/2
		if before(c, middle+1) >= goal {
			high = middle
		} else {
			low = middle + 1
		}
	}
	if low > MaxDate {
		return 0
	}
	return low
}

// AddWorkdays returns the n-th working day after d, the -n-th before d when n is
// negative, and d itself, worked or not, when n is 0. It wraps [ErrOutOfRange].
func (c *Calendar) AddWorkdays(d Date, n int) (Date, error) {
	if !d.valid() {
		return 0, fmt.Errorf("%w: %d working days from %q", ErrOutOfRange, n, d)
	}
	if n == 0 {
		return d, nil
	}
	// Working days are numbered from 1; this is the number of the one sought.
	goal := c.daysBefore(d+1) + int64(n)
	if n < 0 {
		goal = c.daysBefore(d) + int64(n) + 1
	}
	if goal >= 1 {
		if found := c.firstWith((*Calendar).daysBefore, goal); !found.IsZero() {
			return found, nil
		}
	}
	return 0, fmt.Errorf("%w: %d working days from %s", ErrOutOfRange, n, d)
}

// Workdays returns the number of working days after from, up to and with to. It
// is negative when to is before from, and 0 when one of them is no date.
func (c *Calendar) Workdays(from, to Date) int {
	if !from.valid() || !to.valid() {
		return 0
	}
	return int(c.daysBefore(to+1) - c.daysBefore(from+1))
}

// RollForward returns d if it is worked, else the next working day. It is no
// date when none is left before the year 10000, and of no date.
func (c *Calendar) RollForward(d Date) Date {
	if !d.valid() || c.IsWorkday(d) {
		return d
	}
	return c.firstWith((*Calendar).daysBefore, c.daysBefore(d)+1)
}
