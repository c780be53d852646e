package natsapi

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
)

// FlowReader says where the dossiers' time went.
type FlowReader interface {
	// Flow returns the report of one of [flow.Names].
	Flow(ctx context.Context, analysis string, q flow.Query, least uint64) (flow.Report, error)
}

// flow answers with the analysis that the query names.
func (s *Service) flow(p *parameters, k Knowledge, now time.Time) (query, error) {
	analysis := p.get("analysis")
	if analysis == "" {
		return nil, &domain.Error{
			Code: domain.CodeMissingField, Field: "analysis", Message: "analysis is missing: dwell, waits, lateness, officers or outlook",
		}
	}
	q, err := flow.ParseQuery(analysis, p.get, now, k.Zone(), k.Countings()...)
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Flow(ctx, analysis, q, least)
	}, err
}
