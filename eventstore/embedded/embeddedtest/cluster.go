package embeddedtest

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// size is how many servers a cluster has: as many as keep a record when one of
// them may fail.
const size = 3

// Cluster is three brokers on free ports of the loopback, set up as an
// installation of NATS has them and not as package embedded does.
type Cluster struct {
	Servers [size]*server.Server
}

// StartCluster runs a cluster until the test ends, and returns when it has a
// leader.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	c := &Cluster{}
	dir, routes := t.TempDir(), freeAddresses(t)
	for i := range c.Servers {
		broker, err := server.NewServer(clusterOptions(i, filepath.Join(dir, fmt.Sprint(i)), routes))
		if err != nil {
			t.Fatal(err)
		}
		c.Servers[i] = broker
		broker.Start()
		t.Cleanup(func() { c.Stop(i) })
	}
	WaitFor(t, "the cluster's leader", c.ready)
	return c
}

// clusterOptions are those of server i. All are told all routes: a JetStream
// cluster learns its size from them.
func clusterOptions(i int, dir string, routes []*url.URL) *server.Options {
	route := routes[i]
	port, _ := net.LookupPort("tcp", route.Port())
	return &server.Options{
		ServerName: fmt.Sprintf("n%d", i),
		Host:       route.Hostname(),
		Port:       server.RANDOM_PORT,
		Cluster:    server.ClusterOpts{Name: "test", Host: route.Hostname(), Port: port},
		Routes:     routes,
		JetStream:  true,
		StoreDir:   dir,
		NoLog:      true,
		NoSigs:     true,
	}
}

// freeAddresses finds a free port for each server's routes.
func freeAddresses(t testing.TB) []*url.URL {
	t.Helper()
	var routes []*url.URL
	for range size {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		// All stay open until the last is found, so that no port comes twice.
		defer listener.Close()
		routes = append(routes, &url.URL{Scheme: "nats-route", Host: listener.Addr().String()})
	}
	return routes
}

func (c *Cluster) ready() bool {
	leader := false
	for _, broker := range c.Servers {
		if !broker.JetStreamIsCurrent() {
			return false
		}
		leader = leader || broker.JetStreamIsLeader()
	}
	return leader
}

// Connect returns a connection to the cluster that is closed when the test ends.
func (c *Cluster) Connect(t testing.TB, options ...nats.Option) *nats.Conn {
	t.Helper()
	var urls []string
	for _, broker := range c.Servers {
		urls = append(urls, broker.ClientURL())
	}
	own := []nats.Option{nats.MaxReconnects(-1), nats.ReconnectWait(20 * time.Millisecond)}
	nc, err := nats.Connect(strings.Join(urls, ","), append(own, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	return nc
}

// StreamLeader is the index of the server that leads a stream of the global
// account.
func (c *Cluster) StreamLeader(t testing.TB, stream string) int {
	t.Helper()
	leader := -1
	WaitFor(t, "the stream's leader", func() bool {
		for i, broker := range c.Servers {
			if broker.JetStreamIsStreamLeader(server.DEFAULT_GLOBAL_ACCOUNT, stream) {
				leader = i
			}
		}
		return leader >= 0
	})
	return leader
}

// Stop ends server i.
func (c *Cluster) Stop(i int) {
	c.Servers[i].Shutdown()
	c.Servers[i].WaitForShutdown()
}

// WaitFor returns when holds does; the test fails if that takes long. It is for
// states of a broker that nothing announces.
func WaitFor(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("waiting for %s: %v", what, ctx.Err())
		}
	}
}
