package natsapi

import (
	"context"
	"slices"
	"time"

	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// endpoint is one subject of the service, dossiers.v1.<name>.
type endpoint struct {
	name    string
	handler micro.HandlerFunc
}

// mostProcedures is how many procedures a page holds at most.
const mostProcedures = 200

func (s *Service) endpoints() []endpoint {
	return append([]endpoint{
		{"submit", s.submit},
		{"health", s.health},
		s.recalling("get", about(inquiry.Dossier)),
		s.recalling("history", about(inquiry.History)),
		s.recalling("commits", about(inquiry.Commits)),
		s.recalling("clock", about(inquiry.Clock)),
		s.recalling("list", inquiry.List),
		s.recalling("statistics", inquiry.Statistics),
		s.recalling("behind", inquiry.Behind),
		s.recalling("report", report),
		s.asking("diff", inquiry.Diff(s.engine, s.options.Now)),
		s.asking("countings", inquiry.Countings(s.engine)),
		s.asking("scorecards", inquiry.Scorecards(s.engine)),
		s.recalling("scorecard", scorecard),
		s.recalling("flow", flow),
		s.asking("calendar", inquiry.Calendar(s.engine)),
		s.asking("due", inquiry.Due(s.engine)),
		s.asking("measure", inquiry.Measure(s.engine)),
		s.asking("procedures", inquiry.Procedures(s.engine, mostProcedures)),
		s.telling("preview", document(inquiry.PreviewCalendar(s.engine))),
		s.telling("whatif", document(inquiry.WhatIf(s.engine))),
		s.telling("notices", s.notices),
	}, s.supervision()...)
}

// asking is an endpoint whose requests may be answered in any order.
func (s *Service) asking(name string, q inquiry.Question) endpoint {
	return s.bounded(name, func(ctx context.Context, request []byte) (any, error) {
		given, err := readParameters(request)
		if err != nil {
			return nil, err
		}
		return inquiry.NewParameters(given).Answer(ctx, q, s.options.QueryWithin)
	})
}

// recalling is an endpoint whose question can be asked about the past.
func (s *Service) recalling(name string, q inquiry.Recallable) endpoint {
	return s.asking(name, inquiry.Recall(s.engine, q, s.options.Now, func(time.Time) {}))
}

// answering makes the answer to a request.
type answering func(ctx context.Context, request []byte) (any, error)

// telling is an endpoint whose request is a document of its own, not a list of
// parameters.
func (s *Service) telling(name string, do answering) endpoint {
	return s.bounded(name, func(ctx context.Context, request []byte) (any, error) {
		ctx, cancel := context.WithTimeout(ctx, s.options.QueryWithin)
		defer cancel()
		return do(ctx, request)
	})
}

// document answers a question that is a document, from what is known by now.
func document(ask inquiry.Document) answering {
	return func(ctx context.Context, request []byte) (any, error) { return ask(ctx, request, 0) }
}

// bounded is an endpoint that answers each request in its own goroutine, while
// there is room for queries.
func (s *Service) bounded(name string, do answering) endpoint {
	return endpoint{name, func(r micro.Request) {
		done, ok := s.enter(name, r, s.queries)
		if !ok {
			return
		}
		taken := s.inHand.run(func(ctx context.Context) {
			defer done()
			value, err := safely(ctx, do, r.Data())
			s.answer(name, r, value, inTime(err))
		})
		if !taken {
			done()
			s.answer(name, r, nil, errStopping)
		}
	}}
}

func safely(ctx context.Context, do answering, request []byte) (value any, err error) {
	defer recovered(&err)
	return do(ctx, request)
}

// about asks about the dossier that the parameter code names.
func about(q inquiry.About) inquiry.Recallable {
	return func(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
		code := p.Get("code")
		if code == "" {
			return nil, missing("code", "code is missing: which dossier?")
		}
		if err := inquiry.CheckCode(code); err != nil {
			return nil, err
		}
		return q(code)(p, k, now)
	}
}

// report asks for the form that the parameter form names.
func report(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
	name := p.Get("form")
	switch {
	case name == "":
		return nil, missing("form", "form is missing: "+forms.Known())
	case !slices.Contains(forms.Names(), forms.Name(name)):
		return nil, inquiry.Invalid("form", "form %.40q is not %s", name, forms.Known())
	}
	return inquiry.Form(name)(p, k, now)
}

// scorecard asks for the scores by the scorecard that the parameter name names.
func scorecard(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
	name := p.Get("name")
	if name == "" {
		return nil, missing("name", "name is missing: which scorecard?")
	}
	return inquiry.Scorecard(name)(p, k, now)
}

// flow asks for the analysis that the parameter analysis names.
func flow(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
	analysis := p.Get("analysis")
	if analysis == "" {
		return nil, missing("analysis", "analysis is missing: dwell, waits, lateness, officers or outlook")
	}
	return inquiry.Flow(analysis)(p, k, now)
}

func missing(field, message string) error {
	return &domain.Error{Code: domain.CodeMissingField, Field: field, Message: message}
}
