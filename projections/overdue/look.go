package overdue

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// look is an open dossier as it is now, with what the ladder keeps of it.
type look struct {
	ladder  *Ladder
	entry   *entry
	dossier *domain.Dossier
}

// open makes c the clock of that number, with its rungs, in the room that those of
// c take. False where it does not run: then c has none.
func (k look) open(n int, c *clock) bool {
	c.dossier, c.rungs = k.dossier, c.rungs[:0]
	if !k.deadline(clocks[n], &c.deadline) {
		return false
	}
	c.rungs = k.place(&c.deadline, c.rungs)
	c.settle()
	return true
}

// deadline finds what the clock runs to; false where it does not run.
func (k look) deadline(name domain.ClockName, set *domain.Deadline) bool {
	d := k.dossier
	switch inHand := d.State.Open(); {
	case name == domain.IntakeClock && d.State == domain.StateSubmitted && d.Waiting.Revision > 0:
		*set = d.Waiting
	case name == domain.DossierClock && inHand && len(d.Deadlines) > 0:
		*set = *d.Deadline()
	case name == domain.StepClock && inHand && len(d.Handovers) > 0:
		last := &d.Handovers[len(d.Handovers)-1]
		*set = k.set(name, last.Sequence, last.Revision)
	case name == domain.AppointmentClock && inHand && len(d.Extensions) > 0:
		last := &d.Extensions[len(d.Extensions)-1]
		*set = k.set(name, last.Sequence, last.Revision)
	case name == domain.SupplementClock && d.OpenSupplement() != nil:
		open := d.OpenSupplement()
		*set = k.set(name, open.Opened, open.Revision)
	case name == domain.PauseClock && d.OpenStop() != nil:
		open := d.OpenStop()
		r := k.entry.find(name, open.Opened)
		*set = k.since(r, name, open.Opened, open.From) // as it is corrected
	case name == domain.CollectionClock && d.State == domain.StateCompleted:
		r := k.entry.last(name)
		*set = k.since(r, name, 1, instant(r.start, r.offset)) // as it was first said
	default:
		return false
	}
	return !set.Due.IsZero()
}

// set returns the deadline of the transfer, extension or request of that sequence,
// as its row has it.
func (k look) set(name domain.ClockName, sequence, revision int) (set domain.Deadline) {
	r := k.entry.find(name, sequence)
	if r.due == 0 {
		return set
	}
	set.Clock, set.Revision, set.For = name, revision, sequence
	set.Start, set.Due, set.Breach = instant(r.start, r.offset), instant(r.due, r.offset), instant(r.breach, r.offset)
	set.RecordedAt = instant(r.recorded, 0)
	k.ladder.pins.all[r.pin].on(&set.DeadlineSet)
	return set
}

// since returns what stands for the deadline of a clock that has none: it counts
// from the instant, which became known when the row says, by the rules of the
// dossier's own clock.
func (k look) since(r row, name domain.ClockName, revision int, from time.Time) (set domain.Deadline) {
	set.Clock, set.Revision, set.Start, set.From, set.Due = name, revision, from, from, from
	set.RecordedAt = instant(r.recorded, 0)
	if last := k.dossier.Deadline(); last != nil {
		p := pinOf(&last.DeadlineSet)
		p.on(&set.DeadlineSet)
	}
	return set
}

// place finds the instants of the deadline's rungs, by what it was set by; where
// the log does not hold that, by what the dossier is judged by now.
func (k look) place(set *domain.Deadline, room []rung) []rung {
	g := k.ladder.reference.Registry()
	rules, there := g.Pinned(&set.DeadlineSet)
	if !there {
		var err error
		if rules, err = g.Rules(k.dossier.Agency, k.dossier.Procedure, set.Start); err != nil {
			return room[:0]
		}
	}
	var own []domain.LadderRung
	if rules.Procedure != nil {
		own = rules.Procedure.Ladder
	}
	m := measure{rules.Calendar, nil}
	if set.Clock == domain.DossierClock || set.Clock == domain.StepClock {
		m.held = stretches(k.dossier.Stops) // they moved its due
	}
	return rungsOf(room, set, domain.LadderOf(set.Clock, rules.Policy.Ladder, own), k.dossier.OpenStop(), m)
}
