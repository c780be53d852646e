package ontime

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// tally is one row while it is counted.
type tally struct {
	span
	row       Row
	due       int // of column 3, with a due in the period
	dueInTime int // of those: early or on time
}

// add counts a dossier of the class.
func (t *tally) add(d *domain.Dossier, c Class) {
	if c == (Class{}) {
		t.addExcluded(d)
		return
	}
	t.addColumns(c)
	t.addApart(d, c)
	if due := t.dueOf(d, c); due.After(t.before) && !due.After(t.end) {
		t.due++
		if c.Exit == ColumnEarly || c.Exit == ColumnOnTime {
			t.dueInTime++
		}
	}
}

func (t *tally) addColumns(c Class) {
	r := &t.row
	r.Received++
	switch c.Entry {
	case ColumnOnline:
		r.Online++
	case ColumnCarried:
		r.Carried++
	default:
		r.Direct++
	}
	switch c.Exit {
	case ColumnEarly:
		r.Early++
	case ColumnLate:
		r.Late++
	case ColumnInTime:
		r.InTime++
	case ColumnOverdue:
		r.Overdue++
	default:
		r.OnTime++
	}
	if c.In(ColumnResolved) {
		r.Resolved++
	} else {
		r.Pending++
	}
}

func (t *tally) addApart(d *domain.Dossier, c Class) {
	apart := &t.row.Apart
	switch {
	case c.In(ColumnPending):
		if d.StandingAt(t.end) == domain.StandingStopped {
			apart.Stopped++
		}
	case d.State == domain.StateWithdrawn:
		apart.Withdrawn++
	case d.State == domain.StateTerminated:
		apart.Terminated++
	case d.Verdict() == domain.NoDeadline:
		apart.NoDeadline++
	case c.Exit == ColumnLate && d.Apologised():
		apart.Apologised++
	}
}

// inclusive counts all that a policy could leave out, but for what was never
// received.
var inclusive = CountingPolicy{Waiting: Excluded, Withdrawn: CountOnTime, Terminated: CountOnTime, NoDeadline: CountOnTime, Stopped: CountInTime}

func (t *tally) addExcluded(d *domain.Dossier) {
	all := t.span
	all.policy = &inclusive
	if all.classify(d) != (Class{}) {
		t.row.Apart.Excluded++
	}
}

// dueOf returns the due that the dossier is held to in the period; zero: none.
func (t *tally) dueOf(d *domain.Dossier, c Class) time.Time {
	if c.In(ColumnResolved) {
		return d.Due()
	}
	set := d.DeadlineAt(t.end)
	if set == nil || d.StandingAt(t.end) == domain.StandingStopped {
		return time.Time{}
	}
	return set.Due
}

// done returns the row with its rates.
func (t *tally) done() Row {
	r := t.row
	r.Rates = Rates{
		OfResolved: RateOf(r.Early+r.OnTime, r.Resolved),
		OfDue:      RateOf(t.dueInTime, t.due),
		OfReceived: RateOf(r.Early+r.OnTime+r.InTime, r.Received),
	}
	return r
}
