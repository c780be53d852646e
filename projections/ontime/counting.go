package ontime

import "github.com/hoso-engine/dossier/domain"

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
