package overdue

import (
	"math"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// clock is one open clock with its rungs, as a look finds it.
type clock struct {
	dossier  *domain.Dossier
	deadline domain.Deadline
	rungs    []rung // by instant
}

// rung is one step of the ladder.
type rung struct {
	step    *domain.LadderRung
	instant time.Time // at which it is reached unless the clock stands then
	reached time.Time // at which it is reached; zero: not until a stop ends
	missed  bool      // raised as deadline.missed, else as deadline.approached
	raised  bool      // the log says so
}

// settle finds out which rungs are still to be raised, and when.
func (c *clock) settle() {
	stops := stretches(c.dossier.Stops)
	for i := range c.rungs {
		r := &c.rungs[i]
		r.raised = c.dossier.HasRaised(c.rung(r))
		r.reached = c.reached(r, stops)
	}
}

// reached returns when a rung is reached; zero: the clock stands at its instant,
// and nobody knows until when.
func (c *clock) reached(r *rung, stops []stretch) time.Time {
	at := r.instant
	if !c.deadline.Clock.Held() {
		return at
	}
	for _, s := range stops {
		switch {
		case !s.holds(at):
		case c.goesOn(r, s, at):
			return at
		case s.to.IsZero():
			return time.Time{}
		default:
			at = s.to // where the next stop may begin at once
		}
	}
	return at
}

// goesOn reports whether the rung is reached although the clock stands: after a
// breach that came before the stop. The rules have the last word, for a rung
// that they refuse would be told for ever.
func (c *clock) goesOn(r *rung, s stretch, at time.Time) bool {
	if c.deadline.Clock != domain.DossierClock || !c.deadline.Passed(s.from) {
		return false
	}
	there := *r
	there.reached = at
	_, err := domain.RaiseRung(c.dossier, c.data(&there), at)
	return r.raised || err == nil
}

// next returns the place of the first rung from the i-th on that is still to be
// raised; the number of rungs where there is none.
func (c *clock) next(i int) int {
	for ; i < len(c.rungs); i++ {
		if r := &c.rungs[i]; !r.raised && !r.reached.IsZero() {
			return i
		}
	}
	return len(c.rungs)
}

// item returns what the queue holds of the clock, which has such a rung next.
func (c *clock) item(next int, slot uint32, number int) item {
	r, known := &c.rungs[next], c.deadline.RecordedAt
	it := item{at: r.reached.UnixMilli(), slot: slot, clock: uint8(number)}
	if r.reached.After(known) || day(known) > math.MaxUint16 {
		return it
	}
	it.known, it.clear = uint16(day(known)), math.MaxUint8
	if later := c.next(next + 1); later < len(c.rungs) {
		it.clear = uint8(min(max(day(c.rungs[later].reached)-day(known), 0), math.MaxUint8))
	}
	return it
}

// rung returns the rung as it is recorded.
func (c *clock) rung(r *rung) domain.Rung {
	return domain.Rung{
		Clock: c.deadline.Clock, Revision: c.deadline.Revision, Rung: r.step.Name,
		Instant: r.reached, Due: c.deadline.Due, Level: r.step.Reach(), Critical: r.step.Critical,
	}
}

// data returns what is to be recorded.
func (c *clock) data(r *rung) domain.Data {
	if r.missed {
		return &domain.Missed{Rung: c.rung(r)}
	}
	return &domain.Approached{Rung: c.rung(r)}
}
