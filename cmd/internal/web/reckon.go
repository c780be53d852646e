package web

import (
	"context"
	"net/http"

	"github.com/hoso-engine/dossier/domain"
)

// reckoning routes what the calendars, policies and procedures make of dates.
func (a *api) reckoning() {
	a.handle("GET /v1/calendar", a.calendar)
	a.handle("GET /v1/calendar/due", a.due)
	a.handle("GET /v1/calendar/measure", a.measure)
	a.handle("POST /v1/calendar/preview", a.preview)
	a.handle("GET /v1/procedures", a.procedures)
	a.handle("POST /v1/whatif", a.whatIf)
}

// calendar answers with a calendar as it is in force.
func (a *api) calendar(w http.ResponseWriter, r *http.Request) error {
	spec, err := a.ask(r, func(p *parameters) (query, error) {
		id := p.get("id")
		return func(ctx context.Context, least uint64) (any, error) {
			return a.engine.Calendar(ctx, id, least)
		}, nil
	})
	return answerOr(w, spec, err)
}

// due answers with what a desk prints on a receipt.
func (a *api) due(w http.ResponseWriter, r *http.Request) error {
	slip, err := a.ask(r, func(p *parameters) (query, error) {
		q, err := domain.ParseSlipQuery(p.get, a.engine.Zone())
		return func(ctx context.Context, least uint64) (any, error) {
			return a.engine.Due(ctx, q, least)
		}, err
	})
	return answerOr(w, slip, err)
}

// measure answers with the working time between two instants.
func (a *api) measure(w http.ResponseWriter, r *http.Request) error {
	measurement, err := a.ask(r, func(p *parameters) (query, error) {
		q, err := domain.ParseMeasureQuery(p.get, a.engine.Zone())
		return func(ctx context.Context, least uint64) (any, error) {
			return a.engine.Measure(ctx, q, least)
		}, err
	})
	return answerOr(w, measurement, err)
}

// mostProcedures is how many procedures a page holds at most.
const mostProcedures = 1000

// procedures answers with a page of the procedures.
func (a *api) procedures(w http.ResponseWriter, r *http.Request) error {
	page, err := a.ask(r, func(p *parameters) (query, error) {
		after, most, err := domain.ParseProcedurePage(p.get, mostProcedures)
		return func(ctx context.Context, least uint64) (any, error) {
			return a.engine.Procedures(ctx, after, most, least)
		}, err
	})
	return answerOr(w, page, err)
}

// preview answers with what publishing a calendar would move. It writes nothing:
// it is a POST for the calendar in its body.
func (a *api) preview(w http.ResponseWriter, r *http.Request) error {
	return a.document(w, r, func(ctx context.Context, body []byte, least uint64) (any, error) {
		spec, err := domain.ParseProposal(body)
		if err != nil {
			return nil, err
		}
		return a.engine.PreviewCalendar(ctx, spec, least)
	})
}

// whatIf answers with the verdicts that would differ under other rules.
func (a *api) whatIf(w http.ResponseWriter, r *http.Request) error {
	return a.document(w, r, func(ctx context.Context, body []byte, least uint64) (any, error) {
		q, err := domain.ParseWhatIf(body)
		if err != nil {
			return nil, err
		}
		return a.engine.WhatIf(ctx, q, least)
	})
}

// document answers a question whose body is a JSON document.
func (a *api) document(w http.ResponseWriter, r *http.Request, ask func(ctx context.Context, body []byte, least uint64) (any, error)) error {
	body, err := a.body(w, r)
	if err != nil {
		return err
	}
	value, err := a.ask(r, func(*parameters) (query, error) {
		return func(ctx context.Context, least uint64) (any, error) { return ask(ctx, body, least) }, nil
	})
	return answerOr(w, value, err)
}
