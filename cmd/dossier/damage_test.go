package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestDamage damages the store of a stopped engine. The engine must say what is
// wrong and where, end with exit code 1, and never get ready: no figure is
// better than a wrong one. The auditor's verify must find it too.
func TestDamage(t *testing.T) {
	t.Parallel()
	whole := writtenLog(t)
	for _, damage := range []struct {
		name string
		do   func(t *testing.T, blocks []string)
	}{
		{"one flipped bit in the middle", func(t *testing.T, blocks []string) { flipBit(t, blocks[0], 0.5) }},
		{"one flipped bit near the end", func(t *testing.T, blocks []string) { flipBit(t, blocks[len(blocks)-1], 0.97) }},
		{"a truncated block", func(t *testing.T, blocks []string) { truncate(t, blocks[len(blocks)-1], 0.6) }},
		{"a removed block", func(t *testing.T, blocks []string) { remove(t, blocks[0]) }},
	} {
		for _, index := range []string{"kept", "lost"} {
			t.Run(damage.name+", index "+index, func(t *testing.T) {
				dir := copyOf(t, whole)
				remove(t, filepath.Join(dir, "snapshots", "snapshot"))
				damage.do(t, blocks(t, dir))
				if index == "lost" { // as after a hard kill
					loseIndex(t, dir)
				}
				checkRefuses(t, dir)
			})
		}
	}
}

// TestDamageBehindASnapshot damages the log before the position of the snapshot that
// the engine begins with: the proof of the snapshot finds it and ends the engine.
func TestDamageBehindASnapshot(t *testing.T) {
	t.Parallel()
	dir := writtenLog(t)
	flipBit(t, blocks(t, dir)[0], 0.5)
	p, err := start(t, dir)
	if err == nil { // it got ready before that
		err = p.command.Wait()
	}
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok || failed.ExitCode() != exitFailed {
		t.Errorf("the engine ended with %v, want exit code %d", err, exitFailed)
	}
}

// writtenLog returns the data directory of an engine that took some hundred
// dossiers and was stopped.
func writtenLog(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	p := serve(t, dir)
	flags := serverFlags{Server: p.nats, Timeout: 10 * time.Second}
	c, err := flags.connect()
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	for batch := range 5 {
		var events []string
		for i := range 100 {
			e := deskEvent{
				ID: fmt.Sprintf("%d-%d", batch, i), Type: "dossier.received", Subject: fmt.Sprintf("H37.13-26011%d-%04d", batch, i),
				Data: `{"province":"H37","agency":"H37.13","procedure":"1.000001","channel":"in-person","unit":"desk"}`,
			}
			events = append(events, string(e.body()))
		}
		if _, err := c.submit(within(t, 30*time.Second), []byte("["+strings.Join(events, ",")+"]")); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := p.command.Wait(); err != nil {
		t.Fatalf("the engine did not stop in order: %v", err)
	}
	return dir
}

// checkRefuses starts the engine and the audit on a damaged store.
func checkRefuses(t *testing.T, dir string) {
	t.Helper()
	p, err := start(t, dir)
	if p.nats != "" {
		t.Fatalf("the engine got ready on a damaged store")
	}
	failed, ok := errors.AsType[*exec.ExitError](err)
	if !ok || failed.ExitCode() != exitFailed {
		t.Errorf("the engine ended with %v, want exit code %d", err, exitFailed)
	}
	if said := p.log.String(); !strings.Contains(said, "corrupt at position") {
		t.Errorf("the engine does not say what is wrong and where:\n%s", said)
	}
	out, err := exec.Command("dossier", "verify", "--data", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "NOT whole: position") {
		t.Errorf("verify: %v\n%s", err, out)
	}
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// blocks returns the files that hold the stream DOSSIERS, in order.
func blocks(t *testing.T, dir string) []string {
	t.Helper()
	found := inStream(t, dir, func(name string) bool { return strings.HasSuffix(name, ".blk") })
	if len(found) == 0 {
		t.Fatal("the store has no block")
	}
	return found
}

func loseIndex(t *testing.T, dir string) {
	t.Helper()
	for _, name := range inStream(t, dir, func(name string) bool { return strings.HasPrefix(name, "index.") }) {
		remove(t, name)
	}
}

// inStream returns the files of the stream DOSSIERS whose name fits.
func inStream(t *testing.T, dir string, fits func(name string) bool) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.Contains(path, "DOSSIERS") && fits(entry.Name()) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func flipBit(t *testing.T, name string, at float64) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b[int(float64(len(b))*at)] ^= 0x10
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func truncate(t *testing.T, name string, at float64) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, int64(float64(info.Size())*at)); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}
