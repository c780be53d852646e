package ontime

import (
	"fmt"
	"slices"

	"github.com/hoso-engine/dossier/domain"
)

// CountingPolicy says how dossiers are counted that the form has no column for.
// It is data: versioned, and printed on every report. What it leaves out of
// account is left out of every column of every period, so that the columns add
// up whatever the policy.
type CountingPolicy struct {
	Name    string `json:"name"`
	Version int    `json:"version"`

	Waiting    Rule `json:"waiting"`     // submitted, not yet received: excluded, or in-time: counted as received when submitted
	Withdrawn  Rule `json:"withdrawn"`   // on-time, by-due or excluded
	Terminated Rule `json:"terminated"`  // on-time, by-due or excluded
	NoDeadline Rule `json:"no_deadline"` // resolved without a due: on-time or excluded
	Stopped    Rule `json:"stopped"`     // pending, the clock stands, not breached: in-time, or by-due: as if it went on
}

// Rule is how a kind of dossier is counted.
type Rule string

const (
	Excluded    Rule = "excluded"
	CountInTime Rule = "in-time" // as pending in time
	CountOnTime Rule = "on-time" // as resolved on time
	ByDue       Rule = "by-due"  // by whether the due had passed
)

// DefaultCounting returns the usual policy: not yet received dossiers are
// excluded (refused ones always are), withdrawn and terminated ones are resolved
// on time, as are those without a deadline, stopped ones are pending in time
// unless breached before.
func DefaultCounting() CountingPolicy {
	return CountingPolicy{
		Name: "default", Version: 1,
		Waiting: Excluded, Withdrawn: CountOnTime, Terminated: CountOnTime,
		NoDeadline: CountOnTime, Stopped: CountInTime,
	}
}

// Check refuses a policy with a rule that its field can't have.
func (p CountingPolicy) Check() error {
	for _, field := range [...]struct {
		name  string
		rule  Rule
		known []Rule
	}{
		{"waiting", p.Waiting, []Rule{Excluded, CountInTime}},
		{"withdrawn", p.Withdrawn, []Rule{CountOnTime, ByDue, Excluded}},
		{"terminated", p.Terminated, []Rule{CountOnTime, ByDue, Excluded}},
		{"no_deadline", p.NoDeadline, []Rule{CountOnTime, Excluded}},
		{"stopped", p.Stopped, []Rule{CountInTime, ByDue}},
	} {
		if !slices.Contains(field.known, field.rule) {
			return &domain.Error{
				Code: domain.CodeInvalidField, Field: "/" + field.name,
				Message: fmt.Sprintf("%s %q of counting policy %q is not one of %q", field.name, field.rule, p.Name, field.known),
			}
		}
	}
	return nil
}

// excludes reports whether the policy leaves the dossier out of account.
func (p *CountingPolicy) excludes(d *domain.Dossier) bool {
	switch d.State {
	case domain.StateNone, domain.StateRefused:
		return true
	case domain.StateWithdrawn:
		return p.Withdrawn == Excluded
	case domain.StateTerminated:
		return p.Terminated == Excluded
	}
	return p.NoDeadline == Excluded && !d.ReceivedAt.IsZero() && d.Due().IsZero()
}
