package domain

import (
	"slices"
	"time"
)

// Verdict is the judgement on a completed dossier.
type Verdict uint8

const (
	NoVerdict  Verdict = iota // not completed
	NoDeadline                // completed, nothing to judge by
	Early
	OnTime
	Late
)

var verdictNames = [...]string{"none", "no-deadline", "early", "on-time", "late"}

func (v Verdict) String() string { return verdictNames[v] }

// MarshalText returns the verdict's name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a verdict's name.
func (v *Verdict) UnmarshalText(text []byte) error {
	i := slices.Index(verdictNames[:], string(text))
	if i < 0 {
		return refuse(CodeInvalidField, "verdict", "verdict %.40q is not one of %q", text, verdictNames)
	}
	*v = Verdict(i)
	return nil
}

// Passed reports whether a dossier that is pending at the instant is overdue:
// by date from 24:00 of the due day on, else after the due instant.
func (set *DeadlineSet) Passed(at time.Time) bool {
	switch {
	case set.Due.IsZero():
		return false
	case set.Verdict == ByDate:
		return !at.Before(set.Breach)
	}
	return at.After(set.Due)
}

// Judge returns the verdict on a completion at the instant.
func (set *DeadlineSet) Judge(completed time.Time) Verdict {
	switch {
	case set.Due.IsZero():
		return NoDeadline
	case set.Passed(completed):
		return Late
	case completed.Before(set.EarlyBefore):
		return Early
	}
	return OnTime
}

// Verdict returns the judgement on the dossier as it is known now.
func (d *Dossier) Verdict() Verdict {
	if d.CompletedAt.IsZero() {
		return NoVerdict
	}
	last := d.Deadline()
	if last == nil {
		return NoDeadline
	}
	return last.Judge(d.CompletedAt)
}

// Apologised reports whether an apology letter was sent before the completion:
// "late, with apology".
func (d *Dossier) Apologised() bool { return len(d.Extensions) > 0 }

// Standing is where a dossier stands at an instant.
type Standing uint8

const (
	StandingNone       Standing = iota // not yet heard of
	StandingWaiting                    // submitted, not yet received
	StandingInTime                     // pending in time
	StandingOverdue                    // pending overdue
	StandingStopped                    // pending, the clock stands, not overdue
	StandingNoDeadline                 // pending, no due
	StandingCompleted                  // completed or returned: see the verdict
	StandingRefused
	StandingWithdrawn
	StandingTerminated
)

var standingNames = [...]string{
	"none", "waiting", "in-time", "overdue", "stopped", "no-deadline",
	"completed", "refused", "withdrawn", "terminated",
}

func (s Standing) String() string { return standingNames[s] }

// MarshalText returns the standing's name.
func (s Standing) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a standing's name.
func (s *Standing) UnmarshalText(text []byte) error {
	i := slices.Index(standingNames[:], string(text))
	if i < 0 {
		return refuse(CodeInvalidField, "standing", "standing %.40q is not one of %q", text, standingNames)
	}
	*s = Standing(i)
	return nil
}

// Pending reports whether the dossier was in hand.
func (s Standing) Pending() bool { return s >= StandingInTime && s <= StandingNoDeadline }

// StandingAt returns where the dossier stood at the instant, by all that is
// known now: a fact that was posted late, or corrected, counts from when it took
// effect.
func (d *Dossier) StandingAt(at time.Time) Standing {
	switch {
	case !d.EndedAt.IsZero() && !at.Before(d.EndedAt):
		return d.ended()
	case !d.CompletedAt.IsZero() && !at.Before(d.CompletedAt):
		return StandingCompleted
	case !d.ReceivedAt.IsZero() && !at.Before(d.ReceivedAt):
		return d.pendingAt(at)
	case !d.SubmittedAt.IsZero() && !at.Before(d.SubmittedAt):
		return StandingWaiting
	}
	return StandingNone
}

func (d *Dossier) ended() Standing {
	switch d.State {
	case StateRefused:
		return StandingRefused
	case StateWithdrawn:
		return StandingWithdrawn
	}
	return StandingTerminated
}

// pendingAt tells pending dossiers apart. A stop that began before the breach
// holds it back; what was overdue when it stopped stays overdue.
func (d *Dossier) pendingAt(at time.Time) Standing {
	set := d.DeadlineAt(at)
	stopped, since := d.stopAt(at)
	switch {
	case set != nil && set.Passed(at) && (!stopped || set.Passed(since)):
		return StandingOverdue
	case stopped:
		return StandingStopped
	case set == nil || set.Due.IsZero():
		return StandingNoDeadline
	}
	return StandingInTime
}

// DeadlineAt returns the revision of the due that was in force at the instant;
// nil where there was none.
func (d *Dossier) DeadlineAt(at time.Time) *Deadline {
	for i := len(d.Deadlines) - 1; i >= 0; i-- {
		if !d.Deadlines[i].From.After(at) {
			return &d.Deadlines[i]
		}
	}
	return nil
}
