package stores

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"

	"github.com/hallgren/eventsourcing/core"
	eventstore "github.com/hallgren/eventsourcing/eventstore/sql"
	"github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3" // the driver that the library is tested with

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
)

// hallgren is a store of hallgren/eventsourcing, spoken to as its aggregates do.
type hallgren struct {
	store interface {
		Save(events []core.Event) error
		All(start core.Version) core.Fetcher
	}
	close      func() error
	durability string
}

func openHallgrenPostgres(ctx context.Context, _ string, o Options) (Store, error) {
	if err := o.Postgres.Create(ctx, "hallgren"); err != nil {
		return nil, err
	}
	p, err := openPool(ctx, o, "hallgren")
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(p.Pool)
	db.SetMaxIdleConns(connections)
	end := func() error { return errors.Join(db.Close(), p.Close()) }
	store, err := eventstore.NewPostgres(db)
	if err != nil {
		return nil, errors.Join(err, end())
	}
	return hallgren{store, end, p.durability}, nil
}

// openHallgrenSQLite opens the library's store for one writer at a time, on a file
// with a write-ahead log: the quicker of SQLite's two ways.
func openHallgrenSQLite(_ context.Context, dir string, o Options) (Store, error) {
	synchronous, durability := "FULL", "WAL, synchronous FULL: fsync of each commit"
	if o.Sync == Lazily {
		synchronous, durability = "OFF", "WAL, synchronous OFF"
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "events.db")+"?_journal_mode=WAL&_synchronous="+synchronous)
	if err != nil {
		return nil, err
	}
	store, err := eventstore.NewSQLiteSingelWriter(db)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return hallgren{store, db.Close, durability}, nil
}

// aggregate is the library's word for what a stream is about.
const aggregate = "dossier"

// Append saves one event; a place is a version.
func (h hallgren) Append(_ context.Context, e dossiers.Event, after uint64) (uint64, error) {
	err := h.store.Save([]core.Event{{
		AggregateID: e.Dossier, AggregateType: aggregate, Version: core.Version(after) + 1,
		Reason: e.Type, Timestamp: e.At, Data: e.Body, Metadata: []byte("{}"),
	}})
	if errors.Is(err, core.ErrConcurrency) {
		return 0, ErrConflict
	}
	return after + 1, err
}

// ReadAll fetches until nothing comes.
func (h hallgren) ReadAll(context.Context) (events int, err error) {
	fetch := h.store.All(0)
	for {
		n, err := drain(fetch)
		events += n
		if n == 0 || err != nil {
			return events, err
		}
	}
}

// drain reads one fetch to its end. The library keeps the error that ended the
// rows to itself: that all were read is seen by the count.
func drain(fetch core.Fetcher) (n int, err error) {
	events, err := fetch()
	if err != nil {
		return 0, err
	}
	defer events.Close()
	for events.Next() {
		if _, err := events.Value(); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (h hallgren) Durability() string { return h.durability }

func (h hallgren) Close() error { return h.close() }
