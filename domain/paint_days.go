package domain

import (
	"math"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// layDays lays out a limit that counts dates, day by day. The day on which it
// starts is not counted, the day on which a stop begins is, the day on which it
// ends is not.
func (p *painter) layDays() {
	c := p.rules.Calendar
	first := p.dateOf(p.start)
	p.day, p.last, p.late = 0, p.lastDay(), 0
	if p.sameDay() {
		p.late = p.between(p.start, c.Midnight(p.cutOff()))
	}
	p.put(p.firstDay(first))
	for d := first.AddDays(1); !d.IsZero() && c.Midnight(d).Before(p.end); d = d.AddDays(1) {
		s := p.dayOf(d)
		s.From, s.To = c.Midnight(d), c.Midnight(d.AddDays(1))
		s.Past = p.isPast(s.To)
		p.put(s)
	}
}

// isPast reports whether a day that ends then lies behind the hand. The last day
// ends with the due; the day on which a stop begins is used.
func (p *painter) isPast(ends time.Time) bool {
	if ends.After(p.end) {
		ends = p.end
	}
	return p.stands || !ends.After(p.hand)
}

// lastDay returns the number of the day on which the limit ends, had there been
// no stop and no extension; 0 where there is no limit.
func (p *painter) lastDay() int {
	if p.limit.IsZero() || p.sameDay() {
		return 0
	}
	if p.countsWorkdays() {
		return int(math.Ceil(p.limit.Value()))
	}
	d, err := p.rules.Calendar.DueDate(p.start, p.limit, p.rules.Policy.Rules())
	if err != nil {
		return 0
	}
	return d.Sub(p.dateOf(p.start))
}

// firstDay is the day of receipt, or on which the limit started anew.
func (p *painter) firstDay(d calendar.Date) Segment {
	s := Segment{From: p.start, To: p.rules.Calendar.Midnight(d.AddDays(1)), Why: WhyReceiptDay}
	switch {
	case p.sameDay() && !p.cutOff().After(d):
		s.Why = WhySameDay
	case len(p.void) > 0:
		s.Why = WhyRestartDay
	}
	s.Past = p.isPast(s.To)
	return s
}

// cutOff returns the date on which a same-day limit ends without any stop.
func (p *painter) cutOff() calendar.Date {
	d, err := p.rules.Calendar.DueDate(p.start, p.limit, p.rules.Policy.Rules())
	if err != nil {
		return p.date
	}
	return d
}

// dayOf says what a day after the first counts, and why.
func (p *painter) dayOf(d calendar.Date) Segment {
	if s, moved := p.movedDay(d); moved {
		return s
	}
	c := p.rules.Calendar
	sessions, why := c.Day(d)
	s := Segment{Why: SegmentWhy(why.String())}
	worked := len(sessions) > 0
	if why == calendar.WhyClosure {
		s.Reason = c.ClosureReason(d)
	}
	switch counts := worked || !p.countsWorkdays(); {
	case !counts:
	case p.late > 0:
		p.late--
		if worked {
			s.Why = WhyCutOff
		}
	default:
		if !p.countsWorkdays() {
			s.Why, s.Reason = WhyCalendarDay, ""
		}
		p.count(&s)
	}
	return s
}

// movedDay says so where the day lies in a stop, or after the counted days.
func (p *painter) movedDay(d calendar.Date) (Segment, bool) {
	for _, h := range p.held {
		stopped, resumed := p.dateOf(h.from), p.dateOf(h.to)
		switch {
		case d.After(stopped) && !d.After(resumed):
			return Segment{Why: WhyStop, Stops: p.stopsIn(h.from, h.to)}, true
		case d.After(h.date) && !d.After(stopped):
			return Segment{Why: WhyRoll}, true
		case d.After(h.moved) && !d.After(h.kept):
			return Segment{Why: WhyGrace}, true
		}
	}
	return Segment{Why: WhyRoll}, d.After(p.date)
}

// count counts the day: a half where a limit in halves ends.
func (p *painter) count(s *Segment) {
	p.day++
	s.Counted, s.First, s.Last = 1, p.day, p.day
	s.Beyond = p.day > p.last
	if p.day == p.last && p.limit.Value() != math.Trunc(p.limit.Value()) {
		s.Counted = half
	}
}

// countsTime, countsWorkdays and sameDay tell limits apart.
func (p *painter) countsTime() bool { return countsTime(p.limit, p.rules.Policy.Rules()) }

func (p *painter) countsWorkdays() bool { return p.limit.Unit() == calendar.Workday }

func (p *painter) sameDay() bool {
	return !p.limit.IsZero() && p.limit.Value() == 0 && p.limit.Unit() != calendar.Workhour
}

func (p *painter) dateOf(at time.Time) calendar.Date {
	return calendar.DateOf(at, p.rules.Calendar.Location())
}
