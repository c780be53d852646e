package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
)

// engineWorld is the world of a real engine: desks and supervisor speak to it
// over NATS, the clock is the player's.
type engineWorld struct {
	app        *app.App
	clock      *clock
	pace       pace
	client     *client
	supervisor *supervisor
	screen     *screen
	last       uint64 // position of the last answer
}

// Advance implements [World]. The clock stops at every rung of the ladder, so
// that each is recorded at its instant, and goes on when the supervisor has it.
func (w *engineWorld) Advance(ctx context.Context, to time.Time) error {
	for {
		next, ok, err := w.nextRung(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(to) {
			break
		}
		if next.Before(w.clock.Now()) {
			next = w.clock.Now()
		}
		if err := w.raise(ctx, next); err != nil {
			return err
		}
	}
	if err := w.pace.await(ctx, to); err != nil {
		return err
	}
	w.clock.set(to)
	w.screen.turn(to)
	return nil
}

// nextRung returns when the next rung is reached, as of all that was answered.
func (w *engineWorld) nextRung(ctx context.Context) (next time.Time, ok bool, err error) {
	e := w.app.Engine()
	err = e.Runner.Read(ctx, w.last, func() { next, ok = e.Ladder.Next() })
	return next, ok, err
}

// raise moves the clock to the instant and records what is reached there.
func (w *engineWorld) raise(ctx context.Context, at time.Time) error {
	if err := w.pace.await(ctx, at); err != nil {
		return err
	}
	w.clock.set(at)
	w.screen.turn(at)
	before := w.app.Engine().Position()
	if err := w.app.RaiseDue(ctx); err != nil {
		return fmt.Errorf("raise what is due at %s: %w", at.Format(time.DateTime), err)
	}
	after := w.app.Engine().Position()
	if after == before {
		return fmt.Errorf("the rung of %s was not recorded", at.Format(time.DateTime))
	}
	w.last = after
	return w.supervisor.await(ctx, after, w.screen.alert)
}

// Submit implements [World].
func (w *engineWorld) Submit(ctx context.Context, events []domain.Event) ([]domain.Result, error) {
	answers, err := w.client.submit(ctx, events)
	for _, r := range answers {
		w.last = max(w.last, r.Position)
	}
	return answers, err
}

// rungs counts the rungs that the log records.
func (w *engineWorld) rungs(ctx context.Context) (n int, err error) {
	e := w.app.Engine()
	err = e.Runner.Read(ctx, w.last, func() {
		for d := range e.Table.All() {
			n += len(d.Raised)
		}
	})
	return n, err
}
