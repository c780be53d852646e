package ontime

import (
	"sort"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// span is a period: after before, up to and with end.
type span struct {
	before register.Instant // the last instant before the period
	end    register.Instant // the last instant of the period
}

func (p *span) holds(at register.Instant) bool { return at > p.before && at <= p.end }

// scan reads the columns by a query. Every figure and every list behind one
// comes from its classify.
type scan struct {
	columns *register.Columns

	// The columns that every row is looked up in.
	marks                          []register.Mark
	received, left, due, submitted []register.Instant

	matcher *register.Matcher // nil: every row matches
	spans   []span            // that follow each other
	fates   [fateMask + 1]fate
	exits   [register.OutcomeCount]exit
	waits   bool             // what waits for receipt counts as received
	runs    bool             // a clock that stands counts as if it went on
	lateBy  register.Instant // what is in time at the period's end and overdue by then is an aside
}

// scan prepares the reading of the spans.
func (q *Query) scan(c *register.Columns, spans []span) *scan {
	s := &scan{
		columns: c, marks: c.Marks, received: c.Received, left: c.Left, due: c.Due, submitted: c.Submitted,
		spans: spans, fates: q.Counting.fates(), exits: q.Counting.exits(),
		waits: q.Counting.Waiting == CountInTime, runs: q.Counting.Stopped == ByDue,
		lateBy: register.At(q.LateBy), // the zero time lies before every breach
	}
	if m := c.Compile(q.Filter); !m.All() {
		s.matcher = m
	}
	return s
}

// within returns the spans that the row may be counted in: from the first, up to
// and without the second.
func (s *scan) within(row int) (first, after int) {
	c := s.columns
	left := c.Left[row]
	begin := min(c.Submitted[row], c.Received[row], left)
	if c.Marks[row].Outcome().Completed() {
		left = c.Returned[row] // until then it waits to be collected
	}
	first = sort.Search(len(s.spans), func(i int) bool { return s.spans[i].end >= begin })
	return first, max(first, sort.Search(len(s.spans), func(i int) bool { return s.spans[i].before >= left }))
}

// classify returns where the dossier of the row stands in the period.
func (s *scan) classify(row int, p *span) class {
	mark, left, in := s.marks[row], s.left[row], s.received[row]
	switch s.fates[mark&fateMask] {
	case unheard:
		return 0
	case refused:
		return aside(p.holds(left), exitRefused)
	case excluded:
		return aside(in <= p.end && left > p.before, exitExcluded)
	}
	if s.waits && s.submitted[row] != register.Never {
		in = s.submitted[row]
	}
	switch {
	case in > p.end:
		return 0
	case left <= p.before:
		return s.uncollected(row, mark, p)
	}
	found := class(mark/register.Backdated&0xf)<<asidesShift | entryOf(mark, in, p)<<entryShift
	if left > p.end {
		return found | s.pending(row, p)
	}
	if p.holds(s.due[row]) {
		found |= dueInside
	}
	return found | class(s.exits[mark.Outcome()]) | s.uncollected(row, mark, p)
}

// aside is the class of a dossier that is in no column.
func aside(holds bool, why exit) class {
	if holds {
		return class(why)
	}
	return 0
}

func entryOf(mark register.Mark, in register.Instant, p *span) class {
	entry := newEntries[mark>>register.ChannelShift&register.ChannelMask]
	if in <= p.before {
		entry = entryCarried
	}
	return entry
}

// newEntries are the entries of the period by the numbers of the channels:
// looking one up costs less than a guess at a branch that went wrong.
var newEntries = [register.ChannelMask + 1]class{entryDirect, entryDirect, entryOnline, entryDirect}

// uncollected tells whether a result waited at the period's end to be collected.
func (s *scan) uncollected(row int, mark register.Mark, p *span) class {
	if mark.Outcome().Completed() && s.columns.Returned[row] > p.end {
		return 1 << (asidesShift + asideUncollected)
	}
	return 0
}

// pending tells how a dossier stood that was pending at the period's end.
func (s *scan) pending(row int, p *span) class {
	if s.columns.Received[row] > p.end {
		return class(exitWaiting)
	}
	turn := s.columns.PendingAt(row, p.end)
	var found class
	switch turn.Standing {
	case domain.StandingStopped:
		if s.runs && turn.Breach <= p.end {
			return class(exitStoppedOverdue)
		}
		return class(exitStopped)
	case domain.StandingNoDeadline:
		return class(exitNoDue)
	case domain.StandingOverdue:
		found = class(exitOverdue)
	default:
		found = class(exitInTime)
		if turn.Breach <= s.lateBy {
			found |= 1 << (asidesShift + asideLateBy)
		}
	}
	if p.holds(turn.Due) {
		found |= dueInside
	}
	return found
}
