package overdue

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// entry is an open dossier.
type entry struct {
	subject string
	dossier domain.Dossier
	sets    []domain.Deadline // of the step, appointment and supplement clocks: the dossier keeps no more than their dues
	known   []known           // when the open stops, and the completion, became known
	clocks  []*clock          // those that run, at most one of each name
}

// known is when an event became known. A completion counts from where it was
// first said: a correction moves no rung of its clock.
type known struct {
	sequence       int
	at, recordedAt time.Time
}

// clock is one open clock: one revision of its deadline.
type clock struct {
	entry    *entry
	deadline *domain.Deadline   // that the dossier keeps, and does not change
	reason   domain.PauseReason // of the stop that the pause clock counts
	held     []stretch          // that moved its due
	rungs    []rung             // by instant; nil: not placed yet
	next     int                // the first that is still to be raised; len(rungs): none
	place    int                // in the queue; -1: not there
}

// rung is one step of the ladder.
type rung struct {
	step    *domain.LadderRung
	instant time.Time // at which it is reached unless the clock stands then
	reached time.Time // at which it is reached; zero: not until a stop ends
	missed  bool      // raised as deadline.missed, else as deadline.approached
	raised  bool      // the log says so
}

func (e *entry) evolve(event domain.Event) {
	e.dossier.Reflect(event)
	if set, ok := event.Data.(*domain.DeadlineSet); ok && set.For > 0 {
		e.sets = append(e.sets, domain.Deadline{DeadlineSet: *set, RecordedAt: event.RecordedAt})
	}
	switch event.Type {
	case domain.TypePaused, domain.TypeSupplementRequested, domain.TypeCompleted:
		e.known = append(e.known, known{event.Sequence, event.At, event.RecordedAt})
	}
}

// isOpen reports whether a rung may come: of a completed dossier, as long as its
// result is not fetched and one is left.
func (e *entry) isOpen() bool {
	if e.dossier.State == domain.StateCompleted {
		i := e.find(domain.CollectionClock)
		return i >= 0 && e.clocks[i].next < len(e.clocks[i].rungs)
	}
	return e.dossier.State == domain.StateSubmitted || e.dossier.State.Open()
}

// current returns the deadline that the clock runs to; nil where it does not
// run.
func (e *entry) current(name domain.ClockName) *domain.Deadline {
	var set *domain.Deadline
	d := &e.dossier
	switch inHand := d.State.Open(); {
	case name == domain.IntakeClock && d.State == domain.StateSubmitted && d.Waiting.Revision > 0:
		waiting := d.Waiting // the next one takes its place
		set = &waiting
	case name == domain.DossierClock && inHand:
		set = d.Deadline()
	case name == domain.StepClock && inHand && len(d.Handovers) > 0:
		last := &d.Handovers[len(d.Handovers)-1]
		set = e.set(name, last.Sequence, last.Revision)
	case name == domain.AppointmentClock && inHand && len(d.Extensions) > 0:
		last := &d.Extensions[len(d.Extensions)-1]
		set = e.set(name, last.Sequence, last.Revision)
	case name == domain.SupplementClock && d.OpenSupplement() != nil:
		open := d.OpenSupplement()
		set = e.set(name, open.Opened, open.Revision)
	case name == domain.PauseClock && d.OpenStop() != nil:
		open := d.OpenStop()
		return e.since(name, open.Opened, open.Opened, open.From)
	case name == domain.CollectionClock && d.State == domain.StateCompleted:
		last := e.known[len(e.known)-1]
		return e.since(name, 1, last.sequence, last.at)
	}
	if set == nil || set.Due.IsZero() {
		return nil
	}
	return set
}

// since returns what stands for the deadline of a clock that has none: it counts
// from an instant that the event of the sequence said, by the rules of the
// dossier's own clock.
func (e *entry) since(name domain.ClockName, revision, sequence int, from time.Time) *domain.Deadline {
	set := domain.Deadline{DeadlineSet: domain.DeadlineSet{Clock: name, Revision: revision, Start: from, From: from, Due: from}}
	if last := e.dossier.Deadline(); last != nil {
		set.Policy, set.Calendar, set.Procedure = last.Policy, last.Calendar, last.Procedure
	}
	for _, k := range e.known {
		if k.sequence == sequence {
			set.RecordedAt = k.recordedAt
		}
	}
	return &set
}

// set returns the deadline of the transfer or extension of that sequence.
func (e *entry) set(name domain.ClockName, sequence, revision int) *domain.Deadline {
	for i := len(e.sets) - 1; i >= 0; i-- {
		if s := &e.sets[i]; s.Clock == name && s.For == sequence && s.Revision == revision {
			return s
		}
	}
	return nil
}

// find returns the place of the clock among those that run; -1: it does not.
func (e *entry) find(name domain.ClockName) int {
	for i, c := range e.clocks {
		if c.deadline.Clock == name {
			return i
		}
	}
	return -1
}

// held returns the stops that moved the due of the clock: the dossier's and the
// step's stand while it is stopped.
func (e *entry) held(name domain.ClockName) []stretch {
	if name == domain.DossierClock || name == domain.StepClock {
		return stretches(e.dossier.Stops)
	}
	return nil
}

// runsTo reports whether the clock runs to that deadline already. The beginning of
// a stop and its reason may be corrected, and other rules may count it, which moves
// its rungs.
func (c *clock) runsTo(set *domain.Deadline) bool {
	was := c.deadline
	return set.Revision == was.Revision && set.Start.Equal(was.Start) && c.reason == c.entry.reason(set.Clock) &&
		set.Policy == was.Policy && set.Calendar == was.Calendar && set.Procedure == was.Procedure
}

// reason returns why the stop is, that the pause clock counts; empty for other
// clocks.
func (e *entry) reason(name domain.ClockName) domain.PauseReason {
	if open := e.dossier.OpenStop(); open != nil && name == domain.PauseClock {
		return open.Reason
	}
	return ""
}

// settle finds out which rungs are still to be raised, and when.
func (c *clock) settle() {
	d := &c.entry.dossier
	stops := stretches(d.Stops)
	for i := range c.rungs {
		r := &c.rungs[i]
		r.raised = d.HasRaised(c.rung(r))
		r.reached = c.reached(r, stops)
	}
	c.next = c.pending(0)
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
	_, err := domain.RaiseRung(&c.entry.dossier, c.data(&there), at)
	return r.raised || err == nil
}

// pending returns the first rung from the i-th on that is still to be raised.
func (c *clock) pending(i int) int {
	for ; i < len(c.rungs); i++ {
		if r := &c.rungs[i]; !r.raised && !r.reached.IsZero() {
			return i
		}
	}
	return len(c.rungs)
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
