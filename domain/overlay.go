package domain

import (
	"slices"
	"time"

	"github.com/go-json-experiment/json"
)

// correct applies an accepted correction.
func (d *Dossier) correct(data *Corrected) {
	d.Corrections++
	_ = d.applyCorrection(data) // checked when it was accepted
}

// applyCorrection overlays the right values on what the corrected event said.
// Facts that the state does not hold (a note, the text of a reason) stand in the
// history alone.
func (d *Dossier) applyCorrection(c *Corrected) error {
	switch c.Event {
	case TypeSubmitted:
		said := Submitted{Intake: d.asSaid()}
		return correctInto(c, &said, &d.SubmittedAt, func() { d.correctIntake(said.Intake, d.ReceivedAt.IsZero()) })
	case TypeReceived:
		said := Received{Intake: d.asSaid(), Due: d.GivenDue, Appointment: d.Promised}
		return correctInto(c, &said, &d.ReceivedAt, func() {
			d.GivenDue, d.Promised = said.Due, said.Appointment
			d.takeIntake(said.Intake)
		})
	case TypeTransferred, TypeExtended:
		return d.correctListed(c)
	case TypeSupplementRequested, TypeSupplementReceived, TypePaused, TypeResumed:
		return d.correctStop(c)
	}
	return d.correctEnd(c)
}

// correctIntake corrects what the submission said: the receipt that followed
// has the last word.
func (d *Dossier) correctIntake(in Intake, last bool) {
	if last {
		d.Intake = in
	}
}

// correctInto overlays the facts on said, checks the result, and takes it over.
func correctInto(c *Corrected, said Data, at *time.Time, take func()) error {
	if len(c.Facts) > 0 {
		if err := json.Unmarshal(c.Facts, said, asPublished); err != nil {
			return jsonError(err, "/data/facts")
		}
	}
	checked := checks{at: "/data/facts/"}
	if said.check(&checked); checked.err != nil {
		return checked.err
	}
	if !c.At.IsZero() {
		*at = c.At.Truncate(time.Millisecond)
	}
	take()
	return nil
}

// correctListed corrects a transfer or an extension.
func (d *Dossier) correctListed(c *Corrected) error {
	if h := d.handover(c.Sequence); h != nil {
		said := Transferred{
			ToAgency: h.Agency, ToUnit: h.Unit, ToOfficer: h.Officer,
			Step: h.Step, StepLimit: h.Limit, StepDue: h.GivenDue,
		}
		return correctInto(c, &said, &h.At, func() {
			h.Agency, h.Unit, h.Officer = said.ToAgency, said.ToUnit, said.ToOfficer
			h.Step, h.Limit, h.GivenDue = said.Step, said.StepLimit, said.StepDue
			d.sort()
		})
	}
	if x := d.extension(c.Sequence); x != nil {
		said := x.Extended
		if !said.By.IsZero() {
			said.Appointment = time.Time{} // as it was said: the engine computed it
		}
		return correctInto(c, &said, &x.At, func() {
			x.Extended = said
			if !said.By.IsZero() {
				x.Appointment = x.promised // until the engine computes it anew
			}
			d.sort()
		})
	}
	return nil
}

// correctStop corrects the beginning or the end of a stop.
func (d *Dossier) correctStop(c *Corrected) error {
	for i := range d.Stops {
		s := &d.Stops[i]
		switch {
		case s.Opened == c.Sequence && s.Kind == StatePaused:
			said := Paused{Reason: s.Reason}
			return correctInto(c, &said, &s.From, func() { s.Reason = said.Reason })
		case s.Opened == c.Sequence:
			said := SupplementRequested{Reason: "as said", Until: s.Until} // the reason's text is not state
			return correctInto(c, &said, &s.From, func() { s.Until = said.Until })
		case s.Ended == c.Sequence:
			said := Resumed{Due: s.GivenDue}
			return correctInto(c, &said, &s.To, func() { s.GivenDue = said.Due })
		}
	}
	return nil
}

// correctEnd corrects the facts of an end, and the single facts beside the
// course.
func (d *Dossier) correctEnd(c *Corrected) error {
	switch c.Event {
	case TypeRefused:
		said := Refused{Intake: d.asSaid(), Reason: "as said"}
		return correctInto(c, &said, &d.EndedAt, func() { d.Intake = said.Intake })
	case TypeWithdrawn:
		return correctInto(c, &Withdrawn{}, &d.EndedAt, func() { d.endStopsAt(c.Sequence, d.EndedAt) })
	case TypeTerminated:
		return correctInto(c, &Terminated{Reason: "as said"}, &d.EndedAt, func() { d.endStopsAt(c.Sequence, d.EndedAt) })
	case TypeCompleted:
		said := Completed{Outcome: d.Outcome, Electronic: d.Electronic}
		return correctInto(c, &said, &d.CompletedAt, func() {
			d.Outcome, d.Electronic = said.Outcome, said.Electronic
			d.endStopsAt(c.Sequence, d.CompletedAt)
		})
	case TypeReturned:
		said := Returned{Method: d.ReturnMethod}
		return correctInto(c, &said, &d.ReturnedAt, func() { d.ReturnMethod = said.Method })
	case TypeReminded:
		return d.correctReminder(c)
	}
	return d.correctAside(c)
}

// correctAside corrects the single facts beside the course. What a later event
// has overruled stays overruled.
func (d *Dossier) correctAside(c *Corrected) error {
	var untimed time.Time // the instant of these events is not state
	switch c.Event {
	case TypeExplained:
		said := Explained{Cause: d.Explanation}
		return correctInto(c, &said, &untimed, func() {
			if d.explained == c.Sequence {
				d.Explanation = said.Cause
			}
		})
	case TypeRated:
		said := Rated{Satisfaction: d.Satisfaction}
		return correctInto(c, &said, &untimed, func() {
			if d.rated == c.Sequence {
				d.Satisfaction = said.Satisfaction
			}
		})
	case TypeFeePaid:
		i := slices.IndexFunc(d.fees, func(f fee) bool { return f.sequence == c.Sequence })
		if i < 0 {
			return nil
		}
		said := FeePaid{Online: d.fees[i].online}
		return correctInto(c, &said, &untimed, func() {
			d.fees[i].online = said.Online
			d.sumFees()
		})
	}
	return nil
}

// endStopsAt moves the end of the stops that an end closed, along with it.
func (d *Dossier) endStopsAt(sequence int, at time.Time) {
	for i := range d.Stops {
		if d.Stops[i].Ended == sequence {
			d.Stops[i].To = at
		}
	}
}
