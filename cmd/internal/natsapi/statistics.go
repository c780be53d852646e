package natsapi

import (
	"context"
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

func (s *Service) statistics(p *parameters, k Knowledge, now time.Time) (query, error) {
	q, err := ontime.ParseQuery(p.get, now, k.Zone(), k.Countings()...)
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Statistics(ctx, q, least)
	}, err
}

// behind asks for a page of the list behind a number.
func (s *Service) behind(p *parameters, k Knowledge, now time.Time) (query, error) {
	q, err := ontime.ParseCellQuery(p.get, now, k.Zone(), k.Countings()...)
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Behind(ctx, q, least)
	}, err
}
