package natsapi

import (
	"context"
	"slices"
	"time"

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
		s.recalling("get", s.get),
		s.recalling("history", s.history),
		s.recalling("commits", s.commits),
		s.recalling("clock", s.clock),
		s.recalling("list", s.list),
		s.recalling("statistics", s.statistics),
		s.recalling("behind", s.behind),
		s.recalling("report", s.report),
		s.askingLong("diff", s.diff),
		s.asking("countings", s.countings),
		s.asking("scorecards", s.scorecards),
		s.recalling("scorecard", s.scorecard),
		s.recalling("flow", s.flow),
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
	s.boundedBy(s.options.QueryWithin, name, r, ask)
}

func (s *Service) boundedBy(within time.Duration, name string, r micro.Request, ask func(context.Context) (any, error)) {
	done, ok := s.enter(name, r, s.queries)
	if !ok {
		return
	}
	taken := s.inHand.run(func(ctx context.Context) {
		defer done()
		ctx, cancel := context.WithTimeout(ctx, within)
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

func (s *Service) get(p *parameters, k Knowledge, _ time.Time) (query, error) {
	code, err := p.code()
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Dossier(ctx, code, least)
	}, err
}

// history is the answer of dossiers.v1.history.
type history struct {
	Code   string         `json:"code"`
	Events []domain.Event `json:"events"`
}

func (s *Service) history(p *parameters, k Knowledge, _ time.Time) (query, error) {
	code, err := p.code()
	return func(ctx context.Context, least uint64) (any, error) {
		events, err := k.History(ctx, code, least)
		return history{Code: code, Events: events}, err
	}, err
}

func (s *Service) clock(p *parameters, k Knowledge, _ time.Time) (query, error) {
	at, errAt := p.at(k.Zone())
	code, err := p.code()
	if err == nil {
		err = errAt
	}
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Clock(ctx, code, at, least)
	}, err
}

func (s *Service) list(p *parameters, k Knowledge, now time.Time) (query, error) {
	q, err := register.ParseQuery(p.get, now, k.Zone())
	return func(ctx context.Context, least uint64) (any, error) {
		return k.List(ctx, q, least)
	}, err
}

func (s *Service) report(p *parameters, k Knowledge, now time.Time) (query, error) {
	q, err := s.form(p, k, now)
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Form(ctx, q, least)
	}, err
}

// form reads which form is wanted, and what it asks for.
func (s *Service) form(p *parameters, k Knowledge, now time.Time) (forms.Query, error) {
	name := p.get("form")
	switch {
	case name == "":
		return forms.Query{}, &domain.Error{Code: domain.CodeMissingField, Field: "form", Message: "form is missing: " + forms.Known()}
	case !slices.Contains(forms.Names(), forms.Name(name)):
		return forms.Query{}, invalid("form", "form %.40q is not %s", name, forms.Known())
	}
	return forms.ParseQuery(name, p.get, now, k.Zone(), k.Countings()...)
}
