package natsapi

import (
	"context"
	"slices"

	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
)

// endpoint is one subject of the service, dossiers.v1.<name>.
type endpoint struct {
	name    string
	handler micro.HandlerFunc
}

func (s *Service) endpoints() []endpoint {
	return append([]endpoint{
		{"submit", s.submit},
		{"health", s.health},
		s.asking("get", s.get),
		s.asking("history", s.history),
		s.asking("commits", s.commits),
		s.asking("clock", s.clock),
		s.asking("list", s.list),
		s.asking("statistics", s.statistics),
		s.asking("behind", s.behind),
		s.asking("report", s.report),
		s.asking("scorecards", s.scorecards),
		s.asking("scorecard", s.scorecard),
		s.asking("flow", s.flow),
		s.asking("calendar", s.calendar),
		s.asking("due", s.due),
		s.asking("measure", s.measure),
		s.asking("procedures", s.procedures),
		s.telling("preview", s.preview),
		s.telling("whatif", s.whatIf),
		s.telling("notices", s.notices),
	}, s.supervision()...)
}

// question is what an endpoint makes of a query: it reads every parameter that it
// knows, and returns what to ask the engine.
type question func(p *parameters) (query, error)

// query asks the engine, which waits until it has reached position least.
type query func(ctx context.Context, least uint64) (any, error)

// asking is an endpoint whose requests may be answered in any order.
func (s *Service) asking(name string, q question) endpoint {
	return endpoint{name, func(r micro.Request) {
		s.bounded(name, r, func(ctx context.Context) (any, error) { return asked(ctx, q, r.Data()) })
	}}
}

// bounded answers a request in its own goroutine, within what queries may take.
func (s *Service) bounded(name string, r micro.Request, ask func(context.Context) (any, error)) {
	done, ok := s.enter(name, r, s.queries)
	if !ok {
		return
	}
	taken := s.inHand.run(func(ctx context.Context) {
		defer done()
		ctx, cancel := context.WithTimeout(ctx, s.options.QueryWithin)
		defer cancel()
		value, err := ask(ctx)
		s.answer(name, r, value, inTime(err))
	})
	if !taken {
		done()
		s.answer(name, r, nil, errStopping)
	}
}

func asked(ctx context.Context, q question, request []byte) (value any, err error) {
	defer recovered(&err)
	p, err := readParameters(request)
	if err != nil {
		return nil, err
	}
	least, err := p.position()
	if err != nil {
		return nil, err
	}
	ask, err := q(p)
	if err != nil {
		return nil, err
	}
	if err := p.unknown(); err != nil {
		return nil, err
	}
	return ask(ctx, least)
}

func (s *Service) get(p *parameters) (query, error) {
	code, err := p.code()
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Dossier(ctx, code, least)
	}, err
}

// history is the answer of dossiers.v1.history.
type history struct {
	Code   string         `json:"code"`
	Events []domain.Event `json:"events"`
}

func (s *Service) history(p *parameters) (query, error) {
	code, err := p.code()
	return func(ctx context.Context, least uint64) (any, error) {
		events, err := s.engine.History(ctx, code, least)
		return history{Code: code, Events: events}, err
	}, err
}

func (s *Service) clock(p *parameters) (query, error) {
	at, errAt := p.at(s.engine.Zone())
	code, err := p.code()
	if err == nil {
		err = errAt
	}
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Clock(ctx, code, at, least)
	}, err
}

func (s *Service) list(p *parameters) (query, error) {
	q, err := register.ParseQuery(p.get, s.options.Now(), s.engine.Zone())
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.List(ctx, q, least)
	}, err
}

func (s *Service) report(p *parameters) (query, error) {
	q, err := s.form(p)
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Form(ctx, q, least)
	}, err
}

// form reads which form is wanted, and what it asks for.
func (s *Service) form(p *parameters) (forms.Query, error) {
	name := p.get("form")
	switch {
	case name == "":
		return forms.Query{}, &domain.Error{Code: domain.CodeMissingField, Field: "form", Message: "form is missing: " + forms.Known()}
	case !slices.Contains(forms.Names(), forms.Name(name)):
		return forms.Query{}, invalid("form", "form %.40q is not %s", name, forms.Known())
	}
	return forms.ParseQuery(name, p.get, s.options.Now(), s.engine.Zone())
}
