package stores

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/hoso-engine/dossier/cmd/peerbench/internal/dossiers"
)

// messageDB is message-db as its package installs it: functions and a table in
// PostgreSQL. All dossiers are one category, and so whoever writes one waits
// for whoever writes another: write_message holds the category's lock until its
// transaction is on the disk.
type messageDB struct{ *pool }

// openMessageDB runs the package's own install script.
func openMessageDB(ctx context.Context, _ string, o Options) (Store, error) {
	script := filepath.Join(o.MessageDB, "database", "install.sh")
	install := exec.CommandContext(ctx, "bash", script) //nolint:gosec // the operator names the package
	install.Env = append(os.Environ(), "PGHOST="+o.Postgres.Socket(), "PGUSER=postgres", "DATABASE_NAME=message_store")
	if said, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", script, err, said)
	}
	p, err := openPool(ctx, o, "message_store", "search_path=message_store,public")
	if err != nil {
		return nil, err
	}
	return messageDB{p}, nil
}

// Append writes to the dossier's stream; a place is a message's position from 1,
// which message-db counts from 0.
func (m messageDB) Append(ctx context.Context, e dossiers.Event, after uint64) (place uint64, err error) {
	err = m.QueryRow(ctx, `SELECT write_message($1, $2, $3, $4, NULL, $5) + 1`,
		e.ID, "dossier-"+e.Dossier, e.Type, e.Body, int64(after)-1).Scan(&place)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && strings.HasPrefix(refused.Message, "Wrong expected version") {
		return 0, ErrConflict
	}
	return place, err
}

// batch is how many messages are asked for at once: message-db's own default.
const batch = 1000

// ReadAll asks for the category, batch by batch, as a consumer does.
func (m messageDB) ReadAll(ctx context.Context) (events int, err error) {
	for next, n := int64(1), batch; n == batch; {
		if n, next, err = m.read(ctx, next); err != nil {
			return events, err
		}
		events += n
	}
	return events, nil
}

// read reads the messages from a global position on, and returns how many there
// were and where the next begin.
func (m messageDB) read(ctx context.Context, from int64) (n int, next int64, err error) {
	rows, err := m.Query(ctx, `SELECT global_position, stream_name, type, position, data FROM get_category_messages('dossier', $1, $2)`, from, batch)
	if err != nil {
		return 0, from, err
	}
	defer rows.Close()
	var stream, kind, data string
	var position int64
	for next = from; rows.Next(); n++ {
		if err := rows.Scan(&next, &stream, &kind, &position, &data); err != nil {
			return n, next, err
		}
		next++
	}
	return n, next, rows.Err()
}
