package bench

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/domain"
)

// AlertOptions say what [Alerts] measures.
type AlertOptions struct {
	Options
	Deadlines int    // that break at one instant
	Sync      string // "always", or an interval
}

// desksMeanwhile go on submitting while deadlines break.
const desksMeanwhile = 4

// Alerts breaks many deadlines at one instant while desks go on submitting, and
// publishes as many messages to a raw stream, each the second on its subject, as a
// rung is.
func Alerts(ctx context.Context, o AlertOptions) (*Report, error) {
	parameters := map[string]any{"deadlines": o.Deadlines, "sync": o.Sync, "desks": desksMeanwhile}
	return o.report("alerts", parameters, func(workspace string, r *Report) error {
		t := r.table("Deadlines that break at one instant", "rungs/s", "alerts/s", "raw msgs/s", "ratio",
			"submits/s", "submit p50 µs", "submit p99 µs", "alone p50 µs", "alone p99 µs")
		t.Notes = []string{
			"rungs/s: until all are recorded in the log; alerts/s: until the stream ALERTS holds them all. ratio: rungs/s to raw msgs/s, 32 publishers.",
			"submit: receipts while the rungs are recorded; alone: before.",
		}
		var runs [][]float64
		for range o.Runs {
			s := &storm{o: &o}
			with := app.Options{Sync: o.Sync, ManualClock: true, Now: s.now}
			err := o.onFresh(ctx, workspace, with, func(a *app.App) error {
				figures, err := s.run(ctx, a)
				runs = append(runs, figures)
				return err
			})
			if err != nil {
				return err
			}
		}
		t.add(fmt.Sprintf("%s deadlines", Value(o.Deadlines)), runs...)
		return nil
	})
}

// storm is one run.
type storm struct {
	o      *AlertOptions
	app    *app.App
	post   door
	offset atomic.Int64 // of the engine's clock
}

func (s *storm) now() time.Time { return time.Now().Add(time.Duration(s.offset.Load())) }

// untilDue is how long before the instant the dossiers are received.
const untilDue = 12 * time.Hour

func (s *storm) run(ctx context.Context, a *app.App) ([]float64, error) {
	s.app, s.post = a, inProcess(a)
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	beside, err := s.beside(ctx)
	if err != nil {
		return nil, err
	}
	alone := newLatencies()
	if _, err := race(ctx, receiptsAlone, desksMeanwhile, func(_, i int) error { return s.receive(ctx, 9_000_000+i, alone) }); err != nil {
		return nil, err
	}
	s.offset.Store(int64(2 * untilDue))
	meanwhile := newLatencies()
	submitting, stop := context.WithCancel(ctx)
	desks := make(chan error, 1)
	go func() {
		_, err := race(submitting, 1<<30, desksMeanwhile, func(_, i int) error { return s.receive(ctx, 10_000_000+i, meanwhile) })
		desks <- err
	}()
	begun := time.Now()
	err = a.RaiseDue(ctx)
	raised := time.Since(begun).Seconds()
	stop()
	if failed := <-desks; !errors.Is(failed, context.Canceled) {
		err = errors.Join(err, failed)
	}
	if err == nil {
		err = s.await(ctx)
	}
	told, rungs := time.Since(begun).Seconds(), float64(s.o.Deadlines)
	return []float64{
		rungs / raised, rungs / told, rungs / beside, beside / raised,
		float64(meanwhile.count()) / raised, meanwhile.at(50), meanwhile.at(99), alone.at(50), alone.at(99),
	}, err
}

// receiptsAlone are submitted before anything breaks.
const receiptsAlone = 2000

// prepare receives the dossiers, all due at one instant, by a policy with the rung
// of the breach alone.
func (s *storm) prepare(ctx context.Context) error {
	policy := domain.DefaultPolicy()
	policy.Version, policy.Verdict = policy.Version+1, domain.ByInstant
	policy.Ladder = []domain.LadderRung{{Name: "missed", Clock: domain.DossierClock, Missed: true}}
	changed := domain.Event{
		ID: "policy", Source: source, Type: domain.TypePolicyChanged, Subject: policy.ID, At: s.now(),
		Data: &domain.PolicyChanged{Policy: policy},
	}
	if err := s.submit(ctx, changed); err != nil {
		return err
	}
	due, show, unheard := s.now().Add(untilDue), s.o.Progress("receiving"), newLatencies()
	_, err := race(ctx, s.o.Deadlines, 64, func(_, i int) error {
		defer show(int64(i), int64(s.o.Deadlines))
		return s.receiveDue(ctx, i, due, unheard)
	})
	if err != nil {
		return err
	}
	head, err := s.app.Engine().Store.Head(ctx)
	if err != nil {
		return err
	}
	return s.app.Engine().Runner.Wait(ctx, head.Position)
}

// beside publishes a second message on each of as many subjects as there are
// deadlines, and returns how many seconds that took.
func (s *storm) beside(ctx context.Context) (float64, error) {
	r, err := openRaw(ctx, s.app.Conn())
	if err != nil {
		return 0, err
	}
	last, body := make([]uint64, s.o.Deadlines), make([]byte, 1000) // about the size of a rung's commit
	publish := func(workers int) (time.Duration, error) {
		return race(ctx, s.o.Deadlines, workers, func(_, i int) (err error) {
			last[i], err = r.append(ctx, fmt.Sprint(i), last[i], body)
			return err
		})
	}
	if _, err := publish(64); err != nil {
		return 0, err
	}
	took, err := publish(32)
	return took.Seconds(), err
}

func (s *storm) receive(ctx context.Context, i int, took *latencies) error {
	return s.receiveDue(ctx, i, s.now().Add(100*time.Hour), took)
}

// receiveDue receives the i-th dossier, which brings its due along.
func (s *storm) receiveDue(ctx context.Context, i int, due time.Time, took *latencies) error {
	code := fmt.Sprintf("H37.13.%d-260105-%05d", i/90_000, i%90_000)
	begun := time.Now()
	err := s.submit(ctx, domain.Event{ID: code, Source: source, Type: domain.TypeReceived, Subject: code, At: s.now(), Data: &domain.Received{
		Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson, Unit: "H37.13.2", Officer: "cb-201"},
		Due:    due,
	}})
	took.note(time.Since(begun))
	return err
}

func (s *storm) submit(ctx context.Context, e domain.Event) error {
	results, err := s.post(ctx, []domain.Event{e})
	if err == nil && results[0].Status != domain.Accepted {
		err = fmt.Errorf("%s is %s: %w", e.Subject, results[0].Status, asError(results[0].Error))
	}
	return err
}

// await waits until the stream ALERTS holds a message of every rung.
func (s *storm) await(ctx context.Context) error {
	r, err := openRaw(ctx, s.app.Conn())
	if err != nil {
		return err
	}
	for {
		n, err := r.count(ctx, "ALERTS")
		if err != nil || n >= uint64(s.o.Deadlines) {
			return err
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
