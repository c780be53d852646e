package domain

import (
	"errors"
	"time"
)

// Decide says what follows from an event about the dossier: the event itself,
// numbered and stamped, and what the rules add to it (a deadline.set). now is
// the engine's clock. Events that the engine adds have no ID yet; the caller
// gives them one.
//
// A refusal is an [*Error]; a repeat of an accepted event is a [*Duplicate]. In
// both cases nothing follows and the dossier is unchanged: Decide never changes
// it.
func Decide(d *Dossier, e Event, rules Rules, now time.Time) ([]Event, error) {
	if err := d.said.find(e); err != nil {
		return nil, err
	}
	now = now.Truncate(time.Millisecond)
	if err := Allowed(d.State, e.Type); err != nil {
		return nil, err
	}
	if err := guard(d, e, rules, now); err != nil {
		return nil, err
	}
	e.RecordedAt, e.Sequence = now, d.Sequence+1
	after := d.Clone()
	after.Evolve(e)
	sets, err := after.consequences(d, e, rules)
	if err != nil {
		return nil, err
	}
	decided := []Event{e}
	for _, set := range sets {
		set := engineEvent(after, set, e.At, now)
		after.Evolve(set)
		decided = append(decided, set)
	}
	return decided, nil
}

// Recalculate sets the due of an open dossier anew after the calendar, the
// policy or the procedure changed. Nothing follows where the due stays.
func Recalculate(d *Dossier, cause DeadlineCause, rules Rules, now time.Time) ([]Event, error) {
	last := d.Deadline()
	if last == nil || !d.State.Open() || d.Stopped() {
		return nil, nil
	}
	now = now.Truncate(time.Millisecond)
	set, err := d.deadline(rules, cause, now)
	if err != nil || set.sameDue(last) {
		return nil, err
	}
	return []Event{engineEvent(d, set, now, now)}, nil
}

// RaiseRung records a rung of the alert ladder that was reached. A rung of an
// older revision, one of an ended dossier and one that was recorded before are
// refused: several engines may try, one succeeds.
func RaiseRung(d *Dossier, data Data, now time.Time) ([]Event, error) {
	r := rungOf(data)
	if r == nil {
		return nil, errors.New("domain: not a rung")
	}
	e := engineEvent(d, data, r.Instant, now.Truncate(time.Millisecond))
	if err := Allowed(d.State, e.Type); err != nil {
		return nil, err
	}
	if d.HasRaised(*r) || !d.current(*r) {
		return nil, refuse(CodeRungPassed, "/data/rung", "rung %q of revision %d was recorded before, or its revision is void", r.Rung, r.Revision)
	}
	return []Event{e}, nil
}

func rungOf(data Data) *Rung {
	switch data := data.(type) {
	case *Approached:
		return &data.Rung
	case *Missed:
		return &data.Rung
	}
	return nil
}

// current reports whether the rung speaks of its clock's present revision.
func (d *Dossier) current(r Rung) bool {
	switch r.Clock {
	case IntakeClock:
		return d.State == StateSubmitted && r.Revision == d.Waiting.Revision
	case StepClock:
		n := len(d.Handovers)
		return n > 0 && d.Handovers[n-1].Revision == r.Revision
	case AppointmentClock:
		n := len(d.Extensions)
		return n > 0 && d.Extensions[n-1].Revision == r.Revision
	}
	last := d.Deadline()
	return last != nil && r.Revision == last.Revision
}

// engineEvent is an event that the engine adds as the dossier's next.
func engineEvent(d *Dossier, data Data, at, now time.Time) Event {
	return Event{
		Source: EngineSource, Type: typeOf(data), Subject: string(d.Code),
		At: at, RecordedAt: now, Sequence: d.Sequence + 1, Data: data,
	}
}

// typeOf returns the type of the data that the engine makes.
func typeOf(data Data) Type {
	switch data.(type) {
	case *Approached:
		return TypeApproached
	case *Missed:
		return TypeMissed
	}
	return TypeDeadlineSet
}
