package domain

import (
	"fmt"
	"slices"
)

// Held reports whether a stop holds the clock. The applicant's window, the stop's
// own clock and that of the result's collection run through stops.
func (c ClockName) Held() bool {
	return c != SupplementClock && c != PauseClock && c != CollectionClock
}

// LadderOf returns the ladder that a clock's rungs stand in, among those of other
// clocks: the procedure's own where it has any for that clock, else the policy's.
func LadderOf(clock ClockName, policy, procedure []LadderRung) []LadderRung {
	for i := range procedure {
		if procedure[i].Clock == clock {
			return procedure
		}
	}
	return policy
}

// Applies reports whether a rung of the pause clock is for that stop: one with a
// reason is for pauses of that reason, one without for all stops that no other
// rung of the ladder is for.
func (r *LadderRung) Applies(s *Stop, ladder []LadderRung) bool {
	if r.Reason != "" {
		return s.Kind == StatePaused && s.Reason == r.Reason
	}
	return s.Kind != StatePaused || !slices.ContainsFunc(ladder, func(o LadderRung) bool { return o.Reason == s.Reason })
}

// Reach returns how far up the rung goes where its ladder does not say: half of
// the limit concerns the officer, what comes before a due the unit, a breach of
// the promise to the citizen the agency.
func (r *LadderRung) Reach() Level {
	promise := r.Clock == DossierClock || r.Clock == AppointmentClock
	switch {
	case r.Level != "":
		return r.Level
	case r.Percent > 0:
		return OfficerLevel
	case promise && (r.Missed || !r.After.IsZero()):
		return AgencyLevel
	}
	return UnitLevel
}

// Reach returns how far up a recorded rung goes. Those of engines that did not
// record it went to the unit.
func (r *Rung) Reach() Level {
	if r.Level == "" {
		return UnitLevel
	}
	return r.Level
}

// checkLadder checks rungs that stand at the place in the data.
func checkLadder(c *checks, at string, ladder []LadderRung) {
	for i, r := range ladder {
		place := fmt.Sprintf("%s/%d", at, i)
		r.check(c, place)
		same := func(other LadderRung) bool { return other.Clock == r.Clock && other.Name == r.Name }
		if slices.ContainsFunc(ladder[:i], same) { // a rung is recorded under its name
			c.fail(CodeInvalidField, place+"/name", "clock %q has two rungs %.40q", r.Clock, r.Name)
		}
	}
}

func (r *LadderRung) check(c *checks, at string) {
	c.token(at+"/name", r.Name)
	oneOf(c, at+"/clock", r.Clock, ClockNames())
	optionalOneOf(c, at+"/level", r.Level, Levels())
	optionalOneOf(c, at+"/reason", r.Reason, PauseReasons())
	if r.Reason != "" && r.Clock != PauseClock {
		c.fail(CodeInvalidField, at+"/reason", "reason is for rungs of the clock %q, not %q", PauseClock, r.Clock)
	}
	placed := 0
	for _, given := range [...]bool{r.Percent != 0, !r.Before.IsZero(), r.DueDay, r.Missed, !r.After.IsZero()} {
		if given {
			placed++
		}
	}
	if placed != 1 {
		c.fail(CodeInvalidField, at, "rung %q is placed %d times: exactly one of percent, before, due_day, missed and after", r.Name, placed)
	}
	if (r.Clock == PauseClock || r.Clock == CollectionClock) && r.After.IsZero() {
		c.fail(CodeInvalidField, at, "rung %q: the clock %q has no due, only after places a rung", r.Name, r.Clock)
	}
	if r.Percent < 0 || r.Percent > 100 {
		c.fail(CodeInvalidField, at+"/percent", "percent %d is not between 1 and 100", r.Percent)
	}
}
