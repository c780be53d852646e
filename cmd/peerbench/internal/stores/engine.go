package stores

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// lazily is the interval of those brokers that need not be durable: longer than
// any comparison.
const lazily = "2m"

// engine is this engine on its embedded broker, as a desk in the same process
// meets it.
type engine struct {
	app        *app.App
	durability string
}

func openEngine(ctx context.Context, dir string, o Options) (Store, error) {
	sync, durability := brokerSync(o.Sync)
	if o.Sync == Always {
		durability += ", or of a batch of those that wait"
	}
	e := &engine{app: app.New(app.Options{Data: dir, Sync: sync, NATSOff: true}), durability: durability}
	if err := e.app.Start(ctx); err != nil {
		return nil, err
	}
	if err := e.publish(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// brokerSync returns the setting of an embedded broker and what it means.
func brokerSync(s Sync) (setting, durability string) {
	if s == Always {
		return "always", "fsync of each message"
	}
	return lazily, "fsync every " + lazily
}

// publish says by which procedures the dossiers are judged.
func (e *engine) publish(ctx context.Context) error {
	facts, err := dossiers.Facts(time.Now().Add(-24 * time.Hour))
	if err != nil {
		return err
	}
	parsed, err := domain.ParseBatch(facts)
	if err != nil {
		return err
	}
	for _, r := range e.app.Engine().Submit(ctx, parsed) {
		if err := accepted(r); err != nil {
			return err
		}
	}
	return nil
}

// Append ignores the place: the engine knows itself where its dossiers stand.
func (e *engine) Append(ctx context.Context, event dossiers.Event, _ uint64) (uint64, error) {
	r := e.app.Engine().Submit(ctx, []domain.Parsed{domain.ParseOne(event.Body)})[0]
	return r.Position, accepted(r)
}

// accepted is nil for an event that was taken as a new one.
func accepted(r domain.Result) error {
	switch {
	case r.Error != nil:
		return fmt.Errorf("%s: %w", r.Code, r.Error)
	case r.Status != domain.Accepted:
		return fmt.Errorf("%s: %s", r.Code, r.Status)
	}
	return nil
}

// ReadAll builds every projection from nothing.
func (e *engine) ReadAll(ctx context.Context) (events int, err error) {
	store := e.app.Engine().Store
	head, err := store.Head(ctx)
	if err != nil {
		return 0, err
	}
	reference, count := projections.NewReference(), &counter{}
	table := register.New(reference)
	runner := projections.NewRunner(store, projections.Options{Now: time.Now},
		reference, table, overdue.New(reference, table), supervision.New(reference, table), count)
	running, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- runner.Run(running) }()
	err = runner.Wait(ctx, head.Position)
	cancel()
	return count.events, errors.Join(err, <-ended)
}

func (e *engine) Durability() string { return e.durability }

func (e *engine) Close() error { return e.app.Stop() }

// counter counts what desks said of dossiers: what the engine added is its own
// business.
type counter struct{ events int }

func (*counter) Name() string { return "counter" }

func (c *counter) Apply(commit eventstore.Commit) error {
	for i := range commit.Events {
		if e := &commit.Events[i]; e.Type.Kind() == domain.KindDossier && e.Source != domain.EngineSource {
			c.events++
		}
	}
	return nil
}
