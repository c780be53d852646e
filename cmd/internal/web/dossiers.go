package web

import (
	"context"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// list answers with one page.
func (a *api) list(w http.ResponseWriter, r *http.Request) error {
	page, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		q, err := register.ParseQuery(p.get, now, k.Zone())
		return func(ctx context.Context, least uint64) (any, error) {
			return k.List(ctx, q, least)
		}, err
	})
	return answerOr(w, page, err)
}

// dossier answers with one dossier.
func (a *api) dossier(w http.ResponseWriter, r *http.Request) error {
	view, err := a.recall(w, r, func(_ *parameters, k Knowledge, _ time.Time) (query, error) {
		code, err := codeOf(r)
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Dossier(ctx, code, least)
		}, err
	})
	return answerOr(w, view, err)
}

// told is a dossier's history.
type told struct {
	Code   string         `json:"code"`
	Events []domain.Event `json:"events"`
}

// history answers with a dossier's events.
func (a *api) history(w http.ResponseWriter, r *http.Request) error {
	events, err := a.recall(w, r, func(_ *parameters, k Knowledge, _ time.Time) (query, error) {
		code, err := codeOf(r)
		return func(ctx context.Context, least uint64) (any, error) {
			events, err := k.History(ctx, code, least)
			return told{Code: code, Events: events}, err
		}, err
	})
	return answerOr(w, events, err)
}

// clock answers with what a dossier's clocks show at an instant, a date meaning
// its end.
func (a *api) clock(w http.ResponseWriter, r *http.Request) error {
	view, err := a.recall(w, r, func(p *parameters, k Knowledge, _ time.Time) (query, error) {
		words := register.Words{Get: p.get, Loc: k.Zone()}
		at := words.Moment("at")
		code, err := codeOf(r)
		if err == nil {
			err = words.Err
		}
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Clock(ctx, code, at, least)
		}, err
	})
	return answerOr(w, view, err)
}

func answerOr(w http.ResponseWriter, value any, err error) error {
	if err != nil {
		return err
	}
	return answer(w, http.StatusOK, value)
}
