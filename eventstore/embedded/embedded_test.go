package embedded_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

func TestMain(m *testing.M) { os.Exit(embeddedtest.Main(m)) }

func TestStreamsOutliveTheServer(t *testing.T) {
	options := embedded.Options{Dir: t.TempDir(), DontListen: true}
	first := embeddedtest.StartWith(t, options)
	api := jetStream(t, embeddedtest.Connect(t, first))
	makeStream(t, api)
	if _, err := api.Publish(t.Context(), "dossier.1", []byte("[]")); err != nil {
		t.Fatal(err)
	}
	first.Stop()

	again := jetStream(t, embeddedtest.Connect(t, embeddedtest.StartWith(t, options)))
	stream, err := again.Stream(t.Context(), "LOG")
	if err != nil {
		t.Fatal(err)
	}
	if messages := stream.CachedInfo().State.Msgs; messages != 1 {
		t.Errorf("the stream holds %d messages, want 1", messages)
	}
}

func TestOnlyTheOwnerCanEnterTheStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	// Left open by whoever made it.
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	s := embeddedtest.StartWith(t, embedded.Options{Dir: dir, DontListen: true})
	makeStream(t, jetStream(t, embeddedtest.Connect(t, s)))
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the store has the permissions %v, want 0700", info.Mode().Perm())
	}
}

func TestOneServerRunsOnADirectory(t *testing.T) {
	options := embedded.Options{Dir: t.TempDir(), DontListen: true}
	first := embeddedtest.StartWith(t, options)
	if second, err := embedded.Start(t.Context(), options); err == nil {
		second.Stop()
		t.Fatal("a second server runs on the same directory")
	} else if !strings.Contains(err.Error(), "in use") {
		t.Errorf("the second server failed with %v", err)
	}
	first.Stop()
	embeddedtest.StartWith(t, options)
}

func TestAServerThatCannotStartSaysWhy(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		sentence string
		options  embedded.Options
		want     string
	}{
		{"no directory", embedded.Options{}, "no store directory"},
		{"the directory is a file", embedded.Options{Dir: file}, "not a directory"},
		{"the port is taken", embedded.Options{Dir: t.TempDir(), Port: taken.Addr().(*net.TCPAddr).Port}, "address already in use"},
		{"sync is no interval", embedded.Options{Dir: t.TempDir(), Sync: "often"}, `not "often"`},
		{"sync is a negative interval", embedded.Options{Dir: t.TempDir(), Sync: "-1s"}, `not "-1s"`},
	} {
		t.Run(test.sentence, func(t *testing.T) {
			s, err := embedded.Start(t.Context(), test.options)
			if err == nil {
				s.Stop()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("it says %q, want %q in it", err, test.want)
			}
		})
	}
}

func TestAnEndedContextStartsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if s, err := embedded.Start(ctx, embedded.Options{Dir: dir, DontListen: true}); !errors.Is(err, context.Canceled) {
		t.Errorf("Start = %v, %v", s, err)
	}
	// And leaves the directory free.
	embeddedtest.StartWith(t, embedded.Options{Dir: dir, DontListen: true})
}

func TestHealthAndURL(t *testing.T) {
	s := embeddedtest.StartWith(t, embedded.Options{Dir: t.TempDir(), Port: -1})
	if err := s.Health(); err != nil {
		t.Errorf("a running server is unwell: %v", err)
	}
	if url := s.ClientURL(); !strings.HasPrefix(url, "nats://127.0.0.1:") || strings.HasSuffix(url, ":4222") {
		t.Errorf("the server listens at %q, want a free port of the loopback", url)
	}
	s.Stop()
	s.Stop()
	if err := s.Health(); err == nil {
		t.Error("a stopped server is well")
	}
	if nc, err := s.Connect(); err == nil {
		nc.Close()
		t.Error("a stopped server was connected to")
	}
	if url := embeddedtest.Start(t).ClientURL(); url != "" {
		t.Errorf("a server that does not listen has the address %q", url)
	}
}

func TestNothingSecretIsWrittenAnywhere(t *testing.T) {
	dir := t.TempDir()
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s := embeddedtest.StartWith(t, embedded.Options{Dir: dir, DontListen: true, Logger: logger})
	makeStream(t, jetStream(t, embeddedtest.Connect(t, s)))
	s.Stop()
	if !strings.Contains(log.String(), "Server is ready") || strings.Contains(log.String(), "Plaintext") {
		t.Errorf("the broker logged\n%s", log.String())
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && (strings.HasSuffix(path, ".creds") || strings.HasSuffix(path, ".nk") || strings.HasSuffix(path, ".conf")) {
			t.Errorf("%s was written", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func jetStream(t *testing.T, nc *nats.Conn) js.JetStream {
	t.Helper()
	api, err := js.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

func makeStream(t *testing.T, api js.JetStream) {
	t.Helper()
	_, err := api.CreateStream(t.Context(), js.StreamConfig{Name: "LOG", Subjects: []string{"dossier.>", "alert.>"}})
	if err != nil {
		t.Fatal(err)
	}
}
