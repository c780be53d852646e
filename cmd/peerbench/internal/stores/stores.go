// Package stores puts the engine and those it is compared with behind one
// interface: each takes the same events of the same dossiers, and reads them back.
package stores

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
	"github.com/hoso-engine/dossier/cmd/peerbench/internal/postgres"
)

// ErrConflict is returned for an event that does not stand behind the dossier's
// last.
var ErrConflict = errors.New("the dossier has moved on")

// Store takes events and reads them back. Append and ReadAll may be called
// concurrently, Append for the events of one dossier one after another.
type Store interface {
	// Append takes an event behind the dossier's last, which took the place
	// after, 0 for none, and returns its own place when it is as durable as
	// [Store.Durability] says. What a place is, is the store's business.
	// [ErrConflict] where the dossier's last has another.
	Append(ctx context.Context, e dossiers.Event, after uint64) (place uint64, err error)
	// ReadAll reads all that was taken, in the order in which it was, and returns
	// how many events of desks that is.
	ReadAll(ctx context.Context) (events int, err error)
	// Durability says when an event is on the disk, as it is set.
	Durability() string
	Close() error
}

// Named is a store that is compared.
type Named struct {
	Name  string
	Does  string // what an append does besides keeping the event
	Reads string // what a reading makes of the events
	Store
}

// Ours is the name of the engine, whose rate is divided by each of the others'.
const Ours = "this engine"

// Sync is when a store's events reach the disk.
type Sync bool

const (
	Always Sync = true  // before they are answered
	Lazily Sync = false // some time: for filling stores that are to be read
)

// Options say what is opened and how.
type Options struct {
	Dir       string // each store has a directory of its own in it
	Sync      Sync
	Postgres  *postgres.Cluster // nil: none of the stores on it
	MessageDB string            // the unpacked npm package @eventide/message-db; empty: not compared
}

// Open opens every store that can be, this engine first, and says of each other
// why not.
func Open(ctx context.Context, o Options) (opened []Named, skipped []string, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, Close(opened))
		}
	}()
	for _, known := range catalogue {
		if why := known.missing(o); why != "" {
			skipped = append(skipped, known.name+": "+why)
			continue
		}
		dir, err := os.MkdirTemp(o.Dir, "store-")
		if err != nil {
			return opened, skipped, err
		}
		store, err := known.open(ctx, dir, o)
		if err != nil {
			return opened, skipped, fmt.Errorf("%s: %w", known.name, err)
		}
		opened = append(opened, Named{known.name, known.does, known.reads, store})
	}
	return opened, skipped, nil
}

// Close closes the stores.
func Close(opened []Named) error {
	var errs []error
	for _, s := range opened {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// catalogue is what can be opened.
var catalogue = []struct {
	name, does, reads string
	missing           func(Options) string // why it can't be; empty where it can
	open              func(ctx context.Context, dir string, o Options) (Store, error)
}{
	{Ours, "reads the event, decides, sets the due, projects", "decodes, checks hashes, builds all projections", always, openEngine},
	{"JetStream, bare", "expects the subject's last sequence", "counts", always, openJetStream},
	{"PostgreSQL table", "INSERT that expects the last version", "counts", needsPostgres, openTable},
	{"message-db", "write_message with expected version", "counts", needsMessageDB, openMessageDB},
	{"hallgren, PostgreSQL", "Save, which expects the last version", "counts", needsPostgres, openHallgrenPostgres},
	{"hallgren, SQLite", "Save, which expects the last version", "counts", always, openHallgrenSQLite},
}

func always(Options) string { return "" }

func needsPostgres(o Options) string {
	if o.Postgres == nil {
		return postgres.ErrNotInstalled.Error()
	}
	return ""
}

func needsMessageDB(o Options) string {
	if o.MessageDB == "" {
		return `its SQL was not given: "make message-db" fetches it, --message-db names it`
	}
	return needsPostgres(o)
}
