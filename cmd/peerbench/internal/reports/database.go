package reports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Database is a peer that holds the rows of the columns. It answers on one
// connection.
type Database struct {
	Name string // with its version
	db   *sql.DB
	conn *sql.Conn
}

// The tables hold what the columns hold. turns are the trails, each turn with
// its end, so that the one in force is found by comparison.
const tables = `
CREATE TABLE dossiers (
	id INTEGER, field INTEGER, unit INTEGER, channel SMALLINT, outcome SMALLINT, trail BOOLEAN, worked INTEGER,
	received BIGINT, gone BIGINT, due BIGINT, breach BIGINT
);
CREATE TABLE turns (id INTEGER, begins BIGINT, ends BIGINT, standing SMALLINT);`

// connect takes a connection and makes the tables.
func connect(ctx context.Context, name string, db *sql.DB) (*Database, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	d := &Database{Name: name, db: db, conn: conn}
	if _, err := conn.ExecContext(ctx, tables); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// Close closes the connection; what was loaded is gone with its database.
func (d *Database) Close() error { return errors.Join(d.conn.Close(), d.db.Close()) }

// row is a dossier as the tables hold it.
func row(c *register.Columns, i int) []any {
	mark := c.Marks[i]
	return []any{
		int32(i), int32(c.Field.Number(i)), int32(c.Unit.Number(i)), int16(mark >> register.ChannelShift & register.ChannelMask), int16(mark.Outcome()),
		len(c.Trail(i)) > 0, c.Worked[i], int64(c.Received[i]), int64(c.Left[i]), int64(c.Due[i]), int64(c.Breach(i)),
	}
}

// turns are the turns of a dossier's trail as the table holds them.
func turns(c *register.Columns, i int) [][]any {
	trail := c.Trail(i)
	rows := make([][]any, len(trail))
	for n, turn := range trail {
		ends := register.Never
		if n+1 < len(trail) {
			ends = trail[n+1].From
		}
		rows[n] = []any{int32(i), int64(turn.From), int64(ends), int16(turn.Standing)}
	}
	return rows
}

// percentiles are those of the working time of the dossiers that were measured.
const percentiles = `, count(*) FILTER (WHERE %[1]s),
	percentile_disc(0.5) WITHIN GROUP (ORDER BY worked) FILTER (WHERE %[1]s),
	percentile_disc(0.9) WITHIN GROUP (ORDER BY worked) FILTER (WHERE %[1]s),
	percentile_disc(0.95) WITHIN GROUP (ORDER BY worked) FILTER (WHERE %[1]s)`

const measured = "gone <= $2 AND outcome BETWEEN 2 AND 6 AND worked >= 0"

// statement is the question in SQL; $1 is the last instant before the period, $2
// that of it.
func statement(q *Question) string {
	quantiles := ", 0, NULL, NULL, NULL"
	if q.Detail == ontime.Full {
		quantiles = fmt.Sprintf(percentiles, measured)
	}
	return fmt.Sprintf(`
		WITH counted AS (
			SELECT d.*, CASE WHEN NOT trail THEN breach <= $2 ELSE coalesce(t.standing = %d, false) END AS overdue
			FROM dossiers d LEFT JOIN (SELECT id, standing FROM turns WHERE begins <= $2 AND ends > $2) t ON d.id = t.id
			WHERE received <= $2 AND gone > $1 AND outcome BETWEEN 1 AND 10
		)
		SELECT count(*), count(*) FILTER (WHERE received > $1 AND channel = 2), count(*) FILTER (WHERE received > $1 AND channel <> 2), count(*) FILTER (WHERE received <= $1),
			count(*) FILTER (WHERE gone <= $2), count(*) FILTER (WHERE gone <= $2 AND outcome = 2),
			count(*) FILTER (WHERE gone <= $2 AND outcome IN (3, 6, 7, 8, 9, 10)), count(*) FILTER (WHERE gone <= $2 AND outcome IN (4, 5)),
			count(*) FILTER (WHERE gone > $2), count(*) FILTER (WHERE gone > $2 AND NOT overdue), count(*) FILTER (WHERE gone > $2 AND overdue)
			%s
		FROM counted GROUP BY %s`, domain.StandingOverdue, quantiles, q.By)
}

// Ask returns the report's rows, in any order.
func (d *Database) Ask(ctx context.Context, q *Question) (answers []Answer, err error) {
	before, end := q.bounds()
	rows, err := d.conn.QueryContext(ctx, statement(q), before, end)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var a Answer
		if err := rows.Scan(&a.received, &a.online, &a.direct, &a.carried, &a.resolved, &a.early, &a.onTime, &a.late,
			&a.pending, &a.inTime, &a.overdue, &a.measured, &a.p50, &a.p90, &a.p95); err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	return answers, rows.Err()
}
