package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/app"
)

// Options are what every measurement is told.
type Options struct {
	// Data is the directory of the logs that are measured on; those that are large
	// are kept there and used again. Empty: a temporary one, removed at the end.
	Data    string
	Runs    int    // paired runs, of which medians are shown
	Seed    uint64 // what is drawn is drawn from it
	Version string // of the engine
	Logger  *slog.Logger

	// Progress returns what hears how far long work has come: how much is done,
	// and of how much.
	Progress func(what string) func(done, total int64)
}

// ErrUsage is wrapped by what can't be asked for.
var ErrUsage = errors.New("wrong usage")

// workspace returns a directory for logs, and how to leave it.
func (o *Options) workspace() (dir string, leave func() error, err error) {
	if o.Runs < 1 {
		return "", nil, fmt.Errorf("%w: %d runs", ErrUsage, o.Runs)
	}
	if o.Data != "" {
		return o.Data, func() error { return nil }, os.MkdirAll(o.Data, 0o700)
	}
	dir, err = os.MkdirTemp("", "dossier-bench-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// fresh makes an empty directory in the workspace, and returns how to remove it.
func fresh(workspace string) (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp(workspace, "run-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// Lazily is the durability of what is measured without the disk: the broker's own
// interval.
const Lazily = "2m"

// engine starts an engine on a directory, without interfaces unless the options
// say so, and returns how to stop it.
func (o *Options) engine(ctx context.Context, with app.Options) (*app.App, error) {
	with.Version, with.Logger = o.Version, o.Logger
	if with.HTTP == "" {
		with.NATSOff = true
	}
	with.NATSPort = -1
	a := app.New(with)
	if err := a.Start(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// onFresh runs a measurement on an engine with an empty log.
func (o *Options) onFresh(ctx context.Context, workspace string, with app.Options, do func(*app.App) error) (err error) {
	dir, remove, err := fresh(workspace)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	with.Data = dir
	return o.on(ctx, with, do)
}

// on runs a measurement on an engine that it starts and stops.
func (o *Options) on(ctx context.Context, with app.Options, do func(*app.App) error) (err error) {
	a, err := o.engine(ctx, with)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Stop()) }()
	return do(a)
}

// from returns a clock that runs on from an instant.
func from(at time.Time) func() time.Time {
	begun := time.Now()
	return func() time.Time { return at.Add(time.Since(begun)) }
}

// bytesIn returns the size of the files under a directory.
func bytesIn(dir string) (size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
