package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// asBefore returns a copy of the dossier that an event with that data is going to change,
// where [Dossier.consequences] of such an event will look at what was before; else nil.
func (d *Dossier) asBefore(data Data) *Dossier {
	switch data.(type) {
	case *SupplementReceived, *Resumed, *Completed:
		if d.OpenStop() == nil {
			return nil // nothing ends
		}
		return d.Clone()
	case *Corrected:
		return d.Clone()
	}
	return nil
}

// consequences returns what the rules add to the event that was just applied to d: the
// deadlines of the clocks that it starts or moves. A deadline that stays as it was is
// not said again: its rungs stay valid. before is what [Dossier.asBefore] returned.
func (d *Dossier) consequences(before *Dossier, e Event, rules Rules) ([]*DeadlineSet, error) {
	switch data := e.Data.(type) {
	case *Submitted:
		return only(d.intakeDeadline(rules, CauseSubmitted, e.At))
	case *Received:
		return only(d.deadline(rules, CauseReceived, e.At))
	case *Transferred:
		return only(d.stepDeadline(d.handover(e.Sequence), rules, CauseTransferred))
	case *Extended:
		return d.extended(d.extension(e.Sequence), rules, CauseExtended)
	case *SupplementRequested:
		return only(d.supplementDeadline(d.stopOpenedBy(e.Sequence), rules, CauseRequested), nil)
	case *SupplementReceived, *Resumed, *Completed:
		if !slices.ContainsFunc(d.Stops, func(s Stop) bool { return s.Ended == e.Sequence }) || d.standsSince(e.At) {
			return nil, nil
		}
		return d.wentOn(before, rules, e.At)
	case *Corrected:
		return d.corrected(before, data, rules)
	}
	return nil, nil
}

// only makes a list of one deadline, or of none.
func only(set *DeadlineSet, err error) ([]*DeadlineSet, error) {
	if set == nil || err != nil {
		return nil, err
	}
	return []*DeadlineSet{set}, nil
}

// wentOn moves the due, and those of the steps, by the stops that have ended.
func (d *Dossier) wentOn(before *Dossier, rules Rules, at time.Time) ([]*DeadlineSet, error) {
	sets, err := only(d.deadline(rules, CauseResumed, at))
	if err != nil {
		return nil, err
	}
	steps, err := d.heldSteps(before, rules, CauseResumed)
	return append(sets, steps...), err
}

// extended starts the clock of the date that the apology letter promised, and
// moves the due where the policy says so.
func (d *Dossier) extended(x *Extension, rules Rules, cause DeadlineCause) ([]*DeadlineSet, error) {
	sets, err := only(d.appointmentDeadline(x, rules, cause))
	if err != nil || !rules.Policy.ExtensionMovesDue {
		return sets, err
	}
	due, err := only(d.deadline(rules, cause, x.At))
	return append(sets, due...), err
}

// corrected sets anew what the correction moved.
func (d *Dossier) corrected(before *Dossier, c *Corrected, rules Rules) ([]*DeadlineSet, error) {
	switch {
	case d.State == StateSubmitted && !d.SubmittedAt.Equal(before.SubmittedAt):
		return only(d.intakeDeadline(rules, CauseCorrected, d.SubmittedAt))
	case c.Event == TypeTransferred && d.handover(c.Sequence).term() != before.handover(c.Sequence).term():
		return only(d.stepDeadline(d.handover(c.Sequence), rules, CauseCorrected))
	case d.ReceivedAt.IsZero() || d.term() == before.term() && slices.Equal(d.Stops, before.Stops) && slices.Equal(d.Extensions, before.Extensions):
		return nil, nil
	}
	sets, err := only(d.deadline(rules, CauseCorrected, d.ReceivedAt))
	if err != nil {
		return nil, err
	}
	if c.Event == TypeExtended {
		promise, err := only(d.appointmentDeadline(d.extension(c.Sequence), rules, CauseCorrected))
		return append(promise, sets...), err
	}
	if s := d.OpenSupplement(); s != nil && s.Opened == c.Sequence && !s.Until.Equal(before.OpenSupplement().Until) {
		window, _ := only(d.supplementDeadline(s, rules, CauseCorrected), nil)
		sets = append(sets, window...)
	}
	steps, err := d.heldSteps(before, rules, CauseCorrected)
	return append(sets, steps...), err
}

// term is what a due is computed from, beside the stops and extensions. A
// correction that leaves it alone moves no due, even where the calendar was
// changed since.
type term struct {
	from, given              time.Time
	limit                    calendar.Limit
	procedure, part, channel string
}

func (d *Dossier) term() term {
	return term{from: d.ReceivedAt, given: d.GivenDue, procedure: d.Procedure, part: d.Case, channel: string(d.Channel)}
}

func (h *Handover) term() term {
	return term{from: h.At, given: h.GivenDue, limit: h.Limit, part: h.Step}
}
