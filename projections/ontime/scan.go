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
	marks                                    []register.Mark
	submitted, received, left, returned, due []register.Instant

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
		columns: c, marks: c.Marks,
		submitted: c.Submitted, received: c.Received, left: c.Left, returned: c.Returned, due: c.Due,
		spans: spans, fates: fatesOf(&q.Counting), exits: exitsOf(&q.Counting),
		waits: q.Counting.Waiting == CountInTime, runs: q.Counting.Stopped == ByDue,
		lateBy: register.At(q.LateBy), // the zero time lies before every breach
	}
	if m := c.Compile(q.Filter); !m.All() {
		s.matcher = m
	}
	return s
}

// matches reports whether the query's filter matches the row.
func (s *scan) matches(row int) bool { return s.matcher == nil || s.matcher.Match(row) }

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
	var one [1]class
	s.classes(row, p, one[:])
	return one[0]
}

// classes classifies the rows from the first on. It takes many at once so that
// what is common to all is looked up once.
func (s *scan) classes(first int, p *span, into []class) {
	marks, received, left := s.marks[first:][:len(into)], s.received[first:][:len(into)], s.left[first:][:len(into)]
	before, end := p.before, p.end
	for i := range into {
		mark := marks[i]
		if fate := s.fates[mark&fateMask]; fate != counted {
			into[i] = fate.aside(received[i], left[i], p)
			continue
		}
		in := received[i]
		if s.waits && s.submitted[first+i] != register.Never {
			in = s.submitted[first+i]
		}
		switch {
		case in > end:
			into[i] = 0
		case left[i] <= before:
			into[i] = s.uncollected(first+i, mark, end)
		case left[i] > end:
			into[i] = entered(mark, in, before) | s.pending(first+i, mark, p)
		default:
			found := entered(mark, in, before) | class(s.exits[mark.Outcome()]) | s.uncollected(first+i, mark, end)
			if s.due[first+i] != register.Never {
				found |= cameDue
			}
			into[i] = found
		}
	}
}

// aside is the class of a dossier that is in no column.
func (f fate) aside(received, left register.Instant, p *span) class {
	switch {
	case f == refused && p.holds(left):
		return class(exitRefused)
	case f == excluded && received <= p.end && left > p.before:
		return class(exitExcluded)
	}
	return 0
}

// entered returns how a dossier came in, and what is told of it by its mark.
func entered(mark register.Mark, in, before register.Instant) class {
	entry := newEntries[mark>>register.ChannelShift&register.ChannelMask]
	if in <= before {
		entry = entryCarried
	}
	return class(mark/register.Backdated&0xf)<<asidesShift | entry<<entryShift
}

// newEntries are the entries of the period by the numbers of the channels.
// Looking one up costs less than a branch that is guessed wrong.
var newEntries = [register.ChannelMask + 1]class{entryDirect, entryDirect, entryOnline, entryDirect}

// uncollected tells whether a result waited at the period's end to be collected.
func (s *scan) uncollected(row int, mark register.Mark, end register.Instant) class {
	if mark.Outcome().Completed() && s.returned[row] > end {
		return 1 << (asidesShift + asideUncollected)
	}
	return 0
}

// pending tells how a dossier stood that was pending at the period's end.
func (s *scan) pending(row int, mark register.Mark, p *span) class {
	if s.waits && s.received[row] > p.end {
		return class(exitWaiting)
	}
	due, breach := s.due[row], s.columns.Breach(row)
	if mark&register.Trailed != 0 {
		turn := s.columns.PendingAt(row, p.end)
		if due, breach = turn.Due, turn.Breach; turn.Standing == domain.StandingStopped {
			return s.stopped(breach, p)
		}
	}
	var found class
	switch {
	case due == register.Never:
		return class(exitNoDue)
	case breach <= p.end:
		return class(exitOverdue) | cameDue
	case breach <= s.lateBy:
		found = class(exitInTime) | 1<<(asidesShift+asideLateBy)
	default:
		found = class(exitInTime)
	}
	if due <= p.end { // by date it is in time until its day is over
		found |= cameDue
	}
	return found
}

func (s *scan) stopped(breach register.Instant, p *span) class {
	if s.runs && breach <= p.end {
		return class(exitStoppedOverdue) | cameDue
	}
	return class(exitStopped)
}
