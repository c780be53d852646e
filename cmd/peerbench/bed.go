package main

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/measure"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/postgres"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/stores"
)

// bedFlags say where stores are measured.
type bedFlags struct {
	Dir       string `help:"Directory for the stores, on the disk that is to be measured; they are removed at the end." default:"${tmp}" type:"existingdir"`
	MessageDB string `name:"message-db" help:"Directory of the unpacked npm package @eventide/message-db." env:"PEERBENCH_MESSAGE_DB" type:"existingdir" placeholder:"DIR"`
}

// bed is what is compared, on this machine.
type bed struct {
	machine  measure.Machine
	stores   []stores.Named // this engine first
	skipped  []string       // who is not compared, and why
	cleanups []func() error // last-in first-out
}

// open opens every store that this machine can. Whoever opened the bed closes it.
func (f *bedFlags) open(ctx context.Context, sync stores.Sync) (_ *bed, err error) {
	b := &bed{}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	dir, err := os.MkdirTemp(f.Dir, "peerbench-")
	if err != nil {
		return nil, err
	}
	b.onClose(func() error { return os.RemoveAll(dir) })
	if b.machine, err = measure.Here(dir); err != nil {
		return nil, err
	}
	cluster, err := f.postgres(ctx, b)
	if err != nil {
		return nil, err
	}
	b.stores, b.skipped, err = stores.Open(ctx, stores.Options{Dir: dir, Sync: sync, Postgres: cluster, MessageDB: f.MessageDB})
	if err != nil {
		return nil, err
	}
	b.onClose(func() error { return stores.Close(b.stores) })
	return b, nil
}

// postgres starts a PostgreSQL that goes with the bed; nil where there is none.
func (f *bedFlags) postgres(ctx context.Context, b *bed) (*postgres.Cluster, error) {
	cluster, err := postgres.Start(ctx, f.Dir)
	if errors.Is(err, postgres.ErrNotInstalled) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	b.onClose(cluster.Stop)
	b.machine.Versions["PostgreSQL"], err = cluster.Version(ctx)
	return cluster, err
}

func (b *bed) onClose(end func() error) { b.cleanups = append(b.cleanups, end) }

func (b *bed) close() error {
	var errs []error
	for _, end := range slices.Backward(b.cleanups) {
		errs = append(errs, end())
	}
	b.cleanups = nil
	return errors.Join(errs...)
}

// inTurn calls do for each of n in an order that begins elsewhere in every run, so
// that none always comes behind the same.
func inTurn(run, n int, do func(i int) error) error {
	for i := range n {
		if err := do((run + i) % n); err != nil {
			return err
		}
	}
	return nil
}
