package app

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hoso-engine/dossier/cmd/internal/engine"
	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// build makes the projections and the engine over them. The order of the
// projections matters: the table reads the reference facts, the ladder and the board
// of alerts these and the table, the outbox the board, each as they are at the
// commit that it takes.
func (a *App) build(ctx context.Context) error {
	cards, err := a.scorecards()
	if err != nil {
		return fmt.Errorf("read the scorecards: %w", err)
	}
	sent, err := a.told(ctx)
	if err != nil {
		return err
	}
	texts, err := notify.LoadTexts(a.options.messages())
	if err != nil {
		return err
	}
	recent := engine.NewRecent()
	a.project(texts, sent, recent)
	if done, err := a.restore(ctx); err != nil {
		return err
	} else if !done {
		a.project(texts, sent, recent)
	}
	a.engine = engine.New(engine.Options{
		Store: a.store, Runner: a.runner, Recent: recent,
		Reference: a.reference, Table: a.table, Ladder: a.ladder, Board: a.board, Scorecards: cards,
		Metrics: engine.NewMetrics(a.metrics), Logger: a.options.Logger.With("part", "engine"),
		Now: a.options.Now, Writable: a.writable, Unproven: a.keeping.unproven,
	})
	a.measure()
	a.onStop("the last snapshot", func(context.Context) error {
		if a.options.SnapshotEvery > 0 {
			a.takeSnapshot(1)
		}
		return nil
	})
	a.onStop("the projections", a.tasks.start("projections", a.runner.Run))
	return nil
}

// views are what is folded from the log.
type views struct {
	reference *projections.Reference
	table     *register.Table
	ladder    *overdue.Ladder
	board     *supervision.Board
}

// newViews returns views into which nothing was folded yet.
func newViews() *views {
	v := &views{reference: projections.NewReference()}
	v.table = register.New(v.reference)
	v.ladder = overdue.New(v.reference, v.table)
	v.board = supervision.New(v.reference, v.table)
	return v
}

// project makes the projections and their runner.
func (a *App) project(texts *notify.Texts, sent supervision.ID, recent *engine.Recent) {
	a.views = newViews()
	a.board.Skip(sent)
	a.outbox = notify.NewOutbox(a.board, texts, sent)
	a.runner = projections.NewRunner(a.store, projections.Options{Now: a.options.Now, Decode: recent.Decode},
		a.reference, a.table, a.ladder, a.board, a.outbox)
}

// told returns the last message that supervisors were sent. One
// that lies beyond the log's end proves that the log lost records, or is an
// older copy: its alerts would be taken for published.
func (a *App) told(ctx context.Context) (supervision.ID, error) {
	_, sent, err := a.alerts.Last(ctx)
	if err != nil {
		return sent, err
	}
	head, err := a.store.Head(ctx)
	if err == nil && sent.Position > head.Position {
		err = &eventstore.CorruptError{Position: head.Position + 1, Reason: fmt.Sprintf(
			"the log ends at %d, but supervisors were told of a rung at %d", head.Position, sent.Position)}
	}
	return sent, err
}

// catchUp waits until the projections stand where the log ends.
func (a *App) catchUp(ctx context.Context) error {
	head, err := a.store.Head(ctx)
	if err != nil {
		return err
	}
	caught := make(chan error, 1)
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { caught <- a.runner.Wait(waiting, head.Position) }()
	select {
	case err := <-caught:
		if ctx.Err() != nil {
			return ctx.Err() // the operator ended it: nothing is wrong with the log
		}
		if status := a.runner.Status(); status.Err != nil {
			return status.Err
		}
		return err
	case err := <-a.tasks.failed:
		cancel()
		return cmp.Or(err, <-caught) // the wait ends with waiting; err is why
	}
}

// startClock starts what time brings about, and the publishing of alerts.
func (a *App) startClock(context.Context) error {
	publisher := notify.NewPublisher(a.alerts, a.outbox, a.options.Logger.With("part", "alerts"), a.metrics)
	a.onStop("the alerts", a.tasks.start("alerts", publisher.Run))
	if !a.options.ManualClock {
		a.onStop("the alert clock", a.tasks.start("alert clock", a.engine.Run))
	}
	return nil
}
