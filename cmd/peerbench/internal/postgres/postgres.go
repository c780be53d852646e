// Package postgres runs a PostgreSQL of its own: a new cluster in a directory that
// goes with it, reached by a Unix socket alone, as durable as PostgreSQL is when
// nobody changes anything.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// ErrNotInstalled is returned where the machine has no PostgreSQL.
var ErrNotInstalled = errors.New("PostgreSQL is not installed: no initdb on the path nor under /usr/lib/postgresql (Debian: apt-get install postgresql)")

// User is the superuser of a cluster.
const User = "postgres"

// settings are what differs from initdb's: where the server listens, room for the
// connections of three stores, how much memory it takes for pages (a database
// server of this size has that much), and, said out loud, that a commit is answered
// when it is on the disk.
const settings = `
listen_addresses = ''
unix_socket_directories = '%s'
max_connections = 250
shared_buffers = 1GB
fsync = on
synchronous_commit = on
full_page_writes = on
`

// Cluster is a running PostgreSQL. Whoever started it stops it.
type Cluster struct {
	dir   string // of everything; the socket lies in it
	bin   string // directory of the programs
	owner *owner // who runs the server; nil: who runs this program
}

// Start makes a cluster in a new directory under parent and starts it.
func Start(ctx context.Context, parent string) (*Cluster, error) {
	bin, err := programs(debian)
	if err != nil {
		return nil, err
	}
	who, err := serverUser()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(parent, "postgres-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, bin: bin, owner: who}
	if err := c.start(ctx); err != nil {
		if errors.Is(err, fs.ErrPermission) && who != nil {
			err = fmt.Errorf("%w (%s must be open to the user that PostgreSQL runs as for root)", err, parent)
		}
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return c, nil
}

func (c *Cluster) start(ctx context.Context) error {
	if err := c.owner.take(c.dir); err != nil {
		return err
	}
	if err := c.run(ctx, "initdb", "--pgdata", c.data(), "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"); err != nil {
		return err
	}
	config, err := os.OpenFile(filepath.Join(c.data(), "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(config, settings, c.dir)
	if err := errors.Join(err, config.Close()); err != nil {
		return err
	}
	return c.run(ctx, "pg_ctl", "start", "--wait", "--silent", "--pgdata", c.data(), "--log", filepath.Join(c.dir, "log"))
}

// Stop ends the server and removes the cluster.
func (c *Cluster) Stop() error {
	err := c.run(context.Background(), "pg_ctl", "stop", "--wait", "--silent", "--mode", "fast", "--pgdata", c.data())
	return errors.Join(err, os.RemoveAll(c.dir))
}

// Socket is the directory of the server's socket: the host of a connection.
func (c *Cluster) Socket() string { return c.dir }

// URL returns how to connect to a database, with settings of the connection as
// key=value.
func (c *Cluster) URL(database string, settings ...string) string {
	return strings.Join(append([]string{"host=" + c.dir, "user=" + User, "dbname=" + database}, settings...), " ")
}

// Create makes an empty database.
func (c *Cluster) Create(ctx context.Context, database string) error {
	return c.do(ctx, func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{database}.Sanitize())
		return err
	})
}

// Setting returns a setting of the server as it is in force, such as fsync.
func (c *Cluster) Setting(ctx context.Context, name string) (value string, err error) {
	err = c.do(ctx, func(conn *pgx.Conn) error {
		return conn.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value)
	})
	return value, err
}

// Version returns the server's version, such as 15.18.
func (c *Cluster) Version(ctx context.Context) (string, error) {
	version, err := c.Setting(ctx, "server_version")
	version, _, _ = strings.Cut(version, " ") // a distributor adds its own
	return version, err
}

func (c *Cluster) do(ctx context.Context, use func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, c.URL(User))
	if err != nil {
		return err
	}
	return errors.Join(use(conn), conn.Close(ctx))
}

func (c *Cluster) data() string { return filepath.Join(c.dir, "data") }

// run runs one of PostgreSQL's programs as the cluster's owner. What it says is
// kept in a file: a pipe would stay open as long as the server that it starts.
func (c *Cluster) run(ctx context.Context, program string, args ...string) error {
	said, err := os.OpenFile(filepath.Join(c.dir, program+".out"), os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer said.Close()                                                      //nolint:errcheck // it is only read back
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin, program), args...) //nolint:gosec // a program of the installed PostgreSQL
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, said, said
	c.owner.lend(cmd)
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(said.Name())
		return fmt.Errorf("%s: %w %s", program, err, strings.TrimSpace(string(text)))
	}
	return nil
}

// debian is where Debian puts PostgreSQL's programs, which are on nobody's path.
const debian = "/usr/lib/postgresql"

// programs returns the directory of PostgreSQL's programs: those on the path, or
// the highest version under root.
func programs(root string) (string, error) {
	if initdb, err := exec.LookPath("initdb"); err == nil {
		if initdb, err = filepath.EvalSymlinks(initdb); err == nil {
			return filepath.Dir(initdb), nil
		}
	}
	highest, found := 0, ""
	installed, _ := filepath.Glob(filepath.Join(root, "*", "bin", "initdb")) // the pattern is well-formed
	for _, initdb := range installed {
		dir := filepath.Dir(initdb)
		var version int
		if _, err := fmt.Sscan(filepath.Base(filepath.Dir(dir)), &version); err == nil && version > highest {
			highest, found = version, dir
		}
	}
	if found == "" {
		return "", ErrNotInstalled
	}
	return found, nil
}
