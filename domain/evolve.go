package domain

// Evolve applies an accepted event to the dossier. It never fails: what could be
// wrong was refused by [Decide].
func (d *Dossier) Evolve(e Event) {
	d.Code = Code(e.Subject)
	d.Sequence = e.Sequence
	if e.Backdated {
		d.Backdated++
	}
	d.said.note(e)
	switch data := e.Data.(type) {
	case *Submitted:
		d.State, d.Intake, d.SubmittedAt = StateSubmitted, data.Intake, e.At
	case *Received:
		d.receive(e, data)
	case *Refused:
		d.end(e, StateRefused)
		if data.Intake != (Intake{}) {
			d.Intake = data.Intake
		}
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
		d.Explanation = data.Cause
	case *Reminded:
		d.Reminders++
	case *FeePaid:
		d.FeePaid, d.FeeOnline = true, d.FeeOnline || data.Online
	case *Rated:
		d.Satisfaction = data.Satisfaction
	case *Corrected:
		d.correct(data)
	}
}

// receive takes over the intake; what the submission said and the receipt
// leaves out stays.
func (d *Dossier) receive(e Event, data *Received) {
	submitted := d.Intake
	d.State, d.Intake, d.ReceivedAt = StateReceived, data.Intake, e.At
	if d.Applicant == nil {
		d.Applicant = submitted.Applicant
	}
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
		if n := len(d.Handovers); n > 0 {
			h := &d.Handovers[n-1]
			h.Due, h.Breach, h.Revision = set.Due, set.Breach, set.Revision
		}
	case AppointmentClock:
		if n := len(d.Extensions); n > 0 {
			x := &d.Extensions[n-1]
			x.Appointment, x.Revision = set.Due, set.Revision
		}
	}
}

// adopt takes the procedure's facts where the desk left them out.
func (d *Dossier) adopt(p ProcedureRef) {
	if d.Field == "" {
		d.Field = p.Field
	}
	if d.ServiceLevel == "" {
		d.ServiceLevel = p.ServiceLevel
	}
	d.Interlinked = d.Interlinked || p.Interlinked
}

// transfer hands over. A stopped dossier stays stopped.
func (d *Dossier) transfer(e Event, data *Transferred) {
	agency := data.ToAgency
	if agency == "" {
		agency = d.Holder().Agency
	}
	d.Handovers = append(d.Handovers, Handover{
		At: e.At, Sequence: e.Sequence,
		Agency: agency, Unit: data.ToUnit, Officer: data.ToOfficer,
		Step: data.Step, Limit: data.StepLimit, GivenDue: data.StepDue,
	})
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
