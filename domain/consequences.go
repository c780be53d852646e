package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// consequences returns what the rules add to the event that made before into d:
// the deadlines of the clocks that it starts or moves.
func (d *Dossier) consequences(before *Dossier, e Event, rules Rules) ([]*DeadlineSet, error) {
	switch data := e.Data.(type) {
	case *Submitted:
		return d.intakeDeadline(e.At, rules)
	case *Transferred:
		return d.stepDeadline(CauseTransferred, rules)
	case *Extended:
		return d.appointment(before, e, rules)
	case *Corrected:
		return d.corrected(before, data, rules)
	}
	cause, moved := d.clockMoved(e, rules)
	if !moved {
		return nil, nil
	}
	set, err := d.deadline(rules, cause, e.At)
	return []*DeadlineSet{set}, err
}

// clockMoved reports whether the event that was just applied starts or moves
// the dossier's clock, and why.
func (d *Dossier) clockMoved(e Event, rules Rules) (DeadlineCause, bool) {
	switch e.Type {
	case TypeReceived:
		if !d.GivenDue.IsZero() {
			return CauseGiven, true
		}
		return CauseReceived, true
	case TypeSupplementReceived, TypeResumed:
		return d.stopCause(e, rules), !d.Stopped()
	case TypeCompleted:
		return d.stopCause(e, rules), d.endedStop(e.Sequence) != nil
	}
	return "", false
}

// intakeDeadline starts the intake clock (8 working hours by default).
func (d *Dossier) intakeDeadline(from time.Time, rules Rules) ([]*DeadlineSet, error) {
	limit := rules.Policy.IntakeLimit
	if limit.IsZero() {
		return nil, nil
	}
	due, err := rules.Calendar.Due(d.SubmittedAt, limit, rules.Policy.Rules())
	if err != nil {
		return nil, refuse(CodeInvalidField, "/time", "the intake's due can't be computed: %s", err)
	}
	return []*DeadlineSet{rules.pin(DeadlineSet{
		Clock: IntakeClock, Revision: d.Waiting.Revision + 1, Cause: CauseSubmitted,
		Limit: limit, Start: d.SubmittedAt, From: from, Due: due, Verdict: ByInstant,
	})}, nil
}

// stepDeadline starts the clock of the step that the last transfer began: its
// due as given, or computed from its own limit or the procedure's.
func (d *Dossier) stepDeadline(cause DeadlineCause, rules Rules) ([]*DeadlineSet, error) {
	h := d.Holder()
	limit, due := h.Limit, h.GivenDue
	if limit.IsZero() && rules.Procedure != nil {
		limit = rules.Procedure.stepLimit(h.Step)
	}
	if due.IsZero() && limit.IsZero() {
		return nil, nil
	}
	if due.IsZero() {
		var err error
		if due, err = rules.Calendar.Due(h.At, limit, rules.Policy.Rules()); err != nil {
			return nil, refuse(CodeInvalidField, "/data/step_limit", "the step's due can't be computed: %s", err)
		}
	}
	return []*DeadlineSet{rules.pin(DeadlineSet{
		Clock: StepClock, Revision: d.stepRevision() + 1, Cause: cause,
		Limit: limit, Start: h.At, From: h.At, Due: due, Verdict: rules.Policy.Verdict,
	})}, nil
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

// appointment starts the clock of the date that the last apology letter
// promised, and moves the due where the policy says so. A limit is added to the
// due as it was before the letter.
func (d *Dossier) appointment(before *Dossier, e Event, rules Rules) ([]*DeadlineSet, error) {
	x := d.Extensions[len(d.Extensions)-1]
	promised := x.Appointment
	if !x.By.IsZero() {
		r := run{rules: rules}
		r.set(before.Due())
		if err := r.lengthen(x.By); err != nil {
			return nil, refuse(CodeInvalidField, "/data/by", "by %s: %s", x.By, err)
		}
		promised = r.due
	}
	sets := []*DeadlineSet{rules.pin(DeadlineSet{
		Clock: AppointmentClock, Revision: len(d.Extensions), Cause: CauseExtended,
		Limit: x.By, Start: e.At, From: e.At, Due: promised, Verdict: rules.Policy.Verdict,
	})}
	if !rules.Policy.ExtensionMovesDue {
		return sets, nil
	}
	set, err := d.deadline(rules, CauseExtended, e.At)
	return append(sets, set), err
}

// corrected sets anew what the correction moved.
func (d *Dossier) corrected(before *Dossier, c *Corrected, rules Rules) ([]*DeadlineSet, error) {
	switch {
	case d.State == StateSubmitted && c.Event == TypeSubmitted:
		return d.intakeDeadline(d.SubmittedAt, rules)
	case c.Event == TypeTransferred && d.Holder().Sequence == c.Sequence:
		return d.stepDeadline(CauseCorrected, rules)
	case d.ReceivedAt.IsZero() || d.Stopped():
		return nil, nil
	}
	set, err := d.deadline(rules, CauseCorrected, d.ReceivedAt)
	if err != nil || set.sameDue(before.Deadline()) {
		return nil, err
	}
	return []*DeadlineSet{set}, nil
}
