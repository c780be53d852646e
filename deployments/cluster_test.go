package deployments_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// soon is how long a desk waits for what should not come.
const soon = 200 * time.Millisecond

// TestTheSampleClusterKeepsTheLog starts the three servers of cluster/ as they
// are but for their addresses and directories.
func TestTheSampleClusterKeepsTheLog(t *testing.T) {
	servers := startCluster(t)
	engine := connect(t, servers, "engine")
	store, err := jetstream.Open(t.Context(), engine, jetstream.Options{
		Replicas: 3, HighWater: filepath.Join(t.TempDir(), "highwater"),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	const subject = "dossier.H26.103.H26_103-251106-0001"
	first, err := store.Append(t.Context(), subject, 0, []byte("[]"))
	if err != nil {
		t.Fatal(err)
	}

	t.Run("one server may fail", func(t *testing.T) {
		servers[0].Shutdown()
		servers[0].WaitForShutdown()
		embeddedtest.WaitFor(t, "an append without it", func() bool {
			// A conflict means that an earlier try arrived.
			_, err := store.Append(t.Context(), subject, first, []byte("[]"))
			return err == nil || errors.Is(err, eventstore.ErrConflict)
		})
	})
}

func TestTheSampleClusterHasTheWallOfTheEmbeddedBroker(t *testing.T) {
	servers := startCluster(t)
	engine, desk := connect(t, servers, "engine"), connect(t, servers, "desk")
	api, err := js.New(engine)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.CreateStream(t.Context(), js.StreamConfig{Name: "LOG", Subjects: []string{"dossier.>"}, Replicas: 3}); err != nil {
		t.Fatal(err)
	}

	t.Run("a desk is answered by the engine and discovers it", func(t *testing.T) {
		for _, subject := range []string{"dossiers.v1.submit", "$SRV.PING"} {
			answerAll(t, engine, subject)
			ask(t, desk, subject)
		}
	})
	t.Run("a desk hears alerts", func(t *testing.T) {
		alerts := subscribe(t, desk, "alert.>")
		embeddedtest.WaitFor(t, "an alert", func() bool {
			_ = engine.Publish("alert.H26.103.missed.1", nil)
			alert, err := alerts.NextMsg(soon)
			return err == nil && alert.Subject == "alert.H26.103.missed.1"
		})
	})
	t.Run("a desk reads no other's requests", func(t *testing.T) {
		overheard := subscribe(t, desk, "dossiers.v1.>")
		ask(t, connect(t, servers, "desk"), "dossiers.v1.submit")
		if request, err := overheard.NextMsg(soon); err == nil {
			t.Errorf("it heard %s", request.Subject)
		}
	})
	t.Run("a desk writes nothing into the log and forges no alert", func(t *testing.T) {
		heard := subscribe(t, engine, "alert.>")
		if _, err := desk.Request("dossier.H26.103.1", nil, soon); err == nil {
			t.Error("publishing into the log was answered")
		}
		_ = desk.Publish("alert.H26.103.missed.1", nil)
		if _, err := heard.NextMsg(soon); err == nil {
			t.Error("a forged alert arrived")
		}
		stream, err := api.Stream(t.Context(), "LOG")
		if err != nil {
			t.Fatal(err)
		}
		if messages := stream.CachedInfo().State.Msgs; messages != 0 {
			t.Errorf("the log holds %d messages of a desk", messages)
		}
	})
	t.Run("a desk does not reach JetStream", func(t *testing.T) {
		for _, subject := range []string{"$JS.API.INFO", "$JS.API.STREAM.INFO.LOG", "$JS.API.STREAM.DELETE.LOG", "$JS.API.DIRECT.GET.LOG"} {
			answer, err := desk.Request(subject, nil, soon)
			if err == nil && !strings.Contains(string(answer.Data), `"error":{`) {
				t.Errorf("%s was answered %s", subject, answer.Data)
			}
		}
	})
	t.Run("nobody comes in without a password", func(t *testing.T) {
		if nc, err := nats.Connect(servers[0].ClientURL()); err == nil {
			nc.Close()
			t.Error("a stranger is connected")
		}
	})
}

// startCluster runs cluster/nats-1.conf to nats-3.conf on free ports of the
// loopback until the test ends.
func startCluster(t *testing.T) []*server.Server {
	t.Helper()
	routes := freeAddresses(t, 3)
	for name, value := range settings(t, "cluster/nats.env") {
		for i, route := range routes {
			value = strings.ReplaceAll(value, fmt.Sprintf("nats-%d.example.vn:6222", i+1), route)
		}
		t.Setenv(name, value)
	}
	servers := make([]*server.Server, 0, 3)
	for i, route := range routes {
		options, err := server.ProcessConfigFile(localCopy(t, i+1, route))
		if err != nil {
			t.Fatal(err)
		}
		options.NoSigs, options.NoLog = true, true
		broker, err := server.NewServer(options)
		if err != nil {
			t.Fatal(err)
		}
		broker.Start()
		t.Cleanup(func() { broker.Shutdown(); broker.WaitForShutdown() })
		servers = append(servers, broker)
	}
	awaitPlacement(t, servers)
	return servers
}

// awaitPlacement returns when the cluster takes a stream of three replicas: a
// leader alone does not know its peers yet.
func awaitPlacement(t *testing.T, servers []*server.Server) {
	t.Helper()
	embeddedtest.WaitFor(t, "the cluster", func() bool {
		leader := false
		for _, broker := range servers {
			if !broker.JetStreamIsCurrent() {
				return false
			}
			leader = leader || broker.JetStreamIsLeader()
		}
		return leader
	})
	api, err := js.New(connect(t, servers, "engine"))
	if err != nil {
		t.Fatal(err)
	}
	embeddedtest.WaitFor(t, "a place for three replicas", func() bool {
		_, err := api.CreateStream(t.Context(), js.StreamConfig{Name: "PROBE", Replicas: 3})
		return err == nil
	})
	if err := api.DeleteStream(t.Context(), "PROBE"); err != nil {
		t.Fatal(err)
	}
}

// localCopy writes the configuration of server i with addresses and directories
// that a test may use, and returns its path.
func localCopy(t *testing.T, i int, route string) string {
	t.Helper()
	dir := t.TempDir()
	local := strings.NewReplacer(
		`"0.0.0.0:4222"`, `"127.0.0.1:-1"`,
		`"127.0.0.1:8222"`, `"127.0.0.1:-1"`,
		`"0.0.0.0:6222"`, fmt.Sprintf("%q", route),
		`"/var/lib/nats"`, fmt.Sprintf("%q", filepath.Join(dir, "store")),
		"200GB", "1GB",
	)
	main := fmt.Sprintf("nats-%d.conf", i)
	for _, name := range []string{main, "common.conf", "accounts.conf"} {
		sample := readFile(t, filepath.Join("cluster", name))
		if err := os.WriteFile(filepath.Join(dir, name), []byte(local.Replace(sample)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, main)
}

// freeAddresses finds n free ports of the loopback.
func freeAddresses(t *testing.T, n int) (addresses []string) {
	t.Helper()
	for range n {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		// All stay open until the last is found, so that no port comes twice.
		defer listener.Close()
		addresses = append(addresses, listener.Addr().String())
	}
	return addresses
}

// connect logs in to the cluster as a user of accounts.conf.
func connect(t *testing.T, servers []*server.Server, user string) *nats.Conn {
	t.Helper()
	var urls []string
	for _, broker := range servers {
		urls = append(urls, broker.ClientURL())
	}
	nc, err := nats.Connect(strings.Join(urls, ","),
		nats.UserInfo(user, "change-me-"+user),
		nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})) // refusals, which these tests provoke
	if err != nil {
		t.Fatalf("%s: %v", user, err)
	}
	t.Cleanup(nc.Close)
	return nc
}

func subscribe(t *testing.T, nc *nats.Conn, subject string) *nats.Subscription {
	t.Helper()
	sub, err := nc.SubscribeSync(subject)
	if err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	return sub
}

// answerAll answers every request with its subject.
func answerAll(t *testing.T, nc *nats.Conn, subject string) {
	t.Helper()
	if _, err := nc.Subscribe(subject, func(m *nats.Msg) { _ = m.Respond([]byte(m.Subject)) }); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
}

// ask requests subject until it is answered: it takes the servers a moment to
// tell each other who answers.
func ask(t *testing.T, nc *nats.Conn, subject string) {
	t.Helper()
	embeddedtest.WaitFor(t, "an answer to "+subject, func() bool {
		answer, err := nc.Request(subject, nil, time.Second)
		return err == nil && string(answer.Data) == subject
	})
}
