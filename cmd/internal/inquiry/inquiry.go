// Package inquiry is what the engine's interfaces have in common: what they ask
// of an engine ([Engine]), how a question is read from its parameters, and the
// answers that both of them send. Transport is theirs alone.
//
// A [Question] reads every parameter that it knows and returns the [Query] that
// asks the engine; [Parameters.Answer] refuses what no question asked for, and
// waits within bounds. A [Recallable] one can be asked about the past too, see
// [Recall].
package inquiry

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Query asks the engine, which waits until it has reached position least.
type Query func(ctx context.Context, least uint64) (any, error)

// Question is what is made of a query's parameters: it reads every one that it
// knows, and returns what to ask.
type Question func(p *Parameters) (Query, error)

// Recallable is a question that can be asked about the past. Where it is, now is
// the instant known_at.
type Recallable func(p *Parameters, k Knowledge, now time.Time) (Query, error)

// knownWithin bounds a query about the past: the whole log is read for it.
const knownWithin = 2 * time.Minute

// Recall asks what is known or, with known_at (an instant, or a date meaning its
// end), what was known then; before is told of the instant when its answer is at
// hand. Everything is read before the past is: a mistyped question must not cost
// a fold of the log.
func Recall(e Engine, q Recallable, now func() time.Time, before func(at time.Time)) Question {
	return func(p *Parameters) (Query, error) {
		words := register.Words{Get: p.Get, Loc: e.Zone()}
		at := words.Moment("known_at")
		switch {
		case words.Err != nil:
			return nil, words.Err
		case at.IsZero():
			return q(p, e, now())
		}
		if _, err := q(p, e, at); err != nil {
			return nil, err
		}
		return func(ctx context.Context, least uint64) (any, error) {
			past, err := e.KnownAt(ctx, at, least)
			if err != nil {
				return nil, err
			}
			ask, err := q(p, past, at)
			if err != nil {
				return nil, err
			}
			before(at)
			return ask(ctx, 0) // what was waited for is known now, not then
		}, nil
	}
}

// Diff compares two readings of a report. It reads the words as the engine will,
// by what is known at now: what can't be read is refused before the past is
// folded.
func Diff(e Engine, now func() time.Time) Question {
	return func(p *Parameters) (Query, error) {
		_, err := ontime.ParseSides(p.Get, e.Zone())
		for _, words := range [...]func(string) string{p.Get, ontime.AgainstWord(p.Get)} {
			if err == nil {
				_, err = ontime.ParseQuery(words, now(), e.Zone(), e.Countings()...)
			}
		}
		return asking(p.Get, err, e.Diff)
	}
}

// asking returns the query that asks for what was read, or why it was not.
func asking[Q, A any](q Q, err error, ask func(ctx context.Context, q Q, least uint64) (A, error)) (Query, error) {
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, least uint64) (any, error) { return ask(ctx, q, least) }, nil
}
