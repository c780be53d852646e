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

	GivenDue   time.Time   // the due given by the source, zero where the engine computes it
	Deadlines  []Deadline  // of the dossier's clock: every revision, in order
	Waiting    Deadline    // of the intake clock: the latest revision
	Stops      []Stop      // in the order in which they were recorded
	Extensions []Extension // in the order of their instants
	Handovers  []Handover  // in the order of their instants
	Promised   time.Time   // the appointment given at receipt, where it differs from the due

	Outcome      Outcome
	Electronic   bool
	ReturnMethod Channel
	Explanation  Cause
	Reminders    int        // how many were issued
	Reminded     []Reminder // in the order in which they were recorded
	FeePaid      bool
	FeeOnline    bool
	Satisfaction Satisfaction
	Raised       []RaisedRung
	Tendings     []Tended // what supervisors did about the alerts of Raised
	Backdated    int      // events with an At beyond the policy's tolerance
	Corrections  int

	said      said
	adopted   ProcedureRef // what of Intake was taken from the procedure
	fees      []fee
	explained int // sequence of the event that Explanation was said by
	rated     int // sequence of the event that Satisfaction was said by
}

// fee is one payment.
type fee struct {
	sequence int
	online   bool
}

// sumFees derives what is known of all payments.
func (d *Dossier) sumFees() {
	d.FeePaid = len(d.fees) > 0
	d.FeeOnline = slices.ContainsFunc(d.fees, func(f fee) bool { return f.online })
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
	Revision int       // of the supplement clock; 0 where it has no window
}

// Extension is one apology letter.
type Extension struct {
	At       time.Time
	Sequence int
	Revision int // of the appointment clock
	Extended
	promised time.Time // the appointment as its clock has it
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
	verdict  VerdictMode
	early    time.Time // completion before it is early
}

// Passed reports whether the step's limit was exceeded at the instant.
func (h *Handover) Passed(at time.Time) bool {
	return h.deadline().Passed(at)
}

// Judge returns the verdict on a step that was done at the instant.
func (h *Handover) Judge(done time.Time) Verdict { return h.deadline().Judge(done) }

func (h *Handover) deadline() *DeadlineSet {
	return &DeadlineSet{Due: h.Due, Breach: h.Breach, EarlyBefore: h.early, Verdict: h.verdict}
}

// RaisedRung is a rung that was recorded: it names an alert of the dossier.
type RaisedRung struct {
	Clock    ClockName `json:"clock"`
	Revision int       `json:"revision" jsonschema:"of the clock, as the rung was recorded"`
	Rung     string    `json:"rung"`
}

// HasRaised reports whether the rung was recorded.
func (d *Dossier) HasRaised(r Rung) bool {
	return slices.Contains(d.Raised, r.Raised())
}

// Raised returns the rung's name as the dossier keeps it.
func (r *Rung) Raised() RaisedRung {
	return RaisedRung{Clock: r.Clock, Revision: r.Revision, Rung: r.Rung}
}

// Clone returns a copy that shares nothing that Evolve changes.
func (d *Dossier) Clone() *Dossier {
	c := *d
	c.Deadlines = slices.Clone(d.Deadlines)
	c.Stops = slices.Clone(d.Stops)
	c.Extensions = slices.Clone(d.Extensions)
	c.Handovers = slices.Clone(d.Handovers)
	c.Raised = slices.Clone(d.Raised)
	c.Reminded = slices.Clone(d.Reminded)
	c.Tendings = slices.Clone(d.Tendings)
	c.fees = slices.Clone(d.fees)
	if n := len(d.said); n > 0 {
		c.said = append(make(said, 0, n+1), d.said...) // most often for one more
	}
	return &c
}
