package engine

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/overdue"
)

// atOnce bounds how many rungs or reminders are recorded between two looks: all
// deadlines of a day break at the same instant.
const atOnce = 4096

// sideBySide is about how many dossiers they are recorded at the same time.
const sideBySide = 32

// timed is a fact that time brings about, to be recorded about one dossier.
type timed struct {
	place
	name   string // of the rung
	decide func(d *domain.Dossier) ([]domain.Event, error)
	done   func()
	ahead  *draft // of the first fact about its dossier; nil: decided against the log
}

// RaiseDue records every rung that is reached by now, in the order in which they
// were reached, and what is to be told again, and returns when the projections have
// seen them.
func (e *Engine) RaiseDue(ctx context.Context) error {
	all := func(time.Time) time.Time { return e.Ladder.LastPast() }
	_, err := e.raiseReached(ctx, all)
	return errors.Join(err, e.remind(ctx))
}

// raiseReached records the reached rungs without those of the past that became
// known after what known says, until there are none. It reports whether others are
// held back.
func (e *Engine) raiseReached(ctx context.Context, known func(now time.Time) time.Time) (held bool, err error) {
	err = e.record(ctx, func(now time.Time) []timed {
		rungs, passed := e.Ladder.EvalKnown(now, atOnce, known(now))
		held = passed > 0
		facts := make([]timed, len(rungs))
		for i, r := range rungs {
			facts[i] = e.rung(r)
		}
		return facts
	})
	return held, err
}

func (e *Engine) rung(r overdue.Rung) timed {
	raised := domain.RungOf(r.Data)
	return timed{
		place: place{subject: r.Subject, code: r.Code}, name: raised.Rung,
		decide: func(d *domain.Dossier) ([]domain.Event, error) { return domain.RaiseRung(d, r.Data, e.Now()) },
		done: func() {
			e.Metrics.raised(r.Data)
			if !r.Past() {
				e.Metrics.late(e.Now().Sub(raised.Instant))
			}
		},
	}
}

// remind records the alerts that are to be told again, until there are none.
func (e *Engine) remind(ctx context.Context) error {
	return e.record(ctx, func(now time.Time) []timed {
		var facts []timed
		for _, again := range e.Board.Due(now, atOnce) {
			subject, _ := e.Table.Subject(again.Code)
			facts = append(facts, timed{
				place: place{subject: subject, code: again.Code}, name: again.Data.Rung,
				decide: func(d *domain.Dossier) ([]domain.Event, error) { return domain.Remind(d, again.Data, e.Now()) },
				done:   func() { e.Metrics.reminded(again.Data.Cause) },
			})
		}
		return facts
	})
}

// record records what due finds, and looks again, until it finds nothing.
func (e *Engine) record(ctx context.Context, due func(now time.Time) []timed) error {
	for refused := false; ; {
		var facts []timed
		var dossiers [][]timed
		if err := e.Runner.Read(ctx, 0, func() {
			facts = due(e.Now())
			dossiers = byDossier(facts)
			for _, about := range dossiers {
				about[0].ahead = e.draft(&about[0])
			}
		}); err != nil {
			return err
		}
		if len(facts) == 0 {
			return nil
		}
		recorded, err := e.recordAll(ctx, dossiers)
		if err != nil {
			return err
		}
		if err := e.caughtUp(ctx); err != nil {
			return err
		}
		// Refused once: another engine was faster. Refused again, with all that it
		// wrote in view: the projections and the rules disagree, which trying again
		// does not mend.
		if recorded == 0 && refused {
			return fmt.Errorf("%d alerts are due and refused, the first %s of %s", len(facts), facts[0].name, facts[0].code)
		}
		refused = recorded == 0
	}
}

// byDossier parts the facts by what they are about, in the order of the first ones.
func byDossier(facts []timed) (dossiers [][]timed) {
	places := make(map[string]int)
	for _, f := range facts {
		at, met := places[f.subject]
		if !met {
			at = len(dossiers)
			places[f.subject], dossiers = at, append(dossiers, nil)
		}
		dossiers[at] = append(dossiers[at], f)
	}
	return dossiers
}

// recordAll records the facts: those of one dossier in order, dossiers side by
// side. It returns how many this engine recorded.
func (e *Engine) recordAll(ctx context.Context, dossiers [][]timed) (int64, error) {
	var recorded atomic.Int64
	group, together := errgroup.WithContext(ctx)
	group.SetLimit(sideBySide)
	for _, facts := range dossiers {
		group.Go(func() error {
			for _, f := range facts {
				done, err := e.recordOne(together, f)
				if err != nil {
					return err
				}
				if done {
					recorded.Add(1)
				}
			}
			return nil
		})
	}
	err := group.Wait()
	return recorded.Load(), err
}

// recordOne records one fact. Where another engine was faster, or the dossier has
// moved on, there is nothing to record.
func (e *Engine) recordOne(ctx context.Context, f timed) (done bool, err error) {
	err = e.write(ctx, f.place, f.ahead, f.decide)
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Code.Kind() == domain.Conflict {
		return false, nil
	}
	if err == nil {
		f.done()
	}
	return err == nil, err
}
