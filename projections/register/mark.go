package register

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Mark is all that a row says in a few bits:
//
//	 0- 3  outcome
//	 4     received, and nothing is due
//	 5     the clock stands now, and it was not overdue when that began
//	 6     an event was backdated
//	 7     an event was corrected
//	 8     the given due is not what the engine computes
//	 9     the procedure is not known yet
//	10     interlinked
//	11     an apology letter was sent
//	12     it has a trail: its due and breach don't tell how it stood
//	13-16  state
//	17-19  verdict
//	20-21  channel
//	22-24  service level
//	25-26  cause of its lateness, as explained
type Mark uint32

// The single bits of a [Mark].
const (
	Undue Mark = 1 << (4 + iota)
	Halted
	Backdated
	Corrected
	GivenDiffers
	LimitUnknown
	Interlinked
	Apologised
	Trailed
)

// The places of a [Mark]'s parts.
const (
	InterlinkedShift      = 10
	OutcomeMask      Mark = 1<<4 - 1
	StateShift            = 13
	StateMask        Mark = 1<<4 - 1
	VerdictShift          = 17
	VerdictMask      Mark = 1<<3 - 1
	ChannelShift          = 20
	ChannelMask      Mark = 1<<2 - 1
	LevelShift            = 22
	LevelMask        Mark = 1<<3 - 1
	CauseShift            = 25
	CauseMask        Mark = 1<<2 - 1
)

// Outcome is how a dossier ended, as far as it is known now.
type Outcome uint8

// The outcomes of a [Mark].
const (
	OutcomeUnheard        Outcome = iota // nothing was said of it yet
	OutcomePending                       // submitted, or in hand
	OutcomeEarly                         // completed, by its verdict
	OutcomeOnTime                        //
	OutcomeLate                          // without an apology letter
	OutcomeLateApology                   // with one
	OutcomeNoDeadline                    // completed, nothing to judge by
	OutcomeWithdrawn                     // in time
	OutcomeWithdrawnLate                 // it was overdue by then
	OutcomeTerminated                    // in time
	OutcomeTerminatedLate                // it was overdue by then
	OutcomeRefused
	OutcomeCount // of the outcomes
)

// Completed reports whether there is a result.
func (o Outcome) Completed() bool { return o >= OutcomeEarly && o <= OutcomeNoDeadline }

// Outcome returns how the dossier ended.
func (m Mark) Outcome() Outcome { return Outcome(m & OutcomeMask) }

// State returns the dossier's state.
func (m Mark) State() domain.State { return domain.State(m >> StateShift & StateMask) }

// Verdict returns the judgement on the dossier.
func (m Mark) Verdict() domain.Verdict { return domain.Verdict(m >> VerdictShift & VerdictMask) }

// Channels, Levels and Causes are the words of a mark by their numbers; number 0
// is the empty word.
var (
	Channels = append([]domain.Channel{""}, domain.Channels()...)
	Levels   = append([]domain.ServiceLevel{""}, domain.ServiceLevels()...)
	Causes   = append([]domain.Cause{""}, domain.Causes()...)
)

// number returns the word's place among the known ones; 0 where it has none.
func number[T ~string](known []T, word T) Mark { return Mark(max(0, slices.Index(known, word))) }

// bit returns the mark where it holds.
func bit(holds bool, m Mark) Mark {
	if holds {
		return m
	}
	return 0
}

// markOf derives a dossier's mark.
func markOf(d *domain.Dossier) Mark {
	verdict := d.Verdict()
	return Mark(outcomeOf(d, verdict)) |
		bit(!d.ReceivedAt.IsZero() && d.Due().IsZero(), Undue) |
		bit(halted(d), Halted) |
		bit(d.Backdated > 0, Backdated) |
		bit(d.Corrections > 0, Corrected) |
		bit(givenDiffers(d), GivenDiffers) |
		bit(limitUnknown(d), LimitUnknown) |
		bit(d.Interlinked, Interlinked) |
		bit(d.Apologised(), Apologised) |
		Mark(d.State)<<StateShift |
		Mark(verdict)<<VerdictShift |
		number(Channels, d.Channel)<<ChannelShift |
		number(Levels, d.ServiceLevel)<<LevelShift |
		number(Causes, d.Explanation)<<CauseShift
}

func outcomeOf(d *domain.Dossier, v domain.Verdict) Outcome {
	switch d.State {
	case domain.StateNone:
		return OutcomeUnheard
	case domain.StateRefused:
		return OutcomeRefused
	case domain.StateWithdrawn:
		return OutcomeWithdrawn + lateAtEnd(d)
	case domain.StateTerminated:
		return OutcomeTerminated + lateAtEnd(d)
	}
	switch v {
	case domain.NoVerdict:
		return OutcomePending
	case domain.NoDeadline:
		return OutcomeNoDeadline
	case domain.Early:
		return OutcomeEarly
	case domain.OnTime:
		return OutcomeOnTime
	}
	if d.Apologised() {
		return OutcomeLateApology
	}
	return OutcomeLate
}

// lateAtEnd returns 1 where the dossier was overdue when it ended without a
// result.
func lateAtEnd(d *domain.Dossier) Outcome {
	if d.StandingAt(d.EndedAt.Add(-time.Millisecond)) == domain.StandingOverdue {
		return 1
	}
	return 0
}

// halted reports whether the dossier's clock stands now, and did not run out
// before: a stop erases no breach.
func halted(d *domain.Dossier) bool {
	if !d.State.Stopped() {
		return false
	}
	var since time.Time // when the last of its stops began
	for i := range d.Stops {
		if d.Stops[i].To.IsZero() && d.Stops[i].From.After(since) {
			since = d.Stops[i].From
		}
	}
	return d.StandingAt(since) == domain.StandingStopped
}

func limitUnknown(d *domain.Dossier) bool {
	set := d.Deadline()
	return set != nil && set.Unknown
}

func givenDiffers(d *domain.Dossier) bool {
	set := d.Deadline()
	return set != nil && !set.Computed.IsZero()
}
