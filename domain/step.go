package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// stepDeadline starts the clock of the step that the transfer began, or sets it
// anew. Nil where it stays as it is; a deadline without due where a correction
// took the limit away.
func (d *Dossier) stepDeadline(h *Handover, rules Rules, cause DeadlineCause) (*DeadlineSet, error) {
	r, err := d.runStep(h, rules)
	if err != nil {
		return nil, cantCompute("/data/step_limit", err)
	}
	if r.due.Equal(h.Due) {
		return nil, nil
	}
	return rules.pin(DeadlineSet{
		Clock: StepClock, Revision: d.stepRevision() + 1, For: h.Sequence, Cause: cause,
		Limit: r.limit, Start: h.At, From: h.At, Due: r.due, Verdict: rules.Policy.Verdict,
	}), nil
}

// runStep starts the clock of a step at its transfer, with the due as given or
// computed from its own limit or the procedure's, and takes it through the stops
// that ended. It goes on after every stop where it stood: the limit that a
// supplement starts anew is the dossier's.
func (d *Dossier) runStep(h *Handover, rules Rules) (run, error) {
	r := run{rules: rules, limit: h.Limit}
	if r.limit.IsZero() && rules.Procedure != nil {
		r.limit = rules.Procedure.stepLimit(h.Step)
	}
	if err := r.begin(h.At, h.GivenDue); err != nil || r.due.IsZero() {
		return r, err
	}
	until := d.leftAt(h)
	for _, s := range d.mergedStops(func(State) bool { return false }) {
		from := latest(s.from, h.At)
		if s.to.IsZero() || !s.to.After(from) || !until.IsZero() && !from.Before(until) {
			continue
		}
		if r.passed(from) { // what is late stays late
			break
		}
		if err := r.hold(from, s.to); err != nil {
			return r, err
		}
	}
	return r, nil
}

// leftAt returns when the next transfer took the dossier on; zero where it is
// the last.
func (d *Dossier) leftAt(h *Handover) time.Time {
	for i := range d.Handovers {
		if d.Handovers[i].Sequence == h.Sequence && i+1 < len(d.Handovers) {
			return d.Handovers[i+1].At
		}
	}
	return time.Time{}
}

// heldSteps sets the clocks of the steps anew that the stops moved: the present
// one, and those before whose stops differ from what they were before.
func (d *Dossier) heldSteps(before *Dossier, rules Rules, cause DeadlineCause) (sets []*DeadlineSet, err error) {
	for i := range d.Handovers {
		h := &d.Handovers[i]
		if i+1 < len(d.Handovers) && !d.holdsDifferently(before, h, rules) {
			continue // it keeps what it was judged by
		}
		set, err := d.stepDeadline(h, rules, cause)
		if err != nil {
			return nil, err
		}
		if set != nil {
			set.Revision += len(sets)
			sets = append(sets, set)
		}
	}
	return sets, nil
}

// holdsDifferently reports whether the stops move the step's due elsewhere than
// they did before.
func (d *Dossier) holdsDifferently(before *Dossier, h *Handover, rules Rules) bool {
	was := *d
	was.Stops = before.Stops
	now, err := d.runStep(h, rules)
	then, errThen := was.runStep(h, rules)
	return err == nil && errThen == nil && !now.due.Equal(then.due)
}

// stepRevision returns the highest revision of the step clock.
func (d *Dossier) stepRevision() (highest int) {
	for i := range d.Handovers {
		highest = max(highest, d.Handovers[i].Revision)
	}
	return highest
}

// stepLimit returns the limit of the step of that name; the zero limit where
// the procedure has none.
func (p *Procedure) stepLimit(name string) calendar.Limit {
	for i := range p.Steps {
		if p.Steps[i].Name == name {
			return p.Steps[i].Limit
		}
	}
	return calendar.Limit{}
}
