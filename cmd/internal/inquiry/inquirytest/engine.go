// Package inquirytest is what the tests of the engine's interfaces share: an engine
// that says what it was asked, and what they send it.
package inquirytest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/register"
)

// Engine accepts every event that could be read, notes what it is asked, and does
// what a test has set besides.
type Engine struct {
	Before func(ctx context.Context, events []domain.Parsed) // runs in Submit, first
	Answer func(events []domain.Parsed) []domain.Result      // instead of accepting all
	Err    error                                             // of every query, and of Ready

	mu      sync.Mutex
	asked   string   // the last query
	decided []string // "code id" in the order of decision
}

var _ inquiry.Engine = (*Engine)(nil)

// Submit implements [inquiry.Submitter].
func (e *Engine) Submit(ctx context.Context, events []domain.Parsed) []domain.Result {
	if e.Before != nil {
		e.Before(ctx, events)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	results := make([]domain.Result, len(events))
	for i, p := range events {
		if p.Err != nil {
			results[i] = domain.Refusal(p.ID, p.Code, p.Err)
			continue
		}
		e.decided = append(e.decided, p.Code+" "+p.ID)
		results[i] = domain.Result{ID: p.ID, Code: p.Code, Status: domain.Accepted, Position: uint64(len(e.decided)), Sequence: 1}
	}
	if e.Answer != nil {
		return e.Answer(events)
	}
	return results
}

func (e *Engine) ask(format string, values ...any) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = fmt.Sprintf(format, values...)
	return e.Err
}

// Dossier implements [inquiry.Reader].
func (e *Engine) Dossier(_ context.Context, code string, least uint64) (register.View, error) {
	return register.View{Code: domain.Code(code), State: domain.StateReceived}, e.ask("dossier %s from %d", code, least)
}

// History implements [inquiry.Reader].
func (e *Engine) History(_ context.Context, code string, least uint64) ([]domain.Event, error) {
	return []domain.Event{{
		ID: "1", Source: "/desk/7", Type: domain.TypeReceived, Subject: code, Sequence: 1,
		At: time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC), Data: &domain.Received{},
	}}, e.ask("history %s from %d", code, least)
}

// Commits implements [inquiry.Reader].
func (e *Engine) Commits(ctx context.Context, code string, least uint64) ([]eventstore.Commit, error) {
	events, err := e.History(ctx, code, least)
	return []eventstore.Commit{{Position: 7, Events: events}}, err
}

// Clock implements [inquiry.Reader].
func (e *Engine) Clock(_ context.Context, code string, at time.Time, least uint64) (domain.ClockView, error) {
	return domain.ClockView{Code: domain.Code(code)}, e.ask("clock %s at %s from %d", code, at.Format(time.RFC3339), least)
}

// List implements [inquiry.Reader].
func (e *Engine) List(_ context.Context, q register.Query, least uint64) (register.Page, error) {
	return register.Page{Dossiers: []register.View{}}, e.ask("list %v %s of %d from %d", q.State, q.Unit, q.Limit, least)
}

// Zone implements [inquiry.Knowledge].
func (e *Engine) Zone() *time.Location { return time.FixedZone("", 7*3600) }

// Position implements [inquiry.Engine].
func (e *Engine) Position() uint64 { return 42 }

// Ready implements [inquiry.Engine].
func (e *Engine) Ready() error { return e.Err }

// Asked returns the last question that reached the engine; empty where none did.
func (e *Engine) Asked() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.asked
}

// Decided returns "code id" of the events in the order of their decision.
func (e *Engine) Decided() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.decided)
}
