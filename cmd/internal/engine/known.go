package engine

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// KnownAt returns an engine that answers queries as this one would have answered
// them at the instant, had it applied all that was recorded by then: with the
// dossiers, calendars, counting policies and names known then, and the instant
// for its clock. It answers from the reference facts, the dossiers and their
// alerts, and takes no events. An instant to come is refused with [domain.CodeInvalidField].
//
// The first question about an instant reads the whole log; ctx bounds it, and
// its end is told as [domain.CodeUnavailable]. A log that is not what was
// written is [domain.CodeCorrupt].
func (e *Engine) KnownAt(ctx context.Context, at time.Time, least uint64) (*Engine, error) {
	if err := e.toCome("known_at", at); err != nil {
		return nil, err
	}
	if err := e.Runner.Wait(ctx, least); err != nil {
		return nil, err
	}
	select {
	case e.memories.waiting <- struct{}{}:
		defer func() { <-e.memories.waiting }()
	default:
		return nil, &domain.Error{Code: domain.CodeBusy, Message: "too many questions about the past are waiting; try again"}
	}
	select {
	case e.memories.folding <- struct{}{}:
		defer func() { <-e.memories.folding }()
	case <-ctx.Done():
		return nil, tooLong(ctx, at)
	}
	return e.recall(ctx, at)
}

// toCome refuses the word's instant where it lies in the future.
func (e *Engine) toCome(word string, at time.Time) error {
	if !at.After(e.Now()) {
		return nil
	}
	return &domain.Error{Code: domain.CodeInvalidField, Field: word, Message: fmt.Sprintf(
		"%s %s lies in the future: what will be known then is not known", word, at.Format(time.RFC3339))}
}

// recall returns what is kept of the instant, or folds it. The caller holds the
// right to fold.
func (e *Engine) recall(ctx context.Context, at time.Time) (*Engine, error) {
	if last := e.memories.kept(at); last != nil {
		holds, err := last.stillHolds(ctx, e.Store)
		if err != nil {
			return nil, e.notFolded(ctx, at, err)
		}
		if holds {
			e.memories.keep(last)
			return last.past, nil
		}
	}
	e.memories.keep(nil) // two of them at once would be one too many
	m, err := e.fold(ctx, at)
	if err != nil {
		return nil, err
	}
	e.memories.keep(m)
	return m.past, nil
}

// fold reads the log from its beginning to where it ends now, checking every
// record as the engine's own reader does.
func (e *Engine) fold(ctx context.Context, at time.Time) (*memory, error) {
	head, err := e.Store.Head(ctx)
	if err != nil {
		return nil, e.notFolded(ctx, at, err)
	}
	reference := projections.NewReference()
	table := register.New(reference)
	board := supervision.New(reference, table)
	board.Skip(supervision.ID{Position: math.MaxUint64})
	known := projections.NewKnown(at, reference, table, board)
	folded, err := run(ctx, projections.NewRunner(e.Store, projections.Options{}, known), head.Position)
	if err != nil {
		return nil, e.notFolded(ctx, at, err)
	}
	past := New(Options{
		Store: &cutStore{Store: e.Store, at: at, head: known.Position()}, Runner: projections.Resting(known.Position()),
		Reference: reference, Table: table, Board: board, Scorecards: e.Scorecards, Metrics: e.Metrics, Logger: e.Logger,
		Now: func() time.Time { return at },
	})
	past.zone = e.Zone()
	return &memory{at: at, past: past, known: known, folded: folded}, nil
}

// run runs the runner until it has applied the position and returns how far it
// came. When it returns, nothing is applied any more.
func run(ctx context.Context, runner *projections.Runner, position uint64) (uint64, error) {
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ended <- runner.Run(running)
		stop() // a runner that ended by itself will not come there
	}()
	waited := runner.Wait(running, position)
	stop()
	if failed := <-ended; waited != nil && failed != nil {
		return 0, failed
	}
	return runner.Status().Position, waited
}

// notFolded says why there is no answer.
func (e *Engine) notFolded(ctx context.Context, at time.Time, err error) error {
	if ctx.Err() != nil {
		return tooLong(ctx, at)
	}
	if _, corrupt := errors.AsType[*eventstore.CorruptError](err); corrupt {
		return e.translate(err)
	}
	e.Logger.Warn("what was known could not be folded", "error", err)
	return &domain.Error{Code: domain.CodeUnavailable, Message: "the log can't be read now; try again"}
}

// tooLong says that a question about the past ended before its answer was there.
func tooLong(ctx context.Context, at time.Time) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return &domain.Error{Code: domain.CodeUnavailable, Message: fmt.Sprintf(
		"what was known at %s is folded from the whole log, which took longer than this question may; ask again, or allow more time",
		at.Format(time.RFC3339))}
}
