package reports

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/hoso-engine/dossier/projections/register"
)

// OpenDuckDB loads the rows into a database in memory that computes on one
// thread.
func OpenDuckDB(ctx context.Context, c *register.Columns) (*Database, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, err
	}
	d, err := connect(ctx, "DuckDB", sql.OpenDB(connector))
	if err != nil {
		return nil, err
	}
	if err := d.fillDuckDB(ctx, c); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Database) fillDuckDB(ctx context.Context, c *register.Columns) error {
	if _, err := d.conn.ExecContext(ctx, "SET threads = 1"); err != nil {
		return err
	}
	if err := d.conn.Raw(func(raw any) error { return appendRows(raw.(driver.Conn), c) }); err != nil {
		return err
	}
	var version string
	err := d.conn.QueryRowContext(ctx, "SELECT version()").Scan(&version)
	d.Name += " " + version
	return err
}

func appendRows(conn driver.Conn, c *register.Columns) error {
	dossiers, err := duckdb.NewAppenderFromConn(conn, "", "dossiers")
	if err != nil {
		return err
	}
	trails, err := duckdb.NewAppenderFromConn(conn, "", "turns")
	if err != nil {
		return err
	}
	for i := range c.Marks {
		if err := appendRow(dossiers, row(c, i)); err != nil {
			return err
		}
		for _, turn := range turns(c, i) {
			if err := appendRow(trails, turn); err != nil {
				return err
			}
		}
	}
	return errors.Join(dossiers.Close(), trails.Close())
}

func appendRow(to *duckdb.Appender, values []any) error {
	row := make([]driver.Value, len(values))
	for i, v := range values {
		row[i] = v
	}
	return to.AppendRow(row...)
}
