package register

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Turn is how a pending dossier stands from an instant to the next turn.
type Turn struct {
	From     Instant
	Due      Instant         // in force; Never: none
	Breach   Instant         // the first at which that due is passed; Never: none
	Standing domain.Standing // in-time, overdue, stopped or no-deadline
	follow   uint32          // how many turns of the dossier follow
}

// trails keeps the turns of those dossiers that a row's due and breach alone
// don't tell: they were stopped, or their due was set again. The turns of one
// stand one after the other; a row holds the place of the first. Place 0 is no
// trail.
type trails struct {
	turns []Turn
	waste int // turns that nobody holds
}

// put keeps the turns in place of those at the place of old, and returns theirs.
func (t *trails) put(old uint32, turns []Turn) uint32 {
	room := 0
	if old > 0 {
		room = 1 + int(t.turns[old].follow)
	}
	if len(turns) == 0 {
		t.waste += room
		return 0
	}
	for i := range turns {
		turns[i].follow = uint32(len(turns) - 1 - i)
	}
	if len(turns) <= room {
		t.waste += room - len(turns)
		copy(t.turns[old:], turns)
		return old
	}
	t.waste += room
	if len(t.turns) == 0 {
		t.turns = make([]Turn, 1, 64)
	}
	place := uint32(len(t.turns))
	t.turns = pack.Append(t.turns, turns...)
	return place
}

// leastWaste is from how many wasted turns on it pays to clear up.
const leastWaste = 1 << 16

// clear moves the trails together where half of the room is wasted. The places
// are those that the rows hold.
func (t *trails) clear(places []uint32) {
	if t.waste < max(leastWaste, len(t.turns)/2) {
		return
	}
	kept := make([]Turn, 1, len(t.turns)-t.waste)
	for row, place := range places {
		if place > 0 {
			places[row] = uint32(len(kept))
			kept = append(kept, t.turns[place:place+1+t.turns[place].follow]...)
		}
	}
	t.turns, t.waste = kept, 0
}

// at returns the turn in force at an instant that is not before the first.
func (t *trails) at(place uint32, at Instant) *Turn {
	turn := &t.turns[place]
	for turn.follow > 0 && t.turns[place+1].From <= at {
		place++
		turn = &t.turns[place]
	}
	return turn
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
	return turns
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
