package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary act as the command dossier, for scripts and for
// tests that need a process to kill.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dossier": main})
}

// TestScripts runs the command line as its users do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			shared, err := filepath.Abs("../../../shared/data")
			if err != nil {
				return err
			}
			env.Setenv("SHARED", shared)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await-engine": awaitEngine, "await-due": awaitDue, "await-alert": awaitAlert, "soon": soon,
		},
		Condition: func(condition string) (bool, error) {
			if condition == "shared" { // the real event logs are beside the project
				_, err := os.Stat("../../../shared/data/receipt.csv")
				return err == nil, nil
			}
			return false, nil
		},
	})
}

// awaitEngine waits until the engine at DOSSIER_URL answers.
func awaitEngine(ts *testscript.TestScript, _ bool, _ []string) {
	flags := serverFlags{Server: ts.Getenv("DOSSIER_URL"), Timeout: time.Second}
	var last error
	for range 200 { // the broker opens its port before the engine answers
		c, err := flags.connect()
		if err == nil {
			err = c.call(context.Background(), "list", map[string]string{"limit": "1"}, &struct{}{})
			c.close()
		}
		if err == nil {
			return
		}
		last = err
		time.Sleep(50 * time.Millisecond) // another process: it can only be asked again
	}
	ts.Fatalf("the engine does not answer: %v", last)
}

// process is a running engine.
type process struct {
	command *exec.Cmd
	nats    string
	http    string
	log     *strings.Builder // what it said before it was ready
}

// serve starts an engine on a data directory and waits until it is ready.
func serve(t *testing.T, dir string) *process {
	t.Helper()
	return serveWith(t, dir)
}

// serveWith is serve with more flags.
func serveWith(t *testing.T, dir string, flags ...string) *process {
	t.Helper()
	p, err := start(t, dir, flags...)
	if err != nil {
		t.Fatalf("the engine did not get ready: %v\n%s", err, p.log)
	}
	return p
}

// start starts an engine; the error says that it ended before it was ready.
func start(t *testing.T, dir string, flags ...string) (*process, error) {
	t.Helper()
	command := exec.Command("dossier", append([]string{
		"serve", "--data", dir,
		"--nats-port=-1", "--http", "127.0.0.1:0", "--log-format", "json",
	}, flags...)...)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{command: command, log: new(strings.Builder)}
	t.Cleanup(func() { p.kill() })
	return p, p.awaitReady(stderr)
}

// awaitReady reads the engine's log until it says where it listens.
func (p *process) awaitReady(stderr io.Reader) error {
	lines := bufio.NewReader(stderr)
	for {
		line, err := lines.ReadString('\n')
		p.log.WriteString(line)
		if err != nil {
			return p.command.Wait()
		}
		var said struct{ Msg, NATS, HTTP string }
		if json.Unmarshal([]byte(line), &said, json.MatchCaseInsensitiveNames(true)) == nil && said.Msg == "ready" {
			p.nats, p.http = said.NATS, said.HTTP
			go func() { _, _ = io.Copy(io.Discard, lines) }() // ends with the process
			return nil
		}
	}
}

// kill ends the engine as a power cut would end the process.
func (p *process) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

// within bounds what a test waits for.
func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
