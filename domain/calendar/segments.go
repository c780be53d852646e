package calendar

import (
	"iter"
	"time"
)

// Segment is a stretch of time that counts as working time from end to end, or
// not at all.
type Segment struct {
	From, To time.Time
	Counted  time.Duration // To minus From, or 0
	Why      Why
	Reason   string // of a closure
}

// Segments yields the stretches between two instants, in order and without gap
// or overlap; what they count adds up to [Calendar.Work]. Neighbours that count
// for the same reason are one stretch: a night lasts until morning, a run of
// days off until its end. It yields nothing when to is not after from, and
// nothing outside the years 1-9999.
func (c *Calendar) Segments(from, to time.Time) iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		var last Segment
		for s := range c.pieces(from, to) {
			if s.continues(last) {
				last.To = s.To
				continue
			}
			if !last.To.IsZero() && !yield(last) {
				return
			}
			last = s
		}
		if !last.To.IsZero() {
			yield(last)
		}
	}
}

// continues says whether s says the same of the time after last. Sessions stay
// apart: each is one.
func (s Segment) continues(last Segment) bool {
	return last.Why == s.Why && last.Reason == s.Reason && s.Counted == 0 && last.Counted == 0
}

// pieces yields the stretches of each date, cut to what lies between from and
// to.
func (c *Calendar) pieces(from, to time.Time) iter.Seq[Segment] {
	first, last := c.clamped(from), c.clamped(to)
	return func(yield func(Segment) bool) {
		for d := first.date; d <= min(last.date, MaxDate); d++ {
			for s := range c.piecesOf(d) {
				s, some := s.cut(from, to)
				if some && !yield(s) {
					return
				}
			}
		}
	}
}

// cut returns the part of an uncounted or a counted stretch between from and
// to, if there is any.
func (s Segment) cut(from, to time.Time) (Segment, bool) {
	if s.From.Before(from) {
		s.From = from.Round(0).In(s.From.Location())
	}
	if s.To.After(to) {
		s.To = to.Round(0).In(s.To.Location())
	}
	if !s.From.Before(s.To) {
		return s, false
	}
	if s.Why.counts() {
		s.Counted = s.To.Sub(s.From)
	}
	return s, true
}

// counts says whether stretches of this kind are working time.
func (w Why) counts() bool { return w == WhySession || w == WhyExtraWorkingDay }

// piecesOf yields what a whole date is made of, from midnight to midnight.
func (c *Calendar) piecesOf(d Date) iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		at, end := c.Midnight(d), c.instant(c.zone.instant((d + 1).wall()))
		sessions, why := c.sessions(d), c.why(d)
		if len(sessions) == 0 {
			yield(Segment{From: at, To: end, Why: why, Reason: c.ClosureReason(d)})
			return
		}
		session, idle := WhySession, WhyNight
		if why == WhyExtraWorkingDay {
			session = why
		}
		for _, s := range sessions {
			a, b := c.stretch(d, s)
			from, to := c.instant(a), c.instant(b)
			if !yield(Segment{From: at, To: from, Why: idle}) || !yield(Segment{From: from, To: to, Why: session}) {
				return
			}
			at, idle = to, WhyLunch
		}
		yield(Segment{From: at, To: end, Why: WhyNight})
	}
}
