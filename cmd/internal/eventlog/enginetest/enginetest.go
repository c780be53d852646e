// Package enginetest is an engine in memory, for tests of imports: it decides as
// the real one does, and keeps what was decided.
package enginetest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Engine is a desk's connection to it. Submit may be called concurrently; all else
// is for before and after.
type Engine struct {
	Now      time.Time // of every decision
	Codes    []string  // of the dossiers, in the order of their first events
	Dossiers map[string]*domain.Dossier
	Events   map[string][]domain.Event // of each dossier

	mu       sync.Mutex
	registry *domain.Registry
}

// New returns an engine that knows nothing yet.
func New(now time.Time) *Engine {
	return &Engine{
		Now: now, registry: domain.NewRegistry(),
		Dossiers: make(map[string]*domain.Dossier), Events: make(map[string][]domain.Event),
	}
}

// Submit decides events, each on its own.
func (g *Engine) Submit(_ context.Context, events []domain.Parsed) ([]domain.Result, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	results := make([]domain.Result, len(events))
	for i, p := range events {
		results[i] = g.result(p)
	}
	return results, nil
}

func (g *Engine) result(p domain.Parsed) domain.Result {
	err := error(p.Err)
	if p.Err == nil {
		err = g.Decide(p.Event)
	}
	if _, again := errors.AsType[*domain.Duplicate](err); again {
		return domain.Result{ID: p.ID, Code: p.Code, Status: domain.Duplicated}
	}
	if err != nil {
		return domain.Refusal(p.ID, p.Code, err)
	}
	return domain.Result{ID: p.ID, Code: p.Code, Status: domain.Accepted}
}

// Decide decides one event.
func (g *Engine) Decide(e domain.Event) error {
	if e.Type.Kind() != domain.KindDossier {
		decided, err := domain.DecideFact(g.registry.Fact(e.Type.Kind(), e.Subject), e, g.Now)
		if err == nil {
			g.registry = g.registry.With(decided[0])
		}
		return err
	}
	d := g.Dossiers[e.Subject]
	if d == nil {
		d = new(domain.Dossier)
	}
	rules, err := g.registry.RulesFor(d, e)
	if err != nil {
		return err
	}
	decided, _, err := domain.Decide(d, e, rules, g.Now)
	if err != nil {
		return err
	}
	if d.State == domain.StateNone {
		g.Codes, g.Dossiers[e.Subject] = append(g.Codes, e.Subject), d
	}
	for _, e := range decided {
		d.Evolve(e)
		g.Events[e.Subject] = append(g.Events[e.Subject], e)
	}
	return nil
}
