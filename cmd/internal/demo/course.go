package demo

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Course is how one dossier is treated: behaviour, and never a due or a verdict.
type Course struct {
	Code      string
	Procedure *Procedure
	Case      string
	Channel   domain.Channel
	Applicant string // opaque reference
	Digitised bool
	Fate      Fate
	Slip      Slip

	Desk, Clerk, Unit, Expert, Leader string

	Submitted time.Time     // by the applicant; zero where it is handed in at the desk
	Received  time.Time     // by the desk, or refused there; within office time
	Offline   int           // workdays until the desk is on line again and posts it
	Retried   bool          // the clerk sends the receipt a second time
	HandOver  time.Duration // working time from the receipt to the unit
	Mistaken  *Procedure    // keyed in first, with SlipWrongProcedure
	FeeOnline bool          // of a payable procedure; else paid at the desk

	Supplement *Supplement
	Pause      *Pause
	Finish     Finish
	Return     Return
}

// Fate is how a dossier ends.
type Fate string

const (
	FateEarly        Fate = "early"           // before the due day
	FateDueDay       Fate = "due-day"         // on the due day
	FateLate         Fate = "late"            // after it, without a word
	FateLateApology  Fate = "late-apologised" // after it, with an apology letter before
	FateStuck        Fate = "stuck"           // not at all
	FateRefused      Fate = "refused"         // not accepted at the desk
	FateWithdrawn    Fate = "withdrawn"       // taken back by the applicant
	FateUnanswered   Fate = "unanswered"      // the supplement never comes: terminated
	FateNotCollected Fate = "not-collected"   // early, but nobody fetches the result
	FatePending      Fate = "pending"         // in hand when the play ends, most of them in time
)

// Slip is a mistake that somebody makes with a dossier.
type Slip string

const (
	SlipNone           Slip = ""
	SlipEarlyReturn    Slip = "early-return"    // returned before it is completed: refused
	SlipLateApology    Slip = "late-apology"    // apologised after the due day: refused
	SlipTwice          Slip = "twice"           // received at the desk a second time: refused
	SlipWrongProcedure Slip = "wrong-procedure" // keyed in wrongly: corrected
	SlipWrongDate      Slip = "wrong-date"      // completed on the due day, keyed in a day late: corrected
)

// Supplement is a request for what is missing.
type Supplement struct {
	After    float64 // share of the limit's working time
	Workdays int     // until the applicant answers
	Missing  string
}

// Pause is a stop for any other reason.
type Pause struct {
	After    float64 // share of the limit's working time
	Workdays int     // how long
	Reason   domain.PauseReason
}

// Finish is when the result is ready.
type Finish struct {
	Share      float64       // of the working time until the due that is used, for those done early
	Workdays   int           // after the due day, for late ones; after the receipt where there is no due
	Hour       float64       // share of the working day, for those done on a given day
	Signing    time.Duration // working time that the leader takes
	Outcome    domain.Outcome
	Electronic bool
}

// Return is how the result goes out.
type Return struct {
	Workdays int // after the completion
	Hour     float64
	Method   domain.Channel
	Rating   domain.Satisfaction // empty: none
}

// handedIn returns when the dossier first exists.
func (c *Course) handedIn() time.Time {
	if c.Submitted.IsZero() {
		return c.Received
	}
	return c.Submitted
}
