package natsapi

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Knowledge is what queries are answered from: what is known, or what was known
// at an instant.
type Knowledge interface {
	Reader
	Analyst
	Scorer
	FlowReader
	Overseer
	// Zone is where the dates in queries are.
	Zone() *time.Location
	// Countings are the counting policies: every version of each.
	Countings() []domain.CountingPolicy
}

// Historian tells what was known in the past.
type Historian interface {
	// KnownAt returns what was known at the instant, which takes as long as
	// reading the whole log.
	KnownAt(ctx context.Context, at time.Time, least uint64) (Knowledge, error)
	// Diff compares a report with itself as it was known, or counted, otherwise.
	// The words are those of [ontime.ParseSides].
	Diff(ctx context.Context, word func(name string) string, least uint64) (ontime.Diff, error)
	// Counting returns the counting policies of that name, all where it is
	// empty.
	Counting(ctx context.Context, name string, least uint64) (domain.CountingList, error)
}

// knownWithin bounds a query about the past: the whole log is read for it.
const knownWithin = 2 * time.Minute

// recallable is a question that can be asked about the past. Where it is, now is
// the instant known_at.
type recallable func(p *parameters, k Knowledge, now time.Time) (query, error)

// recalling is an endpoint whose question can be asked about the past.
func (s *Service) recalling(name string, q recallable) endpoint {
	return s.askingLong(name, func(p *parameters) (query, error) { return s.recall(p, q) })
}

// askingLong is an endpoint whose requests take longer where they are about the
// past.
func (s *Service) askingLong(name string, q question) endpoint {
	return endpoint{name, func(r micro.Request) {
		s.boundedBy(s.within(r.Data()), name, r, func(ctx context.Context) (any, error) { return asked(ctx, q, r.Data()) })
	}}
}

// within returns what bounds a query: one about the past may take longer.
func (s *Service) within(request []byte) time.Duration {
	p, err := readParameters(request)
	if err == nil && p.given["known_at"]+p.given["against"] != "" {
		return knownWithin
	}
	return s.options.QueryWithin
}

// recall answers from what is known or, with known_at (an instant, or a date
// meaning its end), from what was known then. Everything is read before the past
// is: a mistyped question must not cost a fold of the log.
func (s *Service) recall(p *parameters, q recallable) (query, error) {
	words := register.Words{Get: p.get, Loc: s.engine.Zone()}
	at := words.Moment("known_at")
	switch {
	case words.Err != nil:
		return nil, words.Err
	case at.IsZero():
		return q(p, s.engine, s.options.Now())
	}
	if _, err := q(p, s.engine, at); err != nil {
		return nil, err
	}
	return func(ctx context.Context, least uint64) (any, error) {
		past, err := s.engine.KnownAt(ctx, at, least)
		if err != nil {
			return nil, err
		}
		ask, err := q(p, past, at)
		if err != nil {
			return nil, err
		}
		return ask(ctx, 0) // what was waited for is known now, not then
	}, nil
}

// diff reads the words as the engine will, by what is known now: what can't be
// read is refused before the past is folded.
func (s *Service) diff(p *parameters) (query, error) {
	_, err := ontime.ParseSides(p.get, s.engine.Zone())
	for _, words := range [...]func(string) string{p.get, ontime.AgainstWord(p.get)} {
		if err == nil {
			_, err = ontime.ParseQuery(words, s.options.Now(), s.engine.Zone(), s.engine.Countings()...)
		}
	}
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Diff(ctx, p.get, least)
	}, err
}

func (s *Service) countings(p *parameters) (query, error) {
	name := p.get("name")
	return func(ctx context.Context, least uint64) (any, error) {
		return s.engine.Counting(ctx, name, least)
	}, nil
}
