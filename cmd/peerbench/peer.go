package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// peer is DuckDB with the rows of the columns.
type peer struct {
	db      *sql.DB
	conn    *sql.Conn
	version string
}

// The table holds what the columns hold. turns are the trails, each turn with
// its end, so that the one in force is found by comparison.
const tables = `
SET threads = 1;
CREATE TABLE dossiers (
	id UINTEGER, field UINTEGER, unit UINTEGER, channel UTINYINT, outcome UTINYINT, trail BOOLEAN, worked INTEGER,
	received BIGINT, gone BIGINT, due BIGINT, breach BIGINT
);
CREATE TABLE turns (id UINTEGER, begins BIGINT, ends BIGINT, standing UTINYINT);`

func open(ctx context.Context, c *register.Columns) (*peer, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	p := &peer{db: db, conn: conn}
	if _, err := conn.ExecContext(ctx, tables); err != nil {
		return nil, err
	}
	if err := conn.Raw(func(raw any) error { return load(raw.(driver.Conn), c) }); err != nil {
		return nil, err
	}
	return p, conn.QueryRowContext(ctx, "SELECT version()").Scan(&p.version)
}

func (p *peer) close() {
	p.conn.Close()
	p.db.Close()
}

// load copies the rows.
func load(conn driver.Conn, c *register.Columns) error {
	rows, err := duckdb.NewAppenderFromConn(conn, "", "dossiers")
	if err != nil {
		return err
	}
	turns, err := duckdb.NewAppenderFromConn(conn, "", "turns")
	if err != nil {
		return err
	}
	for i, mark := range c.Marks {
		trail := c.Trail(i)
		if err := rows.AppendRow(
			uint32(i), c.Field.Number(i), c.Unit.Number(i), uint8(mark>>register.ChannelShift&register.ChannelMask), uint8(mark.Outcome()), len(trail) > 0, c.Worked[i],
			int64(c.Received[i]), int64(c.Left[i]), int64(c.Due[i]), int64(c.Breach[i]),
		); err != nil {
			return err
		}
		for n, turn := range trail {
			ends := register.Never
			if n+1 < len(trail) {
				ends = trail[n+1].From
			}
			if err := turns.AppendRow(uint32(i), int64(turn.From), int64(ends), uint8(turn.Standing)); err != nil {
				return err
			}
		}
	}
	if err := rows.Close(); err != nil {
		return err
	}
	return turns.Close()
}

// answer is one row of a report.
type answer struct {
	received, online, direct, carried int
	resolved, early, onTime, late     int
	pending, inTime, overdue          int
	measured                          int
	p50, p90, p95                     sql.NullInt64
}

// ask asks for a report by the default counting policy.
func (p *peer) ask(ctx context.Context, q question) ([]answer, error) {
	percentiles := ", 0, NULL, NULL, NULL"
	if q.Detail == ontime.Full {
		percentiles = `, count(*) FILTER (gone <= $2 AND outcome BETWEEN 2 AND 6 AND worked >= 0),
			quantile_disc(worked, 0.5) FILTER (gone <= $2 AND outcome BETWEEN 2 AND 6 AND worked >= 0),
			quantile_disc(worked, 0.9) FILTER (gone <= $2 AND outcome BETWEEN 2 AND 6 AND worked >= 0),
			quantile_disc(worked, 0.95) FILTER (gone <= $2 AND outcome BETWEEN 2 AND 6 AND worked >= 0)`
	}
	before, end := bounds(q.Query)
	rows, err := p.conn.QueryContext(ctx, fmt.Sprintf(`
		WITH counted AS (
			SELECT d.*, CASE WHEN NOT trail THEN breach <= $2 ELSE coalesce(t.standing = %d, false) END AS overdue
			FROM dossiers d LEFT JOIN (SELECT id, standing FROM turns WHERE begins <= $2 AND ends > $2) t ON d.id = t.id
			WHERE received <= $2 AND gone > $1 AND outcome BETWEEN 1 AND 10
		)
		SELECT count(*), count(*) FILTER (received > $1 AND channel = 2), count(*) FILTER (received > $1 AND channel <> 2), count(*) FILTER (received <= $1),
			count(*) FILTER (gone <= $2), count(*) FILTER (gone <= $2 AND outcome = 2),
			count(*) FILTER (gone <= $2 AND outcome IN (3, 6, 7, 8, 9, 10)), count(*) FILTER (gone <= $2 AND outcome IN (4, 5)),
			count(*) FILTER (gone > $2), count(*) FILTER (gone > $2 AND NOT overdue), count(*) FILTER (gone > $2 AND overdue)
			%s
		FROM counted GROUP BY %s`, domain.StandingOverdue, percentiles, q.By), before, end)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var answers []answer
	for rows.Next() {
		var a answer
		if err := rows.Scan(&a.received, &a.online, &a.direct, &a.carried, &a.resolved, &a.early, &a.onTime, &a.late,
			&a.pending, &a.inTime, &a.overdue, &a.measured, &a.p50, &a.p90, &a.p95); err != nil {
			return nil, err
		}
		answers = append(answers, a)
	}
	return answers, rows.Err()
}

// bounds returns the last instants before the period and of it.
func bounds(q ontime.Query) (before, end int64) {
	last := q.AsOf
	if last.IsZero() {
		last = register.EndOfDay(q.To, q.Zone)
	}
	return int64(register.At(register.StartOfDay(q.From, q.Zone))) - 1, int64(register.At(last))
}

// agree proves that both gave the same rows, in whatever order.
func agree(r ontime.Report, answers []answer) error {
	theirs := make(map[string]int)
	for _, a := range answers {
		theirs[a.print()]++
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Received == 0 {
			continue
		}
		ours := answer{
			row.Received, row.Online, row.Direct, row.Carried, row.Resolved, row.Early, row.OnTime, row.Late,
			row.Pending, row.InTime, row.Overdue, row.Working.Measured,
			quantile(row.Working.P50), quantile(row.Working.P90), quantile(row.Working.P95),
		}
		text := ours.print()
		if theirs[text] == 0 {
			return fmt.Errorf("%s: %s is not among DuckDB's %v", row.Key, text, theirs)
		}
		theirs[text]--
	}
	for text, n := range theirs {
		if n != 0 {
			return fmt.Errorf("DuckDB has %s besides", text)
		}
	}
	return nil
}

func quantile(seconds int) sql.NullInt64 { return sql.NullInt64{Int64: int64(seconds), Valid: true} }

func (a *answer) print() string {
	return strings.Trim(fmt.Sprint(a.received, a.online, a.direct, a.carried, a.resolved, a.early, a.onTime, a.late,
		a.pending, a.inTime, a.overdue, a.measured, a.p50.Int64, a.p90.Int64, a.p95.Int64), "[]")
}
