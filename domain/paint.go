package domain

import (
	"time"
)

// painter lays out the segments of an explanation along a run of the clock.
type painter struct {
	run
	x      *Explanation
	stops  []Stop    // that had begun by the instant
	hand   time.Time // where the clock stands
	stands bool      // it is stopped, and not past its due
	end    time.Time // of the last segment
	again  bool      // the run came to the due that is explained

	extended bool // a letter may have moved the due

	last   int // number of the limit's last day
	late   int // days of a same-day limit that was received too late, still to come
	day    int // days counted
	worked time.Duration
}

func (d *Dossier) painter(x *Explanation, set *Deadline, rules Rules) *painter {
	then := d.until(x.At)
	p := &painter{x: x, stops: then.Stops, hand: d.clockHand(x.At), extended: len(then.Extensions) > 0}
	if stopped, since := d.stopAt(x.At); stopped && set.Clock == DossierClock && !set.Passed(since) {
		p.stands = true
		p.run, p.again = d.replayStanding(x.At, set, rules)
	} else {
		p.run, p.again = d.replay(x.At, set, rules)
	}
	p.end = p.due
	return p
}

// paint fills the explanation's segments. While the clock stands they end at the
// instant, but the total is that of the due at which it stood.
func (p *painter) paint() {
	p.x.Received = p.start
	if len(p.void) > 0 {
		p.x.Received = p.void[0].start
	}
	p.x.Counts = p.counts()
	if p.stands {
		whole := *p
		whole.x = new(Explanation)
		whole.lay()
		p.x.Total, p.x.Due = whole.counted(everySegment), time.Time{}
		p.held = append(p.held[:len(p.held):len(p.held)], held{from: p.hand, to: p.x.At, due: p.due, date: p.date})
		p.end = p.x.At
	}
	p.lay()
	if !p.stands {
		p.x.Total = p.counted(everySegment)
	}
	p.x.Used = p.counted(func(s *Segment) bool { return s.Past })
	p.x.Left = p.x.Total - p.x.Used
	for i := range p.x.Segments {
		s := &p.x.Segments[i]
		s.Text = p.text(s)
	}
}

func (p *painter) counts() Counts {
	switch {
	case p.countsTime():
		return CountsSeconds
	case p.countsWorkdays():
		return CountsWorkdays
	}
	return CountsDays
}

func everySegment(*Segment) bool { return true }

// counted adds up what the segments count.
func (p *painter) counted(which func(*Segment) bool) (sum float64) {
	for i := range p.x.Segments {
		if s := &p.x.Segments[i]; which(s) {
			sum += s.Counted
		}
	}
	return sum
}

func (p *painter) lay() {
	for i := range p.void {
		p.layVoid(&p.void[i])
	}
	if p.countsTime() {
		p.layTime()
	} else {
		p.layDays()
	}
}

// layVoid lays out what a restart voided, with the stops in it.
func (p *painter) layVoid(l *leg) {
	from := l.start
	for _, h := range append(l.held[:len(l.held):len(l.held)], held{from: l.from, to: l.to}) {
		p.put(Segment{From: from, To: h.from, Why: WhyRestart, Void: p.between(from, h.from)})
		p.putStop(h)
		from = h.to
	}
}

// putStop lays out a stop from its first instant to its last.
func (p *painter) putStop(h held) {
	p.put(Segment{From: h.from, To: h.to, Why: WhyStop, Stops: p.stopsIn(h.from, h.to)})
}

// between returns what would have counted between two instants: days after the
// first date up to and with the last, or seconds of working time.
func (p *painter) between(from, to time.Time) int {
	c := p.rules.Calendar
	first, last := p.dateOf(from), p.dateOf(to)
	switch {
	case p.countsTime():
		return int(c.Work(from, to) / time.Second)
	case p.countsWorkdays():
		return c.Workdays(first, last)
	}
	return last.Sub(first)
}

// put lays a segment on the last one. What lies behind the end, or under the
// last one, is cut off.
func (p *painter) put(s Segment) {
	n := len(p.x.Segments)
	if n > 0 {
		s.From = latest(s.From, p.x.Segments[n-1].To)
	}
	loc := p.rules.Calendar.Location()
	if s.From = s.From.In(loc); s.To.After(p.end) {
		s.To = p.end
	}
	s.To = s.To.In(loc)
	if !s.From.Before(s.To) {
		return
	}
	if n > 0 && p.x.Segments[n-1].continues(&s) {
		p.x.Segments[n-1].join(&s)
		return
	}
	p.x.Segments = append(p.x.Segments, s)
}

// stopsIn returns the stops that hold a part of the stretch.
func (p *painter) stopsIn(from, to time.Time) (views []StopView) {
	for i := range p.stops {
		s := &p.stops[i]
		if s.From.Before(to) && (s.To.IsZero() || s.To.After(from)) {
			views = append(views, viewOf(s))
		}
	}
	return views
}
