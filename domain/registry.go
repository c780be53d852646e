package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Registry is the reference facts in force: a fold of the registry events. A
// Registry is never changed: [Registry.With] returns the next one, so that a
// reader keeps a consistent view.
type Registry struct {
	procedures layers[[]*Procedure] // every version, in the order of publication
	units      layers[*UnitDefined]
	calendars  layers[*calendar.Calendar] // the latest version of each
	editions   layers[*calendar.Calendar] // every version of each, by id and version
	policies   layers[[]policyInForce]    // every version, in the order of publication
	countings  layers[[]CountingPolicy]   // every version that was published, in order
	facts      layers[*Fact]              // by kind/id
	indicators layers[[]Figure]           // see noted
	targets    layers[[]Figure]
}

// Procedure is one version of a procedure.
type Procedure struct {
	Code    string
	Version int // 1 for the first publication
	ProcedureForm
	From      time.Time // in force from here
	Abolished time.Time // zero while it is in force
}

// policyInForce is one version of a policy and when it begins.
type policyInForce struct {
	policy *Policy
	from   time.Time
}

// Rules is what one dossier is judged by.
type Rules struct {
	Policy    *Policy
	Calendar  *calendar.Calendar
	Procedure *Procedure // nil: not known (yet)
}

// NewRegistry returns an empty registry.
func NewRegistry() *Registry { return &Registry{} }

// With returns the registry after the event; dossier events change nothing.
func (g *Registry) With(e Event) *Registry {
	if e.Type.Kind() == KindDossier {
		return g
	}
	next := *g
	key := factKey(e.Type.Kind(), e.Subject)
	next.facts = g.facts.with(key, g.Fact(e.Type.Kind(), e.Subject).after(e))
	switch data := e.Data.(type) {
	case *ProcedurePublished:
		next.publish(e, data.ProcedureForm)
	case *ProcedureAmended:
		next.publish(e, data.ProcedureForm)
	case *ProcedureAbolished:
		next.abolish(e)
	case *UnitDefined:
		next.units = g.units.with(e.Subject, data)
	case *CalendarChanged:
		if c, err := calendar.New(data.Calendar); err == nil { // it was checked when it was accepted
			next.calendars = g.calendars.with(e.Subject, c)
			next.editions = g.editions.with(edition(c.ID(), c.Version()), c)
		}
	case *PolicyChanged:
		versions, _ := g.policies.get(e.Subject)
		next.policies = g.policies.with(e.Subject, append(slices.Clone(versions), policyInForce{policy: data.Policy.compiled(), from: e.At}))
	case *CountingChanged:
		versions, _ := g.countings.get(e.Subject)
		next.countings = g.countings.with(e.Subject, append(slices.Clone(versions), data.Counting))
	case *IndicatorRecorded:
		known, _ := g.indicators.get(e.Subject)
		next.indicators = g.indicators.with(e.Subject, noted(known, Figure{data.Agency, data.From, data.To, data.Value, data.Source}))
	case *TargetSet:
		known, _ := g.targets.get(e.Subject)
		next.targets = g.targets.with(e.Subject, noted(known, Figure{data.Agency, data.From, data.To, data.Value, data.Source}))
	}
	return &next
}

func (g *Registry) publish(e Event, form ProcedureForm) {
	versions, _ := g.procedures.get(e.Subject)
	g.procedures = g.procedures.with(e.Subject, append(slices.Clone(versions), &Procedure{
		Code: e.Subject, Version: len(versions) + 1, ProcedureForm: form, From: e.At,
	}))
}

func (g *Registry) abolish(e Event) {
	versions, _ := g.procedures.get(e.Subject)
	if len(versions) == 0 {
		return
	}
	versions = slices.Clone(versions)
	last := *versions[len(versions)-1]
	last.Abolished = e.At
	versions[len(versions)-1] = &last
	g.procedures = g.procedures.with(e.Subject, versions)
}

// Procedure returns the version in force at the instant: the last one that
// began before or at it, or the first where all begin later (a dossier received
// before its procedure was published is judged by the first publication).
func (g *Registry) Procedure(code string, at time.Time) *Procedure {
	versions, _ := g.procedures.get(code)
	var found *Procedure
	for i, p := range versions {
		if i == 0 || !p.From.After(at) {
			found = p
		}
	}
	return found
}

// Procedures returns the latest version of every procedure, by code.
func (g *Registry) Procedures() []*Procedure {
	var all []*Procedure
	for _, code := range g.procedures.keys() {
		versions, _ := g.procedures.get(code)
		all = append(all, versions[len(versions)-1])
	}
	return all
}

// Unit returns a node of the organisation tree.
func (g *Registry) Unit(id string) (UnitDefined, bool) {
	if u, ok := g.units.get(id); ok {
		return *u, true
	}
	return UnitDefined{}, false
}

// Units returns every node of the organisation tree, by id.
func (g *Registry) Units() []UnitDefined {
	var all []UnitDefined
	for _, id := range g.units.keys() {
		u, _ := g.Unit(id)
		all = append(all, u)
	}
	return all
}

// Calendar returns the latest version of a calendar.
func (g *Registry) Calendar(id string) (*calendar.Calendar, bool) {
	return g.calendars.get(id)
}

// Rules returns what a dossier of the agency and procedure, received at the
// instant, is judged by. The policy is the agency's or the nearest one above it,
// in the version in force at the instant; so is the procedure; the calendar is
// always the latest version, since its facts only become known. Fails with
// [CodeNoCalendar] where the registry lacks the policy or the calendar.
func (g *Registry) Rules(agency, procedure string, at time.Time) (Rules, error) {
	policyID, calendarID := g.inherited(agency)
	policy := g.policyAt(policyID, at)
	if policy == nil {
		return Rules{}, refuse(CodeNoCalendar, "", "policy %q is not published yet", policyID)
	}
	if calendarID == "" {
		calendarID = policy.Calendar
	}
	c, ok := g.calendars.get(calendarID)
	if !ok {
		return Rules{}, refuse(CodeNoCalendar, "", "calendar %q is not published yet", calendarID)
	}
	return Rules{Policy: policy, Calendar: c, Procedure: g.Procedure(procedure, at)}, nil
}

// maxDepth bounds the walk up the organisation tree, should it have a loop.
const maxDepth = 16

// inherited walks up the tree for the nearest policy and calendar.
func (g *Registry) inherited(unit string) (policy, calendar string) {
	for range maxDepth {
		u, ok := g.units.get(unit)
		if !ok {
			break
		}
		if policy == "" {
			policy = u.Policy
		}
		if calendar == "" {
			calendar = u.Calendar
		}
		unit = u.Parent
	}
	if policy == "" {
		policy = DefaultPolicyID
	}
	return policy, calendar
}

// policyAt returns the version in force at the instant, the first where all
// begin later, nil where there is none.
func (g *Registry) policyAt(id string, at time.Time) *Policy {
	var found *Policy
	versions, _ := g.policies.get(id)
	for i, v := range versions {
		if i == 0 || !v.from.After(at) {
			found = v.policy
		}
	}
	return found
}
