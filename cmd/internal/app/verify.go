package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// Verify walks the log of an engine that is not running, or of a cluster, and
// checks it from end to end. progress hears how many records were checked, and
// of how many. The chain tells how far it came; the error is a
// [*eventstore.CorruptError] where the log is not what was written.
func Verify(ctx context.Context, o Options, progress func(done, total int64)) (*eventstore.Chain, error) {
	chain := new(eventstore.Chain)
	return chain, Walk(ctx, o, progress, func(r eventstore.Record, c eventstore.Commit) error {
		_, err := chain.Check(r, eventstore.HashOf(r.Body), c)
		return err
	})
}

// Walk opens the log of an engine that is not running, or of a cluster, and
// calls do for every record that is there now, in order.
func Walk(ctx context.Context, o Options, progress func(done, total int64), do func(eventstore.Record, eventstore.Commit) error) error {
	return WalkAfter(ctx, o, 0, progress, do)
}

// WalkAfter is Walk for the records behind a position.
func WalkAfter(ctx context.Context, o Options, after uint64, progress func(done, total int64), do func(eventstore.Record, eventstore.Commit) error) error {
	return withLog(ctx, o, func(a *App) error { return a.walk(ctx, after, progress, do) })
}

// WithLog opens the log of an engine that is not running, and has the caller work
// on the stream that holds it, over the connection in the engine's account. Who
// writes there keeps to the stored form: the log is checked when it is read.
func WithLog(ctx context.Context, o Options, do func(*nats.Conn, *jetstream.Store) error) error {
	return withLog(ctx, o, func(a *App) error { return do(a.conn, a.store) })
}

func withLog(ctx context.Context, o Options, do func(*App) error) (err error) {
	o.NATSOff = true
	a := New(o)
	if o.NATSURL == "" {
		if _, err := os.Stat(a.options.storeDir()); err != nil {
			return fmt.Errorf("there is no log in %s: %w", o.Data, err)
		}
	}
	defer func() { err = errors.Join(err, a.Stop()) }()
	for _, step := range []func(context.Context) error{a.startBroker, a.openStore} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return do(a)
}

func (a *App) walk(ctx context.Context, after uint64, progress func(done, total int64), do func(eventstore.Record, eventstore.Commit) error) error {
	head, err := a.store.Head(ctx)
	if err != nil || head.Position <= after {
		return err
	}
	for r, err := range a.store.Follow(ctx, after) {
		if err != nil {
			return err
		}
		commit, err := eventstore.Decode(r)
		if err != nil {
			return err
		}
		if err := do(r, commit); err != nil {
			return err
		}
		if r.Position%1024 == 0 || r.Position == head.Position {
			progress(int64(r.Position), int64(head.Position))
		}
		if r.Position >= head.Position {
			return nil
		}
	}
	return ctx.Err()
}
