package domain

import (
	"errors"
	"testing"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// fact decides a fact and returns the registry after it.
func fact(g *Registry, e Event) (*Registry, error) {
	events, err := DecideFact(g.Fact(e.Type.Kind(), e.Subject), e, e.At)
	for _, e := range events {
		g = g.With(e)
	}
	return g, err
}

func TestFactCourse(t *testing.T) {
	form := ProcedureForm{Name: "n", Field: "f", Limits: []ProcedureLimit{{Limit: limit("5workday")}}}
	published := &ProcedurePublished{form}
	steps := []struct {
		id   string
		data Data
		want ErrorCode
	}{
		{"1", &ProcedureAmended{form}, CodeUnknownProcedure},
		{"2", &ProcedureAbolished{}, CodeUnknownProcedure},
		{"3", published, ok},
		{"3", published, "duplicate"},
		{"3", &ProcedurePublished{ProcedureForm{Name: "other", Field: "f"}}, CodeIDReused},
		{"4", published, CodeStaleVersion},
		{"5", &ProcedureAmended{form}, ok},
		{"6", &ProcedureAbolished{}, ok},
		{"7", &ProcedureAmended{form}, CodeUnknownProcedure},
		{"8", published, ok},
		{"9", &Received{Intake: someIntake("p")}, CodeUnknownType},
	}
	g := NewRegistry()
	for i, s := range steps {
		e := Event{ID: s.id, Source: "urn:test", Type: TypeOf(s.data), Subject: "1.000948", At: local("2026-01-12T08:00"), Data: s.data}
		next, err := fact(g, e)
		got := codeOf(err)
		if _, repeat := errors.AsType[*Duplicate](err); repeat {
			got = "duplicate"
		}
		if got != s.want || (err == nil) != (s.want == ok) {
			t.Errorf("step %d, %s: %q (%v), want %q", i, e.Type, got, err, s.want)
		}
		g = next
	}
	if p := g.Procedure("1.000948", local("2026-02-01T00:00")); p == nil || p.Version != 3 {
		t.Errorf("in force: %+v", p)
	}
}

func TestFactVersions(t *testing.T) {
	w := newWorld(t)
	older, other := DefaultPolicy(), DefaultPolicy()
	other.ID, other.Version = "other", 9
	for name, p := range map[string]Policy{"the same version": older, "another id": other} {
		e := Event{ID: name, Source: "urn:test", Type: TypePolicyChanged, Subject: "vn", At: w.now, Data: &PolicyChanged{Policy: p}}
		if _, err := fact(w.registry, e); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	spec := readDeployed[calendar.Spec](t, "calendars/vn.json")
	e := Event{ID: "again", Source: "urn:test", Type: TypeCalendarChanged, Subject: "vn", At: w.now, Data: &CalendarChanged{Calendar: spec}}
	if _, err := fact(w.registry, e); codeOf(err) != CodeStaleVersion {
		t.Errorf("an old calendar: %v", err)
	}
}

// TestInheritance checks that an agency is judged by the nearest policy above
// it, in the version in force when its dossier was received.
func TestInheritance(t *testing.T) {
	w := newWorld(t)
	p := DefaultPolicy()
	p.ID, p.MaxSupplements = "province", 5
	w.publish(TypePolicyChanged, p.ID, &PolicyChanged{Policy: p})
	w.publish(TypeUnitDefined, "H26", &UnitDefined{Kind: UnitProvince, Name: "H26", Policy: p.ID})
	w.publish(TypeUnitDefined, "H26.103", &UnitDefined{Kind: UnitAgency, Name: "H26.103", Parent: "H26"})
	w.at("2026-02-01T00:00")
	p.Version, p.MaxSupplements = 2, 7
	w.publish(TypePolicyChanged, p.ID, &PolicyChanged{Policy: p})
	for at, want := range map[string]int{"2026-01-31T23:59": 5, "2026-02-01T00:00": 7} {
		rules, err := w.registry.Rules("H26.103", testProcedure, local(at))
		if err != nil || rules.Policy.MaxSupplements != want {
			t.Errorf("at %s: %d (%v), want %d", at, rules.Policy.MaxSupplements, err, want)
		}
	}
	if rules, err := w.registry.Rules("H99", testProcedure, w.now); err != nil || rules.Policy.ID != DefaultPolicyID {
		t.Errorf("an agency that is not in the tree: %v, %v", rules.Policy, err)
	}
	if _, err := NewRegistry().Rules("H26.103", testProcedure, w.now); codeOf(err) != CodeNoCalendar {
		t.Errorf("an empty registry: %v", err)
	}
}
