package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

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

// recalling is a question that can be asked about the past. Where it is, now is
// the instant known_at.
type recalling func(p *parameters, k Knowledge, now time.Time) (query, error)

// recall reads the request's parameters and returns the answer from what is
// known or, with known_at (an instant, or a date meaning its end), from what was
// known then. Everything is read before the past is: a mistyped question must
// not cost a fold of the log.
func (a *api) recall(w http.ResponseWriter, r *http.Request, q recalling) (any, error) {
	return a.ask(r, func(p *parameters) (query, error) {
		words := register.Words{Get: p.get, Loc: a.engine.Zone()}
		at := words.Moment("known_at")
		switch {
		case words.Err != nil:
			return nil, words.Err
		case at.IsZero():
			return q(p, a.engine, a.Now())
		}
		if _, err := q(p, a.engine, at); err != nil {
			return nil, err
		}
		return func(ctx context.Context, least uint64) (any, error) {
			past, err := a.engine.KnownAt(ctx, at, least)
			if err != nil {
				return nil, err
			}
			ask, err := q(p, past, at)
			if err != nil {
				return nil, err
			}
			w.Header().Set("Dossier-Known-At", at.Format(time.RFC3339Nano))
			return ask(ctx, 0) // what was waited for is known now, not then
		}, nil
	})
}

// within returns what bounds the query: one about the past may take longer.
func (p *parameters) within(usual time.Duration) time.Duration {
	if p.given.Get("known_at") != "" || p.given.Get("against") != "" {
		return knownWithin
	}
	return usual
}

// diff answers with how a report differs from itself as it was known, or
// counted, otherwise.
func (a *api) diff(w http.ResponseWriter, r *http.Request) error {
	asCSV := false
	compared, err := a.ask(r, func(p *parameters) (query, error) {
		var err error
		if asCSV, err = wantsCSV(r, p.get("format")); err != nil {
			return nil, err
		}
		if err := a.checkSides(p.get); err != nil {
			return nil, err
		}
		return func(ctx context.Context, least uint64) (any, error) {
			return a.engine.Diff(ctx, p.get, least)
		}, nil
	})
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept")
	d := compared.(ontime.Diff)
	if !asCSV {
		return answer(w, http.StatusOK, d)
	}
	name := fmt.Sprintf("diff-%s-%s", d.From, d.To)
	return answerCSV(w, name, func(out io.Writer) error { return ontime.WriteDiffCSV(out, d) })
}

// checkSides reads the words of a diff as the engine will, by what is known now:
// what can't be read is refused before the past is folded.
func (a *api) checkSides(word func(string) string) error {
	if _, err := ontime.ParseSides(word, a.engine.Zone()); err != nil {
		return err
	}
	for _, words := range [...]func(string) string{word, ontime.AgainstWord(word)} {
		if _, err := ontime.ParseQuery(words, a.Now(), a.engine.Zone(), a.engine.Countings()...); err != nil {
			return err
		}
	}
	return nil
}

// countings answers with the counting policies.
func (a *api) countings(w http.ResponseWriter, r *http.Request) error {
	list, err := a.ask(r, func(p *parameters) (query, error) {
		name := p.get("name")
		return func(ctx context.Context, least uint64) (any, error) {
			return a.engine.Counting(ctx, name, least)
		}, nil
	})
	return answerOr(w, list, err)
}
