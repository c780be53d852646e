package domain

import (
	"time"

	"github.com/go-json-experiment/json"
)

func (d *Corrected) check(c *checks) {
	c.atLeast("sequence", d.Sequence, 1)
	c.required("event", string(d.Event))
	c.required("reason", d.Reason)
	c.required("authority", d.Authority)
	c.span("at", d.At)
	if d.At.IsZero() && len(d.Facts) == 0 {
		c.fail(CodeMissingField, "facts", "facts and at are both missing: nothing is corrected")
	}
}

// guardCorrection refuses a correction of an event that was not said, one that
// makes an event say what it could not have said, and one that breaks the order
// of the dossier's instants.
func guardCorrection(d *Dossier, data *Corrected, rules Rules, now time.Time) error {
	said := d.said.at(data.Sequence)
	if said == "" || said == TypeCorrected {
		return refuse(CodeUnknownEvent, "/data/sequence", "number %d of the dossier is no event that can be corrected", data.Sequence)
	}
	if said != data.Event {
		return refuse(CodeUnknownEvent, "/data/event", "number %d of the dossier is %s, not %q", data.Sequence, said, data.Event)
	}
	if data.At.After(now.Add(rules.Policy.Skew())) {
		return refuse(CodeInFuture, "/data/at", "at %s lies in the future: the engine's clock is at %s", stamp(data.At), stamp(now))
	}
	after := d.Clone()
	if err := after.applyCorrection(data); err != nil {
		return err
	}
	if after.Agency != d.Agency || after.Province != d.Province {
		return refuse(CodeInvalidField, "/data/facts", "province and agency are the dossier's place in the log and can't be corrected")
	}
	return after.inOrder()
}

// inOrder checks that the dossier's instants follow each other.
func (d *Dossier) inOrder() error {
	ends := []time.Time{d.CompletedAt, d.EndedAt}
	pairs := [][2]time.Time{{d.SubmittedAt, d.ReceivedAt}, {d.ReceivedAt, d.CompletedAt}, {d.ReceivedAt, d.EndedAt}, {d.CompletedAt, d.ReturnedAt}}
	for i := range d.Stops {
		s := &d.Stops[i]
		pairs = append(pairs, [2]time.Time{d.ReceivedAt, s.From}, [2]time.Time{s.From, s.To})
		for _, end := range ends {
			pairs = append(pairs, [2]time.Time{s.latest(), end})
		}
	}
	for i := range d.Handovers {
		pairs = append(pairs, [2]time.Time{d.ReceivedAt, d.Handovers[i].At})
	}
	for _, p := range pairs {
		if !p[0].IsZero() && !p[1].IsZero() && p[1].Before(p[0]) {
			return refuse(CodeOutOfOrder, "/data/at", "after the correction %s would come before %s", stamp(p[1]), stamp(p[0]))
		}
	}
	return nil
}

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
		said := Submitted{Intake: d.Intake}
		return correctInto(c, &said, &d.SubmittedAt, func() { d.correctIntake(said.Intake, d.ReceivedAt.IsZero()) })
	case TypeReceived:
		said := Received{Intake: d.Intake, Due: d.GivenDue, Appointment: d.Promised}
		return correctInto(c, &said, &d.ReceivedAt, func() {
			d.Intake, d.GivenDue, d.Promised = said.Intake, said.Due, said.Appointment
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
		if err := json.Unmarshal(c.Facts, said, json.RejectUnknownMembers(true)); err != nil {
			return jsonError(err, "/data/facts")
		}
	}
	checked := checks{}
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
	for i := range d.Handovers {
		if h := &d.Handovers[i]; h.Sequence == c.Sequence {
			said := Transferred{
				ToAgency: h.Agency, ToUnit: h.Unit, ToOfficer: h.Officer,
				Step: h.Step, StepLimit: h.Limit, StepDue: h.GivenDue,
			}
			return correctInto(c, &said, &h.At, func() {
				h.Agency, h.Unit, h.Officer = said.ToAgency, said.ToUnit, said.ToOfficer
				h.Step, h.Limit, h.GivenDue = said.Step, said.StepLimit, said.StepDue
			})
		}
	}
	for i := range d.Extensions {
		if x := &d.Extensions[i]; x.Sequence == c.Sequence {
			said := x.Extended
			return correctInto(c, &said, &x.At, func() { x.Extended = said })
		}
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
	var untimed time.Time // the instant of this event is not state
	switch c.Event {
	case TypeRefused:
		said := Refused{Intake: d.Intake, Reason: "as said"}
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
	case TypeExplained:
		said := Explained{Cause: d.Explanation}
		return correctInto(c, &said, &untimed, func() { d.Explanation = said.Cause })
	case TypeReminded:
		return correctInto(c, &Reminded{Number: 1, Officer: "as said"}, &untimed, func() {})
	case TypeFeePaid:
		said := FeePaid{Online: d.FeeOnline}
		return correctInto(c, &said, &untimed, func() { d.FeeOnline = said.Online })
	case TypeRated:
		said := Rated{Satisfaction: d.Satisfaction}
		return correctInto(c, &said, &untimed, func() { d.Satisfaction = said.Satisfaction })
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
