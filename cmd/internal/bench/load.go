package bench

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/demo"
	"github.com/hoso-engine/dossier/domain"
)

// load makes dossiers that run their whole course now: from the submission or the
// receipt to the return. Who treats them, of which procedure, with which stops and
// fees, is as in the demonstration's plan; only the time between the steps is cut.
type load struct {
	series  uint64 // tells the codes of one run from those of another
	courses []*demo.Course
	counts  []int            // of the steps of each course, once it was asked for
	facts   []domain.Event   // procedures and units that the dossiers are of
	now     func() time.Time // the engine's clock
}

// drawn is how many courses there are; more dossiers repeat them.
const drawn = 2000

// source is who says what is measured.
const source = "urn:dossier:bench"

func newLoad(series uint64) (*load, error) {
	plan, err := demo.NewPlan(1, demo.Size{Months: 10, Dossiers: drawn})
	if err != nil {
		return nil, err
	}
	l := &load{series: series, courses: slices.Collect(plan.Courses()), now: time.Now}
	for _, e := range plan.Opening {
		// The same each time: an engine that is measured again answers with a duplicate.
		e.ID, e.Source, e.Backdated = fmt.Sprintf("%s/%s", e.Type, e.Subject), source, true
		l.facts = append(l.facts, e)
	}
	return l, nil
}

// step is what is posted in one request: one event, or a transaction.
type step []domain.Event

// dossier returns the steps of the i-th dossier; the instant of their events is
// that of the posting.
func (l *load) dossier(i int) []step {
	w := &course{Course: l.courses[i%len(l.courses)], code: l.code(i), id: fmt.Sprintf("%d/%d", l.series, i)}
	return w.steps()
}

// code returns the code of the i-th dossier: 90,000 to a desk.
func (l *load) code(i int) string {
	return fmt.Sprintf("H37.%d.%d.%d-260105-%05d", 100+l.series/800%800, 100+l.series%800, 100+i/90_000, i%90_000)
}

// publish makes the procedures and units known, where they are not.
func (l *load) publish(ctx context.Context, to door) error {
	results, err := to(ctx, l.facts)
	if err != nil {
		return err
	}
	for _, r := range results {
		if r.Status == domain.Declined && r.Error.Code.Kind() != domain.Conflict {
			return fmt.Errorf("%s is refused: %w", r.ID, r.Error)
		}
	}
	return nil
}

// play posts the steps of the i-th dossier.
func (l *load) play(ctx context.Context, i int, to door, took *latencies) error {
	return l.postAll(ctx, l.dossier(i), to, took)
}

// postAll posts steps one after another, each when the one before is answered, and
// notes how long each took.
func (l *load) postAll(ctx context.Context, steps []step, to door, took *latencies) error {
	for _, s := range steps {
		begun := time.Now()
		if err := l.post(ctx, s, to); err != nil {
			return err
		}
		took.note(time.Since(begun))
	}
	return nil
}

// post posts a step now.
func (l *load) post(ctx context.Context, s step, to door) error {
	at := l.now()
	for k := range s {
		s[k].At = at
	}
	results, err := to(ctx, s)
	if err != nil {
		return err
	}
	for _, r := range results {
		if r.Status != domain.Accepted {
			return fmt.Errorf("%s of %s is %s (%w): where the engine was measured before, another --seed is needed", r.ID, r.Code, r.Status, asError(r.Error))
		}
	}
	return nil
}

// asError keeps a refusal that is not there from being one.
func asError(refusal *domain.Error) error {
	if refusal == nil {
		return nil
	}
	return refusal
}

// race has so many workers call do for each of the calls, and returns how long
// that took, or the first error. It waits for all of them.
func race(ctx context.Context, calls, workers int, do func(worker, i int) error) (time.Duration, error) {
	var next atomic.Int64
	var all sync.WaitGroup
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	begun := time.Now()
	for worker := range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < calls && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := do(worker, i); err != nil {
					stop(err)
				}
			}
		})
	}
	all.Wait()
	return time.Since(begun), context.Cause(ctx)
}
