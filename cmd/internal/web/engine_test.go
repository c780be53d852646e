package web_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// engine is the edge of these tests: it accepts every event that could be read,
// notes what it is asked, and does what a test has set besides.
type engine struct {
	before func(ctx context.Context, events []domain.Parsed) // runs in Submit, first
	answer func(events []domain.Parsed) []domain.Result      // instead of accepting all
	err    error                                             // of every query, and of Ready

	mu      sync.Mutex
	asked   string   // the last query
	decided []string // "code id" in the order of decision
}

func (e *engine) Submit(ctx context.Context, events []domain.Parsed) []domain.Result {
	if e.before != nil {
		e.before(ctx, events)
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
	if e.answer != nil {
		return e.answer(events)
	}
	return results
}

func (e *engine) ask(format string, values ...any) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.asked = fmt.Sprintf(format, values...)
	return e.err
}

func (e *engine) Dossier(_ context.Context, code string, least uint64) (register.View, error) {
	return register.View{Code: domain.Code(code), State: domain.StateReceived}, e.ask("dossier %s from %d", code, least)
}

func (e *engine) History(_ context.Context, code string, least uint64) ([]domain.Event, error) {
	return []domain.Event{{
		ID: "1", Source: "/desk/7", Type: domain.TypeReceived, Subject: code, Sequence: 1,
		At: time.Date(2026, 1, 15, 9, 30, 0, 0, time.UTC), Data: &domain.Received{},
	}}, e.ask("history %s from %d", code, least)
}

func (e *engine) Clock(_ context.Context, code string, at time.Time, least uint64) (domain.ClockView, error) {
	return domain.ClockView{Code: domain.Code(code)}, e.ask("clock %s at %s from %d", code, at.Format(time.RFC3339), least)
}

func (e *engine) List(_ context.Context, q register.Query, least uint64) (register.Page, error) {
	return register.Page{Dossiers: []register.View{}}, e.ask("list %v %s of %d from %d", q.State, q.Unit, q.Limit, least)
}

func (e *engine) Statistics(_ context.Context, q ontime.Query, least uint64) (ontime.Report, error) {
	row := ontime.Row{No: 1, Key: "Dược", Received: 3, Online: 2, Direct: 1, Resolved: 2, Early: 1, Late: 1, Pending: 1, InTime: 1}
	return ontime.Report{Form: ontime.Form, From: q.From, To: q.To, By: "field", Rows: []ontime.Row{row}, Total: row}, e.ask("statistics %s to %s by %s from %d", q.From, q.To, q.By, least)
}

func (e *engine) Zone() *time.Location { return time.FixedZone("", 7*3600) }
func (e *engine) Position() uint64     { return 42 }
func (e *engine) Ready() error         { return e.err }

func (e *engine) lastAsked() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.asked
}
