package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/pause"
	"github.com/hoso-engine/dossier/domain"
)

// idle is the longest time between two looks at the ladder.
const idle = time.Minute

// Run drives what time and reference facts bring about until ctx ends: it
// records the rungs of the alert ladder as they are reached, and sets the dues
// anew that a changed calendar or a published procedure moves. It waits for the
// projections first: before they have caught up, nothing is known to be due.
func (e *Engine) Run(ctx context.Context) error {
	var j judgement
	for ctx.Err() == nil {
		seen := e.Runner.Status().Position
		e.alarm.look(e.Now())
		held, err := e.look(ctx, &j)
		if err != nil && ctx.Err() == nil {
			e.Logger.Warn("the alert clock waits", "error", err)
		}
		e.sleep(ctx, seen, held || err != nil, j.again)
	}
	return nil
}

// judgement is by which reference facts the open dossiers were recalculated.
// They are looked at twice: a receipt that was decided by the facts of before,
// here or by an engine that lags, may be appended after the first time.
type judgement struct {
	by    *domain.Registry
	again time.Time // when to look the second time; zero: it was done
}

// due reports whether to recalculate now.
func (j *judgement) due(registry *domain.Registry, now time.Time) bool {
	return registry != j.by || !j.again.IsZero() && !now.Before(j.again)
}

// done notes a recalculation.
func (j *judgement) done(registry *domain.Registry, now time.Time) {
	if registry == j.by {
		j.again = time.Time{}
		return
	}
	j.by, j.again = registry, now.Add(time.Minute)
}

// look does what is due: dues that other reference facts than those they were
// judged by move, rungs that are reached and alerts that are to be told again, these
// whatever becomes of those. It reports whether rungs are held back.
func (e *Engine) look(ctx context.Context, j *judgement) (held bool, err error) {
	var failed error
	if registry, now := e.Reference.Registry(), e.Now(); j.due(registry, now) {
		if failed = errors.Join(e.caughtUp(ctx), e.Recalculate(ctx)); failed == nil {
			j.done(registry, now)
		}
	}
	held, err = e.raiseReached(ctx, e.ready)
	return held, errors.Join(failed, err, e.remind(ctx))
}

// caughtUp waits until the projections stand where the log ends now.
func (e *Engine) caughtUp(ctx context.Context) error {
	head, err := e.Store.Head(ctx)
	if err != nil {
		return err
	}
	return e.Runner.Wait(ctx, head.Position)
}

// soon is the pause before what failed, or is held back, is looked at again.
const soon = time.Second

// sleep waits for the next rung, the next reminder or the next record, whichever comes first; for a
// moment alone where something failed or is held back.
func (e *Engine) sleep(ctx context.Context, seen uint64, again bool, at time.Time) {
	if again {
		_ = pause.For(ctx, soon)
		return
	}
	wait := idle
	if next, ok := e.next(ctx); ok {
		wait = min(max(next.Sub(e.Now()), 0), idle)
	}
	if !at.IsZero() {
		wait = min(wait, max(at.Sub(e.Now()), 0))
	}
	bounded, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	_ = e.Runner.Wait(bounded, seen+1)
}

func (e *Engine) next(ctx context.Context) (next time.Time, ok bool) {
	_ = e.Runner.Read(ctx, 0, func() {
		next, ok = e.Ladder.Next()
		if again, some := e.Board.Next(); some && (!ok || again.Before(next)) {
			next, ok = again, true
		}
	})
	return next, ok
}

// Recalculate sets the dues of open dossiers anew that today's calendars,
// policies and procedures move.
func (e *Engine) Recalculate(ctx context.Context) error {
	var stale []place
	registry := e.Reference.Registry()
	err := e.Runner.Read(ctx, 0, func() {
		for d := range e.Table.All() {
			if events, err := d.Recalculated(registry, e.Now()); err == nil && len(events) > 0 {
				subject, _ := e.Table.Subject(d.Code)
				stale = append(stale, place{subject: subject, code: d.Code})
			}
		}
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, at := range stale {
		err := e.write(ctx, at, nil, func(d *domain.Dossier) ([]domain.Event, error) {
			return d.Recalculated(registry, e.Now())
		})
		if err != nil {
			failed = append(failed, fmt.Errorf("recalculate %s: %w", at.code, err))
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("%d dossiers could not be recalculated, the first: %w", len(failed), failed[0])
	}
	return nil
}
