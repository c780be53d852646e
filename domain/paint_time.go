package domain

import (
	"math"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// layTime lays out a limit that counts working time: session by session, and
// what lies between them.
func (p *painter) layTime() {
	p.worked = 0
	at := p.start
	for _, h := range p.held {
		ends := earliest(earliest(h.from, h.due), p.end)
		p.layRunning(at, ends)
		p.put(Segment{From: latest(at, ends), To: h.from, Why: WhySpent, Past: true})
		p.putStop(h)
		at = latest(at, h.to)
	}
	p.layRunning(at, p.end)
}

// layRunning lays out a stretch in which the clock ran, cut at its hand.
func (p *painter) layRunning(from, to time.Time) {
	if p.hand.After(from) && p.hand.Before(to) {
		p.layRunning(from, p.hand)
		from = p.hand
	}
	for s := range p.rules.Calendar.Segments(from, to) {
		p.layStretch(s)
	}
}

// layStretch lays out a session, or what is none, cut where the limit ends.
func (p *painter) layStretch(of calendar.Segment) {
	s := Segment{From: of.From, To: of.To, Why: SegmentWhy(of.Why.String()), Reason: of.Reason, Past: !of.To.After(p.hand)}
	if left := p.length() - p.worked; of.Counted > left && left > 0 {
		first := s
		first.To, first.Counted = s.From.Add(left), left.Seconds()
		p.put(first)
		p.worked += left
		s.From = first.To
		of.Counted -= left
	}
	s.Counted = of.Counted.Seconds()
	s.Beyond = of.Counted > 0 && p.worked >= p.length()
	p.worked += of.Counted
	p.put(s)
}

// length returns the working time that the limit stands for.
func (p *painter) length() time.Duration {
	unit := time.Hour
	if p.limit.Unit() == calendar.Workday {
		unit = p.rules.Calendar.WorkdayLength()
	}
	hundredths := int64(math.Round(p.limit.Value() * 100)) // exact: a limit has no finer parts
	return unit / 100 * time.Duration(hundredths)
}
