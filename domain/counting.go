package domain

import (
	"strconv"
	"strings"
)

// CountingPolicy says how dossiers are counted that the statutory form has no
// column for. It is data: published by counting.changed, versioned, named on
// every figure. What it leaves out of account is left out of every column of
// every period, so that the columns add up whatever the policy.
type CountingPolicy struct {
	Name    string `json:"name" jsonschema:"a subject token without @; the event's subject"`
	Version int    `json:"version" jsonschema:"one more than the last"`

	Waiting    CountingRule `json:"waiting" jsonschema:"submitted, not yet received: excluded, or in-time: counted as received when submitted"`
	Withdrawn  CountingRule `json:"withdrawn" jsonschema:"on-time, by-due or excluded"`
	Terminated CountingRule `json:"terminated" jsonschema:"on-time, by-due or excluded"`
	NoDeadline CountingRule `json:"no_deadline" jsonschema:"resolved without a due: on-time or excluded"`
	Stopped    CountingRule `json:"stopped" jsonschema:"pending, the clock stands, not breached: in-time; by-due: as if it went on; excluded: while it stands, neither"`
}

// CountingRule is how a kind of dossier is counted.
type CountingRule string

const (
	CountExcluded CountingRule = "excluded"
	CountInTime   CountingRule = "in-time" // as pending in time
	CountOnTime   CountingRule = "on-time" // as resolved on time
	CountByDue    CountingRule = "by-due"  // by whether the due had passed
)

// CountingRules lists every rule.
func CountingRules() []CountingRule {
	return []CountingRule{CountExcluded, CountInTime, CountOnTime, CountByDue}
}

// DefaultCountingName is the policy of a question that names none.
const DefaultCountingName = "default"

// DefaultCounting returns the usual policy, version 1 of the default one: not yet
// received dossiers are excluded (refused ones always are), withdrawn and
// terminated ones are resolved on time, as are those without a deadline, stopped
// ones are pending in time unless breached before.
func DefaultCounting() CountingPolicy {
	return CountingPolicy{
		Name: DefaultCountingName, Version: 1,
		Waiting: CountExcluded, Withdrawn: CountOnTime, Terminated: CountOnTime,
		NoDeadline: CountOnTime, Stopped: CountInTime,
	}
}

// String returns the policy as every output names it: "default v1".
func (p CountingPolicy) String() string { return p.Name + " v" + strconv.Itoa(p.Version) }

// Ref returns the word by which [ChooseCounting] finds this version: "default@1".
func (p CountingPolicy) Ref() string { return p.Name + "@" + strconv.Itoa(p.Version) }

// Check refuses a policy without a name or a version, or with a rule that its
// field can't have.
func (p CountingPolicy) Check() error {
	c := checks{at: "/"}
	if p.check(&c, ""); c.err != nil {
		return c.err
	}
	return nil
}

// check names the first member that can't be accepted; at is where the policy
// stands, "" or ending in a slash.
func (p *CountingPolicy) check(c *checks, at string) {
	c.token(at+"name", p.Name)
	if strings.Contains(p.Name, "@") {
		c.fail(CodeInvalidToken, at+"name", "name %.80q holds an @, which parts a name from a version", p.Name)
	}
	c.atLeast(at+"version", p.Version, 1)
	for _, member := range [...]struct {
		name  string
		rule  CountingRule
		known []CountingRule
	}{
		{"waiting", p.Waiting, []CountingRule{CountExcluded, CountInTime}},
		{"withdrawn", p.Withdrawn, []CountingRule{CountOnTime, CountByDue, CountExcluded}},
		{"terminated", p.Terminated, []CountingRule{CountOnTime, CountByDue, CountExcluded}},
		{"no_deadline", p.NoDeadline, []CountingRule{CountOnTime, CountExcluded}},
		{"stopped", p.Stopped, []CountingRule{CountInTime, CountByDue, CountExcluded}},
	} {
		oneOf(c, at+member.name, member.rule, member.known)
	}
}

// ParseCounting reads a policy as counting.changed carries it.
func ParseCounting(b []byte) (CountingPolicy, error) {
	var p CountingPolicy
	if err := readDocument(b, &p); err != nil {
		return p, err
	}
	return p, p.Check()
}

// ChooseCounting returns the policy that a question names: "name" for its latest
// version among the known ones, "name@version" for that one, nothing for the
// default policy.
func ChooseCounting(known []CountingPolicy, named string) (chosen CountingPolicy, found bool) {
	name, version, exact := strings.Cut(named, "@")
	if named == "" {
		name = DefaultCountingName
	}
	for _, p := range known {
		switch {
		case p.Name != name:
		case exact && strconv.Itoa(p.Version) == version, !exact && p.Version > chosen.Version:
			chosen, found = p, true
		}
	}
	return chosen, found
}
