package web

import (
	"context"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Analyst answers queries about the figures of a report.
type Analyst interface {
	Statistics(ctx context.Context, q ontime.Query, least uint64) (ontime.Report, error)
	// Behind returns a page of the dossiers that a number of the report counts.
	Behind(ctx context.Context, q ontime.CellQuery, least uint64) (register.Page, error)
}

// statistics answers with the form's figures, and those beside the form.
func (a *api) statistics(w http.ResponseWriter, r *http.Request) error {
	report, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		q, err := ontime.ParseQuery(p.get, now, k.Zone(), k.Countings()...)
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Statistics(ctx, q, least)
		}, err
	})
	return answerOr(w, report, err)
}

// behind answers with a page of the list behind a number.
func (a *api) behind(w http.ResponseWriter, r *http.Request) error {
	page, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		q, err := ontime.ParseCellQuery(p.get, now, k.Zone(), k.Countings()...)
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Behind(ctx, q, least)
		}, err
	})
	return answerOr(w, page, err)
}
