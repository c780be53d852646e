package ontime

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Column is a numbered column of the form.
type Column int

const (
	ColumnReceived Column = 3 // 4 + 5 + 6
	ColumnOnline   Column = 4
	ColumnDirect   Column = 5 // in person and by post
	ColumnCarried  Column = 6
	ColumnResolved Column = 7 // 8 + 9 + 10
	ColumnEarly    Column = 8
	ColumnOnTime   Column = 9
	ColumnLate     Column = 10
	ColumnPending  Column = 11 // 12 + 13
	ColumnInTime   Column = 12
	ColumnOverdue  Column = 13
)

// Class is where a dossier stands in a report: one column of its coming in and
// one of where it got to. The zero Class is not in the report.
type Class struct {
	Entry Column // 4, 5 or 6
	Exit  Column // 8, 9, 10, 12 or 13
}

// In reports whether a dossier of the class is counted in the column.
func (c Class) In(column Column) bool {
	switch column {
	case ColumnReceived:
		return c.Entry != 0
	case ColumnResolved:
		return c.Exit >= ColumnEarly && c.Exit <= ColumnLate
	case ColumnPending:
		return c.Exit >= ColumnInTime
	}
	return column != 0 && (c.Entry == column || c.Exit == column)
}

// span is a period as instants, and how it is counted.
type span struct {
	before time.Time // the last instant before the period
	end    time.Time // the last instant of the period
	policy *CountingPolicy
}

func (s span) classify(d *domain.Dossier) Class {
	if excludes(s.policy, d) {
		return Class{}
	}
	in, out := s.entered(d), left(d)
	gone := !out.IsZero() && !out.After(s.before)
	if in.IsZero() || in.After(s.end) || gone {
		return Class{}
	}
	c := Class{Entry: s.entry(d, in)}
	if !out.IsZero() && !out.After(s.end) {
		c.Exit = s.verdict(d)
	} else {
		c.Exit = s.pending(d)
	}
	return c
}

// entered returns the instant from which the dossier counts; zero: never.
func (s span) entered(d *domain.Dossier) time.Time {
	if s.policy.Waiting == CountInTime && !d.SubmittedAt.IsZero() {
		return d.SubmittedAt
	}
	return d.ReceivedAt
}

// left returns the instant from which the dossier is no longer pending; zero:
// not yet.
func left(d *domain.Dossier) time.Time {
	if d.CompletedAt.IsZero() {
		return d.EndedAt
	}
	return d.CompletedAt
}

func (s span) entry(d *domain.Dossier, in time.Time) Column {
	switch {
	case !in.After(s.before):
		return ColumnCarried
	case d.Channel == domain.Online:
		return ColumnOnline
	}
	return ColumnDirect
}

// verdict returns the column of a dossier that is no longer pending.
func (s span) verdict(d *domain.Dossier) Column {
	switch d.State {
	case domain.StateWithdrawn:
		return ended(d, s.policy.Withdrawn)
	case domain.StateTerminated:
		return ended(d, s.policy.Terminated)
	}
	switch d.Verdict() {
	case domain.Early:
		return ColumnEarly
	case domain.Late:
		return ColumnLate
	}
	return ColumnOnTime // also without a deadline
}

// ended returns the column of a dossier that ended without a result.
func ended(d *domain.Dossier, rule Rule) Column {
	if rule == ByDue && d.StandingAt(d.EndedAt.Add(-time.Millisecond)) == domain.StandingOverdue {
		return ColumnLate
	}
	return ColumnOnTime
}

// pending returns the column of a dossier that is pending at the period's end.
func (s span) pending(d *domain.Dossier) Column {
	switch d.StandingAt(s.end) {
	case domain.StandingOverdue:
		return ColumnOverdue
	case domain.StandingStopped:
		set := d.DeadlineAt(s.end)
		if s.policy.Stopped == ByDue && set != nil && set.Passed(s.end) {
			return ColumnOverdue
		}
	}
	return ColumnInTime
}
