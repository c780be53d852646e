package domain

import (
	"slices"
	"time"
)

// deadline computes the dossier's due from its receipt, its stops and its
// extensions: always from the beginning, so that the order in which facts became
// known does not matter. from is when the fact that moves it took effect. The
// due of a dossier that is stopped now is the one it had when it stopped. Nil
// where the due stays as it is.
func (d *Dossier) deadline(rules Rules, cause DeadlineCause, from time.Time) (*DeadlineSet, error) {
	r, err := d.runClock(rules, nil)
	if err != nil {
		return nil, cantCompute("/time", err)
	}
	set := rules.pin(DeadlineSet{
		Clock: DossierClock, Revision: len(d.Deadlines) + 1,
		Limit: r.limit, Unknown: rules.Procedure == nil && d.GivenDue.IsZero(),
		Start: r.start, From: from, Due: r.due,
		Verdict: rules.Policy.Verdict, Stop: rules.stopMode(),
	})
	set.Cause = r.cause(cause, d.Deadline())
	if err := d.compare(set, rules); err != nil {
		return nil, err
	}
	if set.says(d.Deadline()) {
		return nil, nil
	}
	return set, nil
}

func cantCompute(field string, err error) *Error {
	return refuse(CodeInvalidField, field, "the due can't be computed: %s", err)
}

// cause names what a receipt or the end of a stop did to the clock.
func (r *run) cause(cause DeadlineCause, last *Deadline) DeadlineCause {
	switch {
	case cause == CauseReceived && r.given, cause == CauseResumed && r.given && !r.due.Equal(last.Due):
		return CauseGiven
	case cause == CauseResumed && !r.start.Equal(last.Start):
		return CauseRestarted
	}
	return cause
}

// says reports whether the revision says what the last one said.
func (set *DeadlineSet) says(last *Deadline) bool {
	return last != nil && set.Due.Equal(last.Due) && set.Breach.Equal(last.Breach) &&
		set.EarlyBefore.Equal(last.EarlyBefore) && set.Start.Equal(last.Start) && set.Computed.Equal(last.Computed) &&
		set.Limit == last.Limit && set.Unknown == last.Unknown && set.Provisional == last.Provisional &&
		set.Procedure.ID == last.Procedure.ID
}

// compare notes what the engine would have computed where a due was given.
func (d *Dossier) compare(set *DeadlineSet, rules Rules) error {
	own := *d
	own.GivenDue, own.Stops = time.Time{}, slices.Clone(d.Stops)
	for i := range own.Stops {
		own.Stops[i].GivenDue = time.Time{}
	}
	if set.Limit.IsZero() || own.GivenDue.Equal(d.GivenDue) && slices.Equal(own.Stops, d.Stops) {
		return nil
	}
	r, err := own.runClock(rules, nil)
	if err != nil {
		return cantCompute("/time", err)
	}
	if !r.due.Equal(set.Due) {
		set.Computed = r.due
	}
	return nil
}

// intakeDeadline starts the clock of a submission that waits for receipt (8
// working hours by default). Nil where it stays as it is.
func (d *Dossier) intakeDeadline(rules Rules, cause DeadlineCause, from time.Time) (*DeadlineSet, error) {
	limit := rules.Policy.IntakeLimit
	if limit.IsZero() {
		return nil, nil
	}
	due, err := rules.Calendar.Due(d.SubmittedAt, limit, rules.Policy.Rules())
	if err != nil {
		return nil, cantCompute("/time", err)
	}
	if due.Equal(d.Waiting.Due) {
		return nil, nil
	}
	return rules.pin(DeadlineSet{
		Clock: IntakeClock, Revision: d.Waiting.Revision + 1, Cause: cause,
		Limit: limit, Start: d.SubmittedAt, From: from, Due: due, Verdict: ByInstant,
	}), nil
}

// appointmentDeadline starts the clock of the date that an apology letter
// promised. A limit is added to the due as it was before the letter.
func (d *Dossier) appointmentDeadline(x *Extension, rules Rules, cause DeadlineCause) (*DeadlineSet, error) {
	promised, revision := x.Appointment, 1
	if !x.By.IsZero() {
		r, err := d.runClock(rules, x)
		if err == nil {
			err = r.lengthen(x.By)
		}
		if err != nil {
			return nil, cantCompute("/data/by", err)
		}
		promised = r.due
	}
	for i := range d.Extensions {
		revision = max(revision, d.Extensions[i].Revision+1)
	}
	if x.Revision > 0 && promised.Equal(x.promised) {
		return nil, nil
	}
	return rules.pin(DeadlineSet{
		Clock: AppointmentClock, Revision: revision, For: x.Sequence, Cause: cause,
		Limit: x.By, Start: x.At, From: x.At, Due: promised, Verdict: rules.Policy.Verdict,
	}), nil
}
