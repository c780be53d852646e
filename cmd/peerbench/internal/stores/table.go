package stores

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
)

// table is the least that PostgreSQL does for such a log: one table, one statement
// for an event, which is its own transaction.
type table struct{ *pool }

const tableSchema = `
CREATE TABLE events (
	position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	dossier text NOT NULL,
	version int NOT NULL,
	id uuid NOT NULL UNIQUE,
	type text NOT NULL,
	at timestamptz NOT NULL,
	body jsonb NOT NULL,
	UNIQUE (dossier, version)
)`

func openTable(ctx context.Context, _ string, o Options) (Store, error) {
	if err := o.Postgres.Create(ctx, "plain"); err != nil {
		return nil, err
	}
	p, err := openPool(ctx, o, "plain")
	if err != nil {
		return nil, err
	}
	if _, err := p.Exec(ctx, tableSchema); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return table{p}, nil
}

// uniqueViolation is how PostgreSQL names what two rows of one version meet.
const uniqueViolation = "23505"

// Append inserts the row only behind the version it expects; two that expect the
// same meet in the index. A place is a version.
func (t table) Append(ctx context.Context, e dossiers.Event, after uint64) (uint64, error) {
	tag, err := t.Exec(ctx, `
		INSERT INTO events (dossier, version, id, type, at, body) SELECT $1, $2::int + 1, $3, $4, $5, $6
		WHERE $2::int = (SELECT coalesce(max(version), 0) FROM events WHERE dossier = $1)`,
		e.Dossier, int32(after), e.ID, e.Type, e.At, e.Body)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == uniqueViolation || err == nil && tag.RowsAffected() == 0 {
		return 0, ErrConflict
	}
	return after + 1, err
}

// ReadAll receives every row, with its body as text.
func (t table) ReadAll(ctx context.Context) (events int, err error) {
	rows, err := t.Query(ctx, `SELECT dossier, version, type, at, body::text FROM events ORDER BY position`)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		events++
	}
	return events, rows.Err()
}
