// Package embeddedtest runs brokers in tests: one in process, on real or on fake
// time, and a cluster of three.
//
// Fake time: the broker runs inside a testing/synctest bubble, where days pass in
// seconds (an idle broker takes about a second of real time for each). It must not
// listen, since a socket never lets a bubble's clock move, and all that is started
// in the bubble must end in it, which [Start] and [Connect] see to.
//
//	func TestMain(m *testing.M) { os.Exit(embeddedtest.Main(m)) }
//
//	func TestOverdueAfterTwoDays(t *testing.T) {
//		embeddedtest.Bubble(t, func(t *testing.T) {
//			nc := embeddedtest.Connect(t, embeddedtest.Start(t))
//			...
//		})
//	}
package embeddedtest

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/nats-io/nats-server/v2/server/ats"
	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore/embedded"
)

// Main runs the package's tests with the broker's access-time ticker already
// going. Its ticker is shared by all servers of a process; started inside a
// bubble it would wait there on a channel made outside and stop the fake clock.
func Main(m *testing.M) int {
	ats.Register()
	defer ats.Unregister()
	return m.Run()
}

// Bubble runs f on fake time, as [synctest.Test] does. The broker's client keeps
// used timers in a pool for the whole process; one that was made in another bubble,
// or in none, is fatal when it is taken, so the pool is emptied around the bubble.
// Bubbles of parallel tests, who share the pool, follow each other.
func Bubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	bubbles.Lock()
	defer bubbles.Unlock()
	emptyPools()
	defer emptyPools()
	synctest.Test(t, f)
}

var bubbles sync.Mutex

// emptyPools empties every sync.Pool: one collection marks what it holds, the next
// drops it.
func emptyPools() {
	runtime.GC()
	runtime.GC()
}

// Start runs a broker that does not listen, on a directory of its own, until the
// test ends. Call it inside the bubble if there is one.
func Start(t testing.TB) *embedded.Server {
	t.Helper()
	return StartWith(t, embedded.Options{Dir: t.TempDir(), DontListen: true})
}

// StartWith runs a broker with the given options until the test ends.
func StartWith(t testing.TB, options embedded.Options) *embedded.Server {
	t.Helper()
	s, err := embedded.Start(context.Background(), options)
	if err != nil {
		t.Fatalf("starting the broker: %v", err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Connect returns a connection in the engine's account that is closed when the
// test ends.
func Connect(t testing.TB, s *embedded.Server) *nats.Conn {
	t.Helper()
	nc, err := s.Connect()
	if err != nil {
		t.Fatalf("connecting to the broker: %v", err)
	}
	t.Cleanup(nc.Close)
	return nc
}
