package ontime

import "github.com/hoso-engine/dossier/domain"

// tally is one row while it is counted.
type tally struct {
	span
	row       Row
	due       int // of column 3, come due by the period's end
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
	if t.cameDue(d, c) {
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

// cameDue reports whether the dossier is among those that had come due by the
// period's end.
func (t *tally) cameDue(d *domain.Dossier, c Class) bool {
	switch {
	case c.In(ColumnResolved):
		return !d.Due().IsZero()
	case c.Exit == ColumnOverdue:
		return true
	case d.StandingAt(t.end) == domain.StandingStopped:
		return false
	}
	set := d.DeadlineAt(t.end)
	return set != nil && !set.Due.IsZero() && !set.Due.After(t.end)
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
