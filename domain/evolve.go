package domain

import "cmp"

// Evolve applies an accepted event to the dossier. It never fails: what could be
// wrong was refused by [Decide].
func (d *Dossier) Evolve(e Event) {
	d.said.note(&e)
	d.Reflect(e)
}

// Reflect applies an accepted event as [Dossier.Evolve] does, but does not
// remember who said it: for views, which never decide. Knowing a repeat takes
// two fifths of the time of a fold, and most of its memory.
func (d *Dossier) Reflect(e Event) {
	d.Code = Code(e.Subject)
	d.Sequence = e.Sequence
	if e.Backdated {
		d.Backdated++
	}
	switch data := e.Data.(type) {
	case *Submitted:
		d.State, d.Intake, d.SubmittedAt = StateSubmitted, data.Intake, e.At
	case *Received:
		d.receive(e, data)
	case *Refused:
		d.end(e, StateRefused)
		d.Intake = data.after(d.Intake)
	case *DeadlineSet:
		d.setDeadline(Deadline{DeadlineSet: *data, RecordedAt: e.RecordedAt})
	case *Transferred:
		d.transfer(e, data)
	case *SupplementRequested:
		d.stop(Stop{Kind: StateSupplement, From: e.At, Opened: e.Sequence, Until: data.Until})
	case *SupplementReceived:
		d.endStop(StateSupplement, e, func(s *Stop) { s.GivenDue = data.Due })
	case *Paused:
		d.stop(Stop{Kind: StatePaused, From: e.At, Opened: e.Sequence, Reason: data.Reason})
	case *Resumed:
		d.endStop(StatePaused, e, func(s *Stop) { s.GivenDue = data.Due })
	case *Extended:
		d.Extensions = append(d.Extensions, Extension{At: e.At, Sequence: e.Sequence, Extended: *data})
		d.sort()
	case *Completed:
		d.complete(e, data)
	case *Returned:
		d.State, d.ReturnedAt, d.ReturnMethod = StateReturned, e.At, data.Method
	case *Withdrawn:
		d.end(e, StateWithdrawn)
	case *Terminated:
		d.end(e, StateTerminated)
	case *Approached:
		d.raise(data.Rung)
	case *Missed:
		d.raise(data.Rung)
	case *Explained:
		d.Explanation, d.explained = data.Cause, e.Sequence
	case *Reminded:
		d.remind(e, data)
	case *FeePaid:
		d.fees = append(d.fees, fee{sequence: e.Sequence, online: data.Online})
		d.sumFees()
	case *Rated:
		d.Satisfaction, d.rated = data.Satisfaction, e.Sequence
	case *Corrected:
		d.correct(data)
	case *AlertAcknowledged:
		d.acknowledge(e, data)
	case *AlertSnoozed:
		d.snooze(e, data)
	case *AlertReminded:
		d.remindAgain(data)
	}
}

// receive takes over the intake: what the submission said and the receipt leaves
// out stays.
func (d *Dossier) receive(e Event, data *Received) {
	d.State, d.Intake, d.ReceivedAt = StateReceived, data.after(d.asSaid()), e.At
	d.GivenDue, d.Promised = data.Due, data.Appointment
}

// setDeadline takes what the engine computed for one of the clocks.
func (d *Dossier) setDeadline(set Deadline) {
	switch set.Clock {
	case DossierClock:
		d.Deadlines = append(d.Deadlines, set)
		d.adopt(set.Procedure)
	case IntakeClock:
		d.Waiting = set
	case StepClock:
		if h := d.handover(set.For); h != nil {
			h.Due, h.Breach, h.early, h.Revision, h.verdict = set.Due, set.Breach, set.EarlyBefore, set.Revision, set.Verdict
		}
	case SupplementClock:
		if s := d.stopOpenedBy(set.For); s != nil {
			s.Revision = set.Revision
		}
	case AppointmentClock:
		if x := d.extension(set.For); x != nil {
			x.Appointment, x.promised, x.Revision = set.Due, set.Due, set.Revision
		}
	}
}

// transfer hands over. A stopped dossier stays stopped. What the transfer leaves
// out of the place stays: to another officer is within the unit.
func (d *Dossier) transfer(e Event, data *Transferred) {
	agency, unit, from := data.ToAgency, data.ToUnit, d.HolderAt(e.At)
	if agency == "" {
		agency = from.Agency
		unit = cmp.Or(unit, from.Unit)
	}
	d.Handovers = append(d.Handovers, Handover{
		At: e.At, Sequence: e.Sequence,
		Agency: agency, Unit: unit, Officer: data.ToOfficer,
		Step: data.Step, Limit: data.StepLimit, GivenDue: data.StepDue,
	})
	d.sort()
	if d.State == StateReceived {
		d.State = StateProcessing
	}
}

func (d *Dossier) stop(s Stop) {
	d.Stops = append(d.Stops, s)
	d.settle()
}

func (d *Dossier) endStop(kind State, e Event, fill func(*Stop)) {
	if s := d.openStop(kind); s != nil {
		s.To, s.Ended = e.At, e.Sequence
		fill(s)
	}
	d.settle()
}

// settle derives the state of an open dossier from its stops: a supplement
// outranks a pause.
func (d *Dossier) settle() {
	switch {
	case d.openStop(StateSupplement) != nil:
		d.State = StateSupplement
	case d.openStop(StatePaused) != nil:
		d.State = StatePaused
	default:
		d.State = StateProcessing
	}
}

// complete ends every stop at the instant of completion.
func (d *Dossier) complete(e Event, data *Completed) {
	d.endStops(e)
	d.State, d.CompletedAt = StateCompleted, e.At
	d.Outcome, d.Electronic = data.Outcome, data.Electronic
}

func (d *Dossier) end(e Event, s State) {
	d.endStops(e)
	d.State, d.EndedAt = s, e.At
}

func (d *Dossier) endStops(e Event) {
	for i := range d.Stops {
		if d.Stops[i].To.IsZero() {
			d.Stops[i].To, d.Stops[i].Ended = e.At, e.Sequence
		}
	}
}

func (d *Dossier) raise(r Rung) {
	d.Raised = append(d.Raised, RaisedRung{Clock: r.Clock, Revision: r.Revision, Rung: r.Rung})
}
