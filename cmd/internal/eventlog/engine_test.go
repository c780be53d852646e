package eventlog

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// engine is a desk's connection to an engine in memory: it decides as the real
// one does.
type engine struct {
	mu       sync.Mutex
	now      time.Time
	registry *domain.Registry
	dossiers map[string]*domain.Dossier
}

func newEngine() *engine {
	return &engine{
		now:      time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		registry: domain.NewRegistry(),
		dossiers: make(map[string]*domain.Dossier),
	}
}

func (g *engine) Submit(_ context.Context, events []domain.Parsed) ([]domain.Result, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	results := make([]domain.Result, len(events))
	for i, p := range events {
		results[i] = g.result(p)
	}
	return results, nil
}

func (g *engine) result(p domain.Parsed) domain.Result {
	err := error(p.Err)
	if p.Err == nil {
		err = g.decide(p.Event)
	}
	if _, ok := errors.AsType[*domain.Duplicate](err); ok {
		return domain.Result{ID: p.ID, Code: p.Code, Status: domain.Duplicated}
	}
	if err != nil {
		return domain.Refusal(p.ID, p.Code, err)
	}
	return domain.Result{ID: p.ID, Code: p.Code, Status: domain.Accepted}
}

func (g *engine) decide(e domain.Event) error {
	if e.Type.Kind() != domain.KindDossier {
		decided, err := domain.DecideFact(g.registry.Fact(e.Type.Kind(), e.Subject), e, g.now)
		if err == nil {
			g.registry = g.registry.With(decided[0])
		}
		return err
	}
	d := g.dossiers[e.Subject]
	if d == nil {
		d = new(domain.Dossier)
	}
	rules, err := g.rules(d, e)
	if err != nil {
		return err
	}
	decided, err := domain.Decide(d, e, rules, g.now)
	if err != nil {
		return err
	}
	for _, e := range decided {
		d.Evolve(e)
	}
	g.dossiers[e.Subject] = d
	return nil
}

func (g *engine) rules(d *domain.Dossier, e domain.Event) (domain.Rules, error) {
	if received, ok := e.Data.(*domain.Received); ok && d.State == domain.StateNone {
		return g.registry.Rules(received.Agency, received.Procedure, e.At)
	}
	if d.State == domain.StateNone {
		return domain.Rules{}, domain.Allowed(d.State, e.Type)
	}
	return g.registry.Rules(d.Agency, d.Procedure, d.ReceivedAt)
}
