package register

import (
	"slices"
	"sort"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Turn is how a pending dossier stands from an instant to the next turn.
type Turn struct {
	From     Instant
	Due      Instant         // in force; Never: none
	Breach   Instant         // the first at which that due is passed; Never: none
	Standing domain.Standing // in-time, overdue, stopped or no-deadline
}

// trails keeps the turns of those dossiers that a row's due and breach alone
// don't tell: they were stopped, or their due was set again. A row holds the
// number of its trail; 0 is none.
type trails struct {
	turns [][]Turn // by number
	free  []uint32
}

// put keeps turns under a number, a new one where it is 0, and returns it; no
// turns give the number back.
func (t *trails) put(number uint32, turns []Turn) uint32 {
	switch {
	case number == 0 && len(turns) == 0:
		return 0
	case len(turns) == 0:
		t.turns[number] = nil
		t.free = append(t.free, number)
		return 0
	case number > 0:
	case len(t.free) > 0:
		number = t.free[len(t.free)-1]
		t.free = t.free[:len(t.free)-1]
	default:
		number = uint32(max(1, len(t.turns)))
		t.turns = append(t.turns, make([][]Turn, int(number)+1-len(t.turns))...)
	}
	t.turns[number] = turns
	return number
}

// at returns the turn in force at an instant that is not before the first.
func (t *trails) at(number uint32, at Instant) *Turn {
	turns := t.turns[number]
	next := sort.Search(len(turns), func(i int) bool { return turns[i].From > at })
	return &turns[max(0, next-1)]
}

// turnsOf returns the turns of a dossier from its receipt to its end; none where
// its latest due held all the time, and the clock never stood.
func turnsOf(d *domain.Dossier) []Turn {
	last := d.Deadline()
	if d.ReceivedAt.IsZero() || len(d.Stops) == 0 && (last == nil || !last.From.After(d.ReceivedAt)) {
		return nil
	}
	var turns []Turn
	for _, at := range breakpoints(d) {
		turn := turnAt(d, at)
		if n := len(turns); n == 0 || turns[n-1].differs(turn) {
			turns = append(turns, turn)
		}
	}
	return slices.Clip(turns)
}

func (t Turn) differs(o Turn) bool {
	return t.Due != o.Due || t.Breach != o.Breach || t.Standing != o.Standing
}

func turnAt(d *domain.Dossier, at Instant) Turn {
	turn := Turn{From: at, Due: Never, Breach: Never, Standing: d.StandingAt(at.Time())}
	if set := d.DeadlineAt(at.Time()); set != nil {
		turn.Due, turn.Breach = InstantOf(set.Due), breachOf(set)
	}
	return turn
}

// breachOf returns the first instant at which the due is passed; Never where
// nothing is due.
func breachOf(set *domain.Deadline) Instant {
	switch {
	case set.Due.IsZero():
		return Never
	case set.Verdict == domain.ByDate:
		return At(set.Breach)
	}
	return At(set.Due) + 1
}

// breakpoints returns the instants at which the standing of the pending dossier
// can change, from its receipt on, in order.
func breakpoints(d *domain.Dossier) []Instant {
	begin, end := At(d.ReceivedAt), min(InstantOf(d.CompletedAt), InstantOf(d.EndedAt))
	points := append(make([]Instant, 0, 8), begin)
	add := func(at Instant) {
		if at > begin && at < end {
			points = append(points, at)
		}
	}
	for i := range d.Deadlines {
		add(At(d.Deadlines[i].From))
		add(breachOf(&d.Deadlines[i]))
	}
	for i := range d.Stops {
		for _, at := range [...]time.Time{d.Stops[i].From, d.Stops[i].To} {
			add(InstantOf(at))
		}
	}
	slices.Sort(points)
	return slices.Compact(points)
}
