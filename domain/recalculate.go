package domain

import "time"

// Recalculate sets the dues of a dossier in hand anew after the calendar, the
// policy or the procedure changed: the statutory one, that of the present step,
// and that of a submission that waits for receipt. Nothing follows where they
// stay. A stopped dossier waits for the end of its stop; a completed one is
// judged as it was, unless its limit was unknown until now.
func Recalculate(d *Dossier, cause DeadlineCause, rules Rules, now time.Time) ([]Event, error) {
	now = now.Truncate(time.Millisecond)
	sets, err := d.recalculated(cause, rules, now)
	if err != nil {
		return nil, err
	}
	var events []Event
	for i, set := range sets {
		e := engineEvent(d, set, now, now)
		e.Sequence += i
		events = append(events, e)
	}
	return events, nil
}

// Movable reports whether a changed calendar, policy or procedure can move a due
// of the dossier now.
func (d *Dossier) Movable() bool {
	last := d.Deadline()
	switch {
	case d.State == StateSubmitted:
		return true
	case last == nil || d.Stopped():
		return false
	}
	return d.State.Open() || !d.CompletedAt.IsZero() && last.Unknown
}

func (d *Dossier) recalculated(cause DeadlineCause, rules Rules, now time.Time) ([]*DeadlineSet, error) {
	switch {
	case !d.Movable():
		return nil, nil
	case d.State == StateSubmitted:
		return only(d.intakeDeadline(rules, cause, now))
	}
	sets, err := only(d.deadline(rules, cause, now))
	if n := len(d.Handovers); err == nil && n > 0 && d.State.Open() {
		var step []*DeadlineSet
		step, err = only(d.stepDeadline(&d.Handovers[n-1], rules, cause))
		sets = append(sets, step...)
	}
	return sets, err
}

// Recalculated sets the dues of the dossier anew by the reference facts: what
// the engine appends once they are in force.
func (d *Dossier) Recalculated(g *Registry, now time.Time) ([]Event, error) {
	if !d.Movable() {
		return nil, nil
	}
	rules, err := d.Rules(g)
	if err != nil {
		return nil, err
	}
	cause := CauseRecalculated
	if last := d.Deadline(); last != nil && last.Unknown {
		cause = CausePublished
	}
	return Recalculate(d, cause, rules, now)
}
