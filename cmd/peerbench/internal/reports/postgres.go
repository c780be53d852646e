package reports

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/postgres"
	"github.com/hoso-engine/dossier/projections/register"
)

// indexes are what the questions can use, and statistics and visibility as a
// database has them that has been running for a while.
const indexes = `
CREATE INDEX ON dossiers (received);
CREATE INDEX ON dossiers (gone);
CREATE INDEX ON turns (id, begins);`

// session lets a query compute in memory on one process, as the others do, and
// plans each for the values it is asked with.
const session = `
SET work_mem = '512MB';
SET max_parallel_workers_per_gather = 0;
SET plan_cache_mode = force_custom_plan;`

// OpenPostgres loads the rows into a database of the cluster, with indexes. A query
// is computed by one process.
func OpenPostgres(ctx context.Context, cluster *postgres.Cluster, c *register.Columns) (*Database, error) {
	if err := cluster.Create(ctx, "reports"); err != nil {
		return nil, err
	}
	config, err := pgx.ParseConfig(cluster.URL("reports"))
	if err != nil {
		return nil, err
	}
	d, err := connect(ctx, "PostgreSQL", stdlib.OpenDB(*config))
	if err != nil {
		return nil, err
	}
	if err := d.fillPostgres(ctx, cluster, c); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Database) fillPostgres(ctx context.Context, cluster *postgres.Cluster, c *register.Columns) error {
	if err := d.conn.Raw(func(raw any) error { return copyRows(ctx, raw.(*stdlib.Conn).Conn(), c) }); err != nil {
		return err
	}
	for _, statement := range []string{indexes, "VACUUM ANALYZE", session} {
		if _, err := d.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	version, err := cluster.Version(ctx)
	d.Name += " " + version
	return err
}

func copyRows(ctx context.Context, conn *pgx.Conn, c *register.Columns) error {
	dossiers := pgx.CopyFromSlice(len(c.Marks), func(i int) ([]any, error) { return row(c, i), nil })
	if _, err := conn.CopyFrom(ctx, pgx.Identifier{"dossiers"}, []string{
		"id", "field", "unit", "channel", "outcome", "trail", "worked", "received", "gone", "due", "breach",
	}, dossiers); err != nil {
		return err
	}
	var i int
	var waiting [][]any
	trails := pgx.CopyFromFunc(func() ([]any, error) {
		for len(waiting) == 0 && i < len(c.Marks) {
			waiting = turns(c, i)
			i++
		}
		if len(waiting) == 0 {
			return nil, nil
		}
		next := waiting[0]
		waiting = waiting[1:]
		return next, nil
	})
	_, err := conn.CopyFrom(ctx, pgx.Identifier{"turns"}, []string{"id", "begins", "ends", "standing"}, trails)
	return err
}
