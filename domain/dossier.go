package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Dossier is the state of one dossier: the fold of its events. Its zero value is
// a dossier of which nothing was said.
type Dossier struct {
	Code     Code
	State    State
	Sequence int // of the last event
	Intake       // as received, corrections applied; Unit and Officer are the first holder

	SubmittedAt time.Time
	ReceivedAt  time.Time
	CompletedAt time.Time
	ReturnedAt  time.Time
	EndedAt     time.Time // refused, withdrawn or terminated

	GivenDue   time.Time  // the due given by the source, zero where the engine computes it
	Deadlines  []Deadline // of the dossier's clock: every revision, in order
	Waiting    Deadline   // of the intake clock: the latest revision
	Stops      []Stop     // in the order in which they were recorded
	Extensions []Extension
	Handovers  []Handover
	Promised   time.Time // the appointment given at receipt, where it differs from the due

	Outcome      Outcome
	Electronic   bool
	ReturnMethod Channel
	Explanation  Cause
	Reminders    int
	FeePaid      bool
	FeeOnline    bool
	Satisfaction Satisfaction
	Raised       []RaisedRung
	Backdated    int // events with an At beyond the policy's tolerance
	Corrections  int

	said said
}

// Deadline is one revision of the statutory due.
type Deadline struct {
	DeadlineSet
	RecordedAt time.Time // when the engine set it
}

// Stop is one time during which the clock stood.
type Stop struct {
	Kind     State // StateSupplement or StatePaused
	Reason   PauseReason
	From, To time.Time // To is zero while it is open
	GivenDue time.Time // a due given by the source when it ended
	Until    time.Time // the applicant's window
	Opened   int       // sequence of the event that opened it
	Ended    int       // sequence of the event that ended it
}

// Extension is one apology letter.
type Extension struct {
	At       time.Time
	Sequence int
	Revision int // of the appointment clock
	Extended
}

// Handover is one transfer: from its instant on, the holder has the dossier.
type Handover struct {
	At       time.Time
	Sequence int
	Agency   string
	Unit     string
	Officer  string
	Step     string
	Limit    calendar.Limit // of the step, as the transfer said
	GivenDue time.Time      // of the step, as the transfer said
	Due      time.Time      // of the step; zero where it has no limit
	Breach   time.Time
	Revision int // of the step clock; 0 where it has no limit
}

// RaisedRung is a rung that was recorded.
type RaisedRung struct {
	Clock    ClockName
	Revision int
	Rung     string
}

// Deadline returns the latest revision of the due; nil where there is none yet.
func (d *Dossier) Deadline() *Deadline {
	if len(d.Deadlines) == 0 {
		return nil
	}
	return &d.Deadlines[len(d.Deadlines)-1]
}

// Due returns the statutory due as it is known now; zero where there is none.
func (d *Dossier) Due() time.Time {
	if l := d.Deadline(); l != nil {
		return l.Due
	}
	return time.Time{}
}

// Appointment returns the date promised to the citizen: that of the last
// apology, else that of the receipt, else the due.
func (d *Dossier) Appointment() time.Time {
	if n := len(d.Extensions); n > 0 {
		return d.Extensions[n-1].Appointment
	}
	if !d.Promised.IsZero() {
		return d.Promised
	}
	return d.Due()
}

// Holder returns who has the dossier now.
func (d *Dossier) Holder() Handover {
	if n := len(d.Handovers); n > 0 {
		return d.Handovers[n-1]
	}
	return Handover{At: d.ReceivedAt, Agency: d.Agency, Unit: d.Unit, Officer: d.Officer}
}

// openStop returns the open stop of the kind; nil where there is none.
func (d *Dossier) openStop(kind State) *Stop {
	for i := range d.Stops {
		if d.Stops[i].Kind == kind && d.Stops[i].To.IsZero() {
			return &d.Stops[i]
		}
	}
	return nil
}

// Stopped reports whether any stop is open.
func (d *Dossier) Stopped() bool {
	return d.openStop(StateSupplement) != nil || d.openStop(StatePaused) != nil
}

// Supplements counts the supplement requests.
func (d *Dossier) Supplements() int {
	n := 0
	for i := range d.Stops {
		if d.Stops[i].Kind == StateSupplement {
			n++
		}
	}
	return n
}

// HasRaised reports whether the rung was recorded.
func (d *Dossier) HasRaised(r Rung) bool {
	return slices.Contains(d.Raised, RaisedRung{Clock: r.Clock, Revision: r.Revision, Rung: r.Rung})
}

// Clone returns a copy that shares nothing that Evolve changes.
func (d *Dossier) Clone() *Dossier {
	c := *d
	c.Deadlines = slices.Clone(d.Deadlines)
	c.Stops = slices.Clone(d.Stops)
	c.Extensions = slices.Clone(d.Extensions)
	c.Handovers = slices.Clone(d.Handovers)
	c.Raised = slices.Clone(d.Raised)
	c.said = slices.Clone(d.said)
	return &c
}

// NationalStatus is the dossier's TrangThaiHoSo in the national exchange, 1 to
// 10; 0 for a dossier of which nothing was said.
func (d *Dossier) NationalStatus() int {
	switch d.State {
	case StateSubmitted:
		return 1
	case StateReceived:
		return 2
	case StateRefused:
		return 3
	case StateProcessing:
		return 4
	case StateSupplement:
		return 5
	case StatePaused:
		if s := d.openStop(StatePaused); s != nil && s.Reason == FinancialObligation {
			return 6
		}
		return 8
	case StateWithdrawn:
		return 7
	case StateTerminated:
		return 8
	case StateCompleted:
		return 9
	case StateReturned:
		return 10
	}
	return 0
}
