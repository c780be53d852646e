package domain

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// countingFact is the publication of a policy.
func countingFact(id string, p CountingPolicy) Event {
	return Event{ID: id, Source: "urn:test", Type: TypeCountingChanged, Subject: p.Name, At: local("2026-01-12T08:00"), Data: &CountingChanged{Counting: p}}
}

// counting returns a policy that differs from the default one.
func counting(name string, version int) CountingPolicy {
	p := DefaultCounting()
	p.Name, p.Version, p.Withdrawn = name, version, CountExcluded
	return p
}

func TestCountingVersionsGrowByOne(t *testing.T) {
	g := NewRegistry()
	for _, step := range []struct {
		policy CountingPolicy
		want   ErrorCode
	}{
		{counting("strict", 2), CodeInvalidField}, // version 1 would be missing
		{counting("strict", 1), ok},
		{counting("strict", 1), CodeStaleVersion},
		{counting("strict", 3), CodeInvalidField},
		{counting("strict", 2), ok},
		{counting(DefaultCountingName, 1), CodeStaleVersion}, // the engine's own
		{counting(DefaultCountingName, 3), CodeInvalidField},
		{counting(DefaultCountingName, 2), ok},
		{counting(DefaultCountingName, 3), ok},
		{counting("a@1", 1), CodeInvalidToken},
		{counting("", 1), CodeMissingField},
		{CountingPolicy{Name: "empty", Version: 1}, CodeMissingField},
	} {
		e := countingFact(step.policy.String(), step.policy)
		if step.want != ok {
			e.ID += " refused"
		}
		if e.Subject == "" {
			e.Subject = "nameless"
		}
		next, err := fact(g, e)
		if codeOf(err) != step.want {
			t.Errorf("%s: %v, want %q", step.policy, err, step.want)
		}
		g = next
	}
	names := []string{}
	for _, p := range g.Countings() {
		names = append(names, p.String())
	}
	if got := strings.Join(names, ", "); got != "default v1, default v2, default v3, strict v1, strict v2" {
		t.Errorf("known are %s", got)
	}
	if list, err := g.CountingListOf("strict"); err != nil || len(list.Countings) != 2 {
		t.Errorf("of strict: %v, %v", list, err)
	}
	if _, err := g.CountingListOf("other"); codeOf(err) != CodeUnknown {
		t.Errorf("of an unknown name: %v", err)
	}
}

func TestCountingOfAnotherName(t *testing.T) {
	e := countingFact("1", counting("strict", 1))
	e.Subject = "other"
	if _, err := fact(NewRegistry(), e); codeOf(err) != CodeInvalidField {
		t.Errorf("a policy under another name: %v", err)
	}
}

func TestChooseCounting(t *testing.T) {
	g := NewRegistry()
	for _, p := range []CountingPolicy{counting("strict", 1), counting("strict", 2)} {
		next, err := fact(g, countingFact(p.String(), p))
		if err != nil {
			t.Fatal(err)
		}
		g = next
	}
	for named, want := range map[string]string{
		"": "default v1", "default": "default v1", "strict": "strict v2", "strict@1": "strict v1", "strict@2": "strict v2",
		"strict@3": "", "strict@": "", "strict@01": "", "@1": "", "stric": "",
	} {
		p, found := ChooseCounting(g.Countings(), named)
		if found != (want != "") || found && p.String() != want {
			t.Errorf("%q chooses %s (%t), want %q", named, p, found, want)
		}
	}
	if p, found := g.Counting("strict"); !found || p.Version != 2 {
		t.Errorf("in force is %s (%t)", p, found)
	}
	if p, found := NewRegistry().Counting(DefaultCountingName); !found || p != DefaultCounting() {
		t.Errorf("of a new registry: %s (%t)", p, found)
	}
}

// A rule stands only where it leaves the form's columns adding up.
func TestCountingRulesHaveTheirPlaces(t *testing.T) {
	allowed := map[string][]CountingRule{
		"waiting":     {CountExcluded, CountInTime},
		"withdrawn":   {CountExcluded, CountOnTime, CountByDue},
		"terminated":  {CountExcluded, CountOnTime, CountByDue},
		"no_deadline": {CountExcluded, CountOnTime},
		"stopped":     {CountExcluded, CountInTime, CountByDue},
	}
	for member, rules := range allowed {
		for _, rule := range append(CountingRules(), "?") {
			p := DefaultCounting()
			place := map[string]*CountingRule{
				"waiting": &p.Waiting, "withdrawn": &p.Withdrawn, "terminated": &p.Terminated,
				"no_deadline": &p.NoDeadline, "stopped": &p.Stopped,
			}[member]
			*place = rule
			err := p.Check()
			if (err == nil) != slices.Contains(rules, rule) {
				t.Errorf("%s %s: %v", member, rule, err)
			}
			if err != nil && AsError(err).Field != "/"+member {
				t.Errorf("%s %s is refused at %s", member, rule, AsError(err).Field)
			}
		}
	}
}

// Every shipped policy can be published as it is, under the name of its file.
func TestShippedCountings(t *testing.T) {
	names, err := filepath.Glob("../deployments/policies/counting/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no shipped counting policies: %v", err)
	}
	g := NewRegistry()
	for _, name := range names {
		p := readDeployed[CountingPolicy](t, "policies/counting/"+filepath.Base(name))
		if p.Name+".json" != filepath.Base(name) {
			t.Errorf("%s holds the policy %s", name, p)
		}
		if g, err = fact(g, countingFact(p.Name, p)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
