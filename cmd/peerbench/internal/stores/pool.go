package stores

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
)

// connections is how many a store holds at most: one for each of 64 desks, and
// within what PostgreSQL takes as it is installed.
const connections = 64

// pool is connections to a database of the cluster.
type pool struct {
	*pgxpool.Pool
	durability string
}

// openPool connects to the database, with settings of the connections as
// key=value.
func openPool(ctx context.Context, o Options, database string, settings ...string) (*pool, error) {
	commit, durability := commitSync(o.Sync)
	p, err := pgxpool.New(ctx, o.Postgres.URL(database, append(settings, commit, fmt.Sprint("pool_max_conns=", connections))...))
	if err != nil {
		return nil, err
	}
	return &pool{p, durability}, nil
}

// commitSync returns the setting of a connection and what it means.
func commitSync(s Sync) (setting, durability string) {
	if s == Always {
		return "synchronous_commit=on", "synchronous_commit on, fsync on"
	}
	return "synchronous_commit=off", "synchronous_commit off"
}

func (p *pool) Durability() string { return p.durability }

// Close closes the connections.
func (p *pool) Close() error {
	p.Pool.Close()
	return nil
}
