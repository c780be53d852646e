package jetstream_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// broker is a plain server, without accounts, that can be stopped and started
// under its clients.
type broker struct {
	dir    string
	server atomic.Pointer[server.Server] // read by clients that reconnect
}

func startBroker(t *testing.T) *broker {
	t.Helper()
	b := &broker{dir: t.TempDir()}
	b.start(t)
	t.Cleanup(b.stop)
	return b
}

func (b *broker) start(t *testing.T) {
	t.Helper()
	s, err := server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: b.dir, NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	b.server.Store(s)
}

func (b *broker) stop() {
	b.server.Load().Shutdown()
	b.server.Load().WaitForShutdown()
}

func (b *broker) wipe(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(b.dir, "jetstream")); err != nil {
		t.Fatal(err)
	}
}

// InProcessConn connects to the server that runs now.
func (b *broker) InProcessConn() (net.Conn, error) { return b.server.Load().InProcessConn() }

func (b *broker) open(t *testing.T) *jetstream.Store {
	t.Helper()
	return openThrough(t, b)
}

// waitFor returns when store has its broker back.
func (b *broker) waitFor(t *testing.T, store *jetstream.Store) {
	t.Helper()
	for range 60 {
		if _, err := store.Head(t.Context()); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
	t.Fatal("the store did not find its broker again")
}

// door leads to a broker unless it is shut.
type door struct {
	broker *broker
	shut   atomic.Bool
}

func (d *door) InProcessConn() (net.Conn, error) {
	if d.shut.Load() {
		return nil, errors.New("the door is shut")
	}
	return d.broker.InProcessConn()
}

func openThrough(t *testing.T, way nats.InProcessConnProvider) *jetstream.Store {
	t.Helper()
	return openOn(t, connectThrough(t, way))
}

func connectThrough(t *testing.T, way nats.InProcessConnProvider) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect("", nats.InProcessServer(way), nats.MaxReconnects(-1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

func openOn(t *testing.T, nc *nats.Conn) *jetstream.Store {
	t.Helper()
	store, err := jetstream.Open(t.Context(), nc, jetstream.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}
