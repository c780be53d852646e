package natsapi

import (
	"context"

	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/domain"
)

// telling is an endpoint whose request is a document of its own, not a list of
// parameters.
func (s *Service) telling(name string, ask func(ctx context.Context, request []byte) (any, error)) endpoint {
	return endpoint{name, func(r micro.Request) {
		s.bounded(name, r, func(ctx context.Context) (value any, err error) {
			defer recovered(&err)
			return ask(ctx, r.Data())
		})
	}}
}

func (s *Service) calendar(p *parameters) (query, error) {
	id := p.get("id")
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Calendar(ctx, id, least)
	}, nil
}

func (s *Service) due(p *parameters) (query, error) {
	q, err := domain.ParseSlipQuery(p.get, s.engine.Zone())
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Due(ctx, q, least)
	}, err
}

func (s *Service) measure(p *parameters) (query, error) {
	q, err := domain.ParseMeasureQuery(p.get, s.engine.Zone())
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Measure(ctx, q, least)
	}, err
}

func (s *Service) preview(ctx context.Context, request []byte) (any, error) {
	spec, err := domain.ParseProposal(request)
	if err != nil {
		return nil, err
	}
	return s.engine.PreviewCalendar(ctx, spec, 0)
}

func (s *Service) whatIf(ctx context.Context, request []byte) (any, error) {
	q, err := domain.ParseWhatIf(request)
	if err != nil {
		return nil, err
	}
	return s.engine.WhatIf(ctx, q, 0)
}

// mostProcedures is how many procedures a page holds at most.
const mostProcedures = 200

func (s *Service) procedures(p *parameters) (query, error) {
	after, most, err := domain.ParseProcedurePage(p.get, mostProcedures)
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Procedures(ctx, after, most, least)
	}, err
}
