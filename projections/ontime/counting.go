package ontime

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// CountingPolicy and Rule are those of the reference facts: a policy is
// published, versioned and printed on every report.
type (
	CountingPolicy = domain.CountingPolicy
	Rule           = domain.CountingRule
)

// The rules by the names that they have here.
const (
	Excluded    = domain.CountExcluded
	CountInTime = domain.CountInTime
	CountOnTime = domain.CountOnTime
	ByDue       = domain.CountByDue
)

// DefaultCounting returns the usual policy, version 1.
func DefaultCounting() CountingPolicy { return domain.DefaultCounting() }

// excludes reports whether the policy leaves the dossier out of account.
func excludes(p *CountingPolicy, d *domain.Dossier) bool {
	switch {
	case d.State == domain.StateNone || d.State == domain.StateRefused:
		return true
	case d.State == domain.StateWithdrawn:
		return p.Withdrawn == Excluded
	case d.State == domain.StateTerminated:
		return p.Terminated == Excluded
	case p.Stopped == Excluded && waits(d):
		return true
	}
	return p.NoDeadline == Excluded && !d.ReceivedAt.IsZero() && d.Due().IsZero()
}

// waits reports whether the dossier's clock stands now, and did not run out
// before: a stop erases no breach.
func waits(d *domain.Dossier) bool {
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
