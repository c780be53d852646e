package natsapi

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// Scorer scores by scorecards.
type Scorer interface {
	ScorecardList() []scorecard.Summary
	// Scorecard fails with [domain.CodeUnknown] where there is none of that name.
	Scorecard(ctx context.Context, name string, q scorecard.Query, least uint64) (scorecard.Report, error)
}

// scorecardList is the answer of dossiers.v1.scorecards.
type scorecardList struct {
	Scorecards []scorecard.Summary `json:"scorecards"`
}

func (s *Service) scorecards(*parameters) (query, error) {
	return func(context.Context, uint64) (any, error) {
		return scorecardList{Scorecards: s.engine.ScorecardList()}, nil
	}, nil
}

func (s *Service) scorecard(p *parameters, k Knowledge, now time.Time) (query, error) {
	name := p.get("name")
	q, err := scorecard.ParseQuery(p.get, now, k.Zone(), k.Countings()...)
	if name == "" {
		err = &domain.Error{Code: domain.CodeMissingField, Field: "name", Message: "name is missing: which scorecard?"}
	}
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Scorecard(ctx, name, q, least)
	}, err
}
