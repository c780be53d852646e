package flow

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// passBy returns the latest working instant at which the stay can end so that the
// dossier does not become late; see [OutlookItem.PassBy].
func (t *trail) passBy(s *stay, due time.Time, rules domain.Rules) time.Time {
	by := due
	for _, limit := range following(rules.Procedure, s) {
		if by = latestStart(t.calendar, limit, rules.Policy.Rules(), by); by.IsZero() {
			return by
		}
	}
	return closes(t.calendar, by)
}

// following returns the limits of the steps that the procedure has after the
// stay's, the last one first. A step that the procedure does not know has none
// after it.
func following(p *domain.Procedure, s *stay) (limits []calendar.Limit) {
	if p == nil {
		return nil
	}
	for i := len(p.Steps) - 1; i >= 0; i-- {
		if !s.receipt && p.Steps[i].Name == s.holder.Step {
			return limits
		}
		if !p.Steps[i].Limit.IsZero() {
			limits = append(limits, p.Steps[i].Limit)
		}
	}
	if s.receipt {
		return limits
	}
	return nil
}

// farthest is how far back a beginning is looked for.
const farthest = 20 * 366 * 24 * time.Hour

// latestStart returns the last instant, to the millisecond, from which the limit
// ends by the instant; zero where there is none within 20 years.
func latestStart(c *calendar.Calendar, limit calendar.Limit, rules calendar.Rules, by time.Time) time.Time {
	return lastBefore(by, func(start time.Time) bool {
		due, err := c.Due(start, limit, rules)
		return err == nil && !due.After(by)
	})
}

// closes returns the instant itself in working time, else the end of the session
// before; zero where there is none within 20 years.
func closes(c *calendar.Calendar, at time.Time) time.Time {
	worked := lastBefore(at, func(t time.Time) bool { return c.Work(t, at) > 0 })
	if worked.IsZero() {
		return worked
	}
	return worked.Add(time.Millisecond)
}

// lastBefore returns the last instant before at, or at itself, that holds, to
// the millisecond: all before it hold, those after it don't. Zero where none
// within 20 years does.
func lastBefore(at time.Time, holds func(time.Time) bool) time.Time {
	if holds(at) {
		return at
	}
	span := 24 * time.Hour
	for ; !holds(at.Add(-span)); span *= 2 {
		if span > farthest {
			return time.Time{}
		}
	}
	low, high := at.Add(-span), at
	for high.Sub(low) > time.Millisecond {
		middle := low.Add(high.Sub(low) / 2).Truncate(time.Millisecond)
		if !middle.After(low) {
			break
		}
		if holds(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}
