package bench

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/internal/pause"
)

// DayOptions say what [Day] measures.
type DayOptions struct {
	Options
	Dossiers int           // that are received, treated and returned on the day
	Peak     float64       // rate of the two peaks, times the mean
	Speed    float64       // how many times as fast as the day; 0: as fast as can be
	Sync     string        // "always", or an interval
	Rest     time.Duration // how long the engine is watched when nothing happens
}

// Day plays a working day of a province: what the processors have to do for it, and
// how long a desk waits in the peaks.
func Day(ctx context.Context, o DayOptions) (*Report, error) {
	if o.Peak < 1 || o.Peak > mostPeak {
		return nil, fmt.Errorf("%w: a peak is 1 to %d times the mean, not %g", ErrUsage, mostPeak, o.Peak)
	}
	parameters := map[string]any{"dossiers": o.Dossiers, "peak": o.Peak, "speed": "max", "sync": o.Sync}
	if o.Speed > 0 {
		parameters["speed"] = o.Speed
	}
	return o.report("day", parameters, func(workspace string, r *Report) error {
		t := r.table("A working day", dayColumns...)
		t.Notes = []string{
			"CPU of the day: processor time to the eight hours of a working day, on one core. CPU at rest: when nothing happens.",
			"The desks are in the process: their work is counted, too.",
		}
		if o.Speed > 0 {
			t.Notes = append(t.Notes, "A submit waits from when it is to be posted: where the engine is behind a peak, the queue shows.")
		} else {
			t.Notes = append(t.Notes, "Each desk posts when its submit before is answered, and a submit waits from then.")
		}
		var runs [][]float64
		for range o.Runs {
			err := o.onFresh(ctx, workspace, app.Options{Sync: o.Sync}, func(a *app.App) error {
				figures, err := o.day(ctx, a)
				runs = append(runs, figures)
				return err
			})
			if err != nil {
				return err
			}
		}
		t.add(fmt.Sprintf("%s dossiers", Value(o.Dossiers)), runs...)
		return nil
	})
}

var dayColumns = append([]string{"events", "submits", "wall s", "CPU s", "submits/s", "CPU of the day %", "CPU at rest %"}, percentiles...)

func (o *DayOptions) day(ctx context.Context, a *app.App) ([]float64, error) {
	l, err := newLoad(o.Seed)
	if err != nil {
		return nil, err
	}
	if err := l.publish(ctx, inProcess(a)); err != nil {
		return nil, err
	}
	rest, err := resting(ctx, o.Rest)
	if err != nil {
		return nil, err
	}
	all, latency := postings(l, o.Dossiers, o.Peak, o.Seed), newLatencies()
	before := a.Engine().Runner.Status().Events
	cpu, err := used()
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := o.play(ctx, l, inProcess(a), all, latency); err != nil {
		return nil, err
	}
	wall := time.Since(begun)
	after, err := used()
	if err != nil {
		return nil, err
	}
	head, err := a.Engine().Store.Head(ctx)
	if err == nil {
		err = a.Engine().Runner.Wait(ctx, head.Position)
	}
	events, busy := a.Engine().Runner.Status().Events-before, (after - cpu).Seconds()
	figures := []float64{
		float64(events), float64(latency.count()), wall.Seconds(), busy, float64(latency.count()) / wall.Seconds(),
		100 * busy / workingDay.Seconds(), 100 * rest,
	}
	return append(figures, latency.all()...), err
}

// resting returns the share of a core that the engine takes while nothing happens;
// NaN where nobody asks.
func resting(ctx context.Context, watched time.Duration) (float64, error) {
	if watched <= 0 {
		return none, nil
	}
	before, err := used()
	if err != nil {
		return 0, err
	}
	select {
	case <-time.After(watched):
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	after, err := used()
	return (after - before).Seconds() / watched.Seconds(), err
}

// hands is how many desks post at once.
const hands = 64

// turn is a posting whose time has come.
type turn struct {
	dossier int
	due     time.Time // when it is to be posted
}

// play posts each step at its time of the day. The steps of one dossier are one
// desk's, so that they keep their order.
func (o *DayOptions) play(ctx context.Context, l *load, to door, all []posting, latency *latencies) error {
	group, ctx := errgroup.WithContext(ctx)
	var desks [hands]chan turn
	for i := range desks {
		desks[i] = make(chan turn, 1024)
		group.Go(func() error { return work(ctx, l, to, desks[i], latency) })
	}
	group.Go(func() error {
		defer func() {
			for _, desk := range desks {
				close(desk)
			}
		}()
		begun, show := time.Now(), o.Progress("playing the day")
		for i, p := range all {
			t := turn{dossier: p.dossier}
			if o.Speed > 0 {
				t.due = begun.Add(time.Duration(float64(p.at) / o.Speed))
				if !until(ctx, t.due) {
					return ctx.Err()
				}
			}
			select {
			case desks[p.dossier%hands] <- t:
			case <-ctx.Done():
				return ctx.Err()
			}
			if i%1024 == 0 {
				show(int64(i), int64(len(all)))
			}
		}
		return nil
	})
	return group.Wait()
}

// until waits for the instant; false when ctx ends first.
func until(ctx context.Context, due time.Time) bool {
	wait := time.Until(due)
	if wait <= 0 {
		return ctx.Err() == nil
	}
	return pause.For(ctx, wait) == nil
}

// work is one desk: it posts the next step of each dossier that comes up.
func work(ctx context.Context, l *load, to door, turns <-chan turn, latency *latencies) error {
	left := make(map[int][]step)
	for t := range turns {
		steps, begun := left[t.dossier]
		if !begun {
			steps = l.dossier(t.dossier)
		}
		due := t.due
		if due.IsZero() {
			due = time.Now()
		}
		if err := l.post(ctx, steps[0], to); err != nil {
			return err
		}
		latency.note(time.Since(due))
		if left[t.dossier] = steps[1:]; len(steps) == 1 {
			delete(left, t.dossier)
		}
	}
	return nil
}
