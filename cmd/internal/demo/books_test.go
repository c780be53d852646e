package demo

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// books is a world without an engine: the domain's own rules, applied to what is
// posted. It keeps everything, so that a test can look at it.
type books struct {
	t        *testing.T
	now      time.Time
	registry *domain.Registry
	dossiers map[string]*domain.Dossier
	posted   []posted
}

// posted is an event and when it was posted.
type posted struct {
	at    time.Time
	story *story
	event domain.Event
	reply domain.Result
}

func newBooks(t *testing.T, spec calendar.Spec) *books {
	t.Helper()
	b := &books{t: t, registry: domain.NewRegistry(), dossiers: make(map[string]*domain.Dossier)}
	policy := domain.DefaultPolicy()
	for id, data := range map[string]domain.Data{
		spec.ID: &domain.CalendarChanged{Calendar: spec}, policy.ID + "-policy": &domain.PolicyChanged{Policy: policy},
	} {
		e := domain.Event{ID: id, Source: "urn:test", Type: domain.TypeCalendarChanged, Subject: spec.ID, Data: data}
		if _, ok := data.(*domain.PolicyChanged); ok {
			e.Type, e.Subject = domain.TypePolicyChanged, policy.ID
		}
		b.registry = b.registry.With(e)
	}
	return b
}

// Advance implements [World].
func (b *books) Advance(_ context.Context, to time.Time) error {
	if to.Before(b.now) {
		b.t.Errorf("the clock goes back from %s to %s", b.now, to)
	}
	b.now = to
	return nil
}

// Submit implements [World]. The events of a request are about one thing, and one
// transaction where they are several.
func (b *books) Submit(_ context.Context, events []domain.Event) ([]domain.Result, error) {
	var results []domain.Result
	for _, e := range events {
		results = append(results, b.submit(e))
	}
	return results, nil
}

func (b *books) submit(e domain.Event) domain.Result {
	decided, err := b.decide(e)
	var repeat *domain.Duplicate
	switch {
	case errors.As(err, &repeat):
		return domain.Result{ID: e.ID, Code: e.Subject, Status: domain.Duplicated, Sequence: repeat.Sequence}
	case err != nil:
		return domain.Refusal(e.ID, e.Subject, err)
	}
	r := domain.Result{ID: e.ID, Code: e.Subject, Status: domain.Accepted, Sequence: decided[0].Sequence}
	for _, d := range decided {
		b.registry = b.registry.With(d)
		if d.Type.Kind() == domain.KindDossier {
			b.dossier(e.Subject).Evolve(d)
			r.Due = b.dossier(e.Subject).Due()
		}
	}
	return r
}

func (b *books) decide(e domain.Event) ([]domain.Event, error) {
	if kind := e.Type.Kind(); kind != domain.KindDossier {
		return domain.DecideFact(b.registry.Fact(kind, e.Subject), e, b.now)
	}
	d := b.dossier(e.Subject)
	rules, err := b.registry.RulesFor(d, e)
	if err != nil {
		return nil, err
	}
	decided, _, err := domain.Decide(d, e, rules, b.now)
	return decided, err
}

func (b *books) dossier(code string) *domain.Dossier {
	if b.dossiers[code] == nil {
		b.dossiers[code] = new(domain.Dossier)
	}
	return b.dossiers[code]
}

// See implements audience.
func (b *books) See(now time.Time, s *story, e domain.Event, r domain.Result, _ bool) {
	b.posted = append(b.posted, posted{at: now, story: s, event: e, reply: r})
}

// playBooks plays the plan on the domain's rules alone.
func playBooks(t *testing.T, plan *Plan) (*books, Tally) {
	t.Helper()
	b := newBooks(t, plan.office.Spec())
	p := &player{plan: plan, world: b, audience: b}
	if err := p.play(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return b, p.tally
}

func newPlan(t *testing.T, seed uint64, months, dossiers int) *Plan {
	t.Helper()
	plan, err := NewPlan(seed, Size{Months: months, Dossiers: dossiers})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
