package app

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/hoso-engine/dossier/eventstore"
)

// Verify walks the log of an engine that is not running and checks it from end
// to end. progress hears how many records were checked, and of how many. The
// chain tells how far it came; the error is a [*eventstore.CorruptError] where
// the log is not what was written.
func Verify(ctx context.Context, o Options, progress func(done, total int64)) (chain *eventstore.Chain, err error) {
	chain = new(eventstore.Chain)
	o.NATSOff = true
	a := New(o)
	if o.NATSURL == "" {
		if _, err := os.Stat(a.options.storeDir()); err != nil {
			return chain, fmt.Errorf("there is no log in %s: %w", o.Data, err)
		}
	}
	defer func() { err = errors.Join(err, a.Stop()) }()
	for _, step := range []func(context.Context) error{a.startBroker, a.openStore} {
		if err := step(ctx); err != nil {
			return chain, err
		}
	}
	return chain, a.walk(ctx, chain, progress)
}

func (a *App) walk(ctx context.Context, chain *eventstore.Chain, progress func(done, total int64)) error {
	head, err := a.store.Head(ctx)
	if err != nil || head.Position == 0 {
		return err
	}
	for r, err := range a.store.Follow(ctx, 0) {
		if err != nil {
			return err
		}
		commit, err := eventstore.Decode(r)
		if err != nil {
			return err
		}
		if err := chain.Check(r, commit); err != nil {
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
