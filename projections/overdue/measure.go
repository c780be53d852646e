package overdue

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// measure counts a clock's working time: the calendar's, without the time during
// which the clock stood.
type measure struct {
	*calendar.Calendar
	held []stretch
}

// runs yields the stretches between two instants in which the clock ran, in
// order, until each returns false.
func (m measure) runs(from, to time.Time, each func(from, to time.Time) bool) {
	for _, s := range m.held {
		if s.to.IsZero() || !s.to.After(from) {
			continue
		}
		if !s.from.Before(to) {
			break
		}
		if from.Before(s.from) && !each(from, s.from) {
			return
		}
		from = s.to
	}
	if from.Before(to) {
		each(from, to)
	}
}

// part returns the instant by which so many per cent of the working time from
// start to due are used; zero where there is none.
func (m measure) part(start, due time.Time, percent int) (at time.Time) {
	var total time.Duration
	m.runs(start, due, func(from, to time.Time) bool {
		total += m.Work(from, to)
		return true
	})
	left := total / 100 * time.Duration(percent)
	if left <= 0 {
		return time.Time{}
	}
	m.runs(start, due, func(from, to time.Time) bool {
		if work := m.Work(from, to); work < left {
			left -= work
			return true
		}
		at, _ = m.AddWork(from, left)
		return false
	})
	return at
}

// longest is how far back working time is looked for: calendars worked an hour
// a week would need more for limits that nobody sets.
const longest = 20 * 366 * 24 * time.Hour

// backward returns the last instant from which d of working time is left until
// due, to the millisecond; zero where there is none within 20 years.
func (m measure) backward(due time.Time, d time.Duration) time.Time {
	span := max(d, time.Millisecond)
	for ; m.Work(due.Add(-span), due) < d; span *= 2 {
		if span > longest {
			return time.Time{}
		}
	}
	low, high := due.Add(-span), due // enough is left from low, too little from high
	for high.Sub(low) > time.Millisecond {
		middle := low.Add(high.Sub(low) / 2).Truncate(time.Millisecond)
		if !middle.After(low) {
			break
		}
		if m.Work(middle, due) >= d {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// morning returns the opening of the date's first session; of a date that is not
// worked, that of the last working day before.
func (m measure) morning(d calendar.Date) time.Time {
	if !m.IsWorkday(d) {
		before, err := m.AddWorkdays(d, -1)
		if err != nil {
			return time.Time{}
		}
		d = before
	}
	return m.Opens(m.Midnight(d))
}
