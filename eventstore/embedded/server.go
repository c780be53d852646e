package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"
)

// readyWithin bounds the wait for the listener, which opens after the store is
// recovered and so within moments.
const readyWithin = 10 * time.Second

// Server is a running broker. All methods may be called concurrently.
type Server struct {
	broker *server.Server
	dir    string
	engine nkeys.KeyPair // the only key to ENGINE
	lock   *os.File
	stop   sync.Once

	mu       sync.Mutex // guards the two below
	stagings []*staging
	stopped  bool
}

// Start opens the store and returns when the server accepts connections. The
// caller owns the server and ends it with [Server.Stop]. It fails when the
// directory is in use by another server, the store can't be opened, or the port
// is taken.
func Start(ctx context.Context, options Options) (*Server, error) {
	lock, err := claim(options.Dir)
	if err != nil {
		return nil, fmt.Errorf("embedded: %w", err)
	}
	s, err := start(ctx, options, lock)
	if err != nil {
		return nil, fmt.Errorf("embedded: %w", errors.Join(err, lock.Close()))
	}
	return s, nil
}

func start(ctx context.Context, options Options, lock *os.File) (*Server, error) {
	engine, err := nkeys.CreateUser()
	if err != nil {
		return nil, err
	}
	config, err := brokerOptions(options, engine)
	if err != nil {
		return nil, err
	}
	broker, err := server.NewServer(config)
	if err != nil {
		return nil, err
	}
	log := newLogger(options.Logger)
	broker.SetLogger(log, log.debug(), false)
	s := &Server{broker: broker, dir: options.Dir, engine: engine, lock: lock}
	if err := run(ctx, broker, log); err != nil {
		s.shutdown()
		return nil, err
	}
	if memoryDisk != "" {
		sweep(memoryDisk)
	}
	return s, nil
}

// run starts broker and waits until it serves. Start reports failure only by
// its log, so the first fatal line is the error.
func run(ctx context.Context, broker *server.Server, log *logger) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	broker.Start()
	if err := log.fatal(); err != nil {
		return err
	}
	if !broker.ReadyForConnections(readyWithin) {
		return fmt.Errorf("the server was not ready within %v", readyWithin)
	}
	return ctx.Err()
}

// Connect opens an in-process connection in the engine's account: the one way to
// the log. The caller closes it.
func (s *Server) Connect(options ...nats.Option) (*nats.Conn, error) {
	public, err := s.engine.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("embedded: %w", err)
	}
	own := []nats.Option{nats.InProcessServer(s.broker), nats.Nkey(public, s.engine.Sign)}
	nc, err := nats.Connect("", append(own, options...)...)
	if err != nil {
		return nil, fmt.Errorf("embedded: connecting in process: %w", err)
	}
	return nc, nil
}

// Blocks returns the directory of the files in which a stream of the engine's account
// is kept.
func (s *Server) Blocks(stream string) string { return filepath.Join(streamDir(s.dir, stream), "msgs") }

// streamDir returns where the broker in the directory keeps a stream.
func streamDir(dir, stream string) string {
	return filepath.Join(dir, "jetstream", engineAccount, "streams", stream)
}

// ClientURL is where desks connect, such as nats://127.0.0.1:4222; empty if the
// server does not listen.
func (s *Server) ClientURL() string {
	if s.broker.Addr() == nil {
		return ""
	}
	return s.broker.ClientURL()
}

// Health returns nil while the broker and its store serve, else what is wrong: a
// stream that met a write error (a full disk, a failing one) takes nothing more
// until the broker is started anew, and lets whoever publishes wait in vain. It
// does not see damage in the stored records: see package jetstream.
func (s *Server) Health() error {
	health := s.broker.Healthz(nil)
	if health.Status == "ok" {
		return nil
	}
	return fmt.Errorf("embedded: %s: %s", health.Status, health.Error)
}

// Free returns how many bytes the disk under the store still takes; false where
// the system does not tell.
func (s *Server) Free() (bytes int64, known bool) { return free(s.dir) }

// Stop ends the server and returns when the store is closed and every file is
// written. Stopping twice is no error.
func (s *Server) Stop() {
	s.stop.Do(func() {
		s.shutdown()
		s.unstage()
		// Only now may another server have the directory: the lock goes after
		// the last write.
		_ = s.lock.Close() // nothing was written to it
	})
}

func (s *Server) shutdown() {
	s.broker.Shutdown()
	s.broker.WaitForShutdown()
}
