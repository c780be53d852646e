package jetstream_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// writeLog writes a log of several blocks and closes it.
func writeLog(t *testing.T) site {
	t.Helper()
	s := newSite(t)
	broker, err := embedded.Start(t.Context(), embedded.Options{Dir: s.dir, DontListen: true, Sync: "1m"})
	if err != nil {
		t.Fatal(err)
	}
	defer broker.Stop()
	store := s.openOn(t, broker, s.mark)
	defer store.Close()
	for i := range damagedRecords {
		body := bytes.Repeat([]byte{byte('a' + i%26)}, damagedBody)
		if _, err := store.Append(t.Context(), fmt.Sprintf("dossier.H38.SYT.%d", i), 0, body); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// openOn opens the site's store on its running broker.
func (s site) openOn(t *testing.T, broker *embedded.Server, mark string) *jetstream.Store {
	t.Helper()
	store, err := jetstream.Open(t.Context(), embeddedtest.Connect(t, broker), s.options(broker, mark))
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// open starts the site's broker and opens its store, which may fail.
func (s site) open(t *testing.T) (*jetstream.Store, error) {
	t.Helper()
	broker := embeddedtest.StartWith(t, embedded.Options{Dir: s.dir, DontListen: true})
	store, err := jetstream.Open(t.Context(), embeddedtest.Connect(t, broker), s.options(broker, s.mark))
	if err == nil {
		t.Cleanup(func() { store.Close() })
	}
	return store, err
}

// writeWithoutMark appends n records that the high-water mark does not hear of.
func (s site) writeWithoutMark(t *testing.T, n int) {
	t.Helper()
	broker, err := embedded.Start(t.Context(), embedded.Options{Dir: s.dir, DontListen: true})
	if err != nil {
		t.Fatal(err)
	}
	defer broker.Stop()
	store := s.openOn(t, broker, "")
	defer store.Close()
	for i := range n {
		if _, err := store.Append(t.Context(), fmt.Sprintf("dossier.H38.NEW.%d", i), 0, []byte("[]")); err != nil {
			t.Fatal(err)
		}
	}
}

func (s site) copy(t *testing.T) site {
	t.Helper()
	copied := newSite(t)
	if err := os.CopyFS(copied.dir, os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	mark, err := os.ReadFile(s.mark)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied.mark, mark, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

func (s site) streamDir() string {
	return filepath.Join(s.dir, "jetstream", "ENGINE", "streams", jetstream.DefaultStream)
}

// blocks are the broker's message files, in order.
func (s site) blocks(t *testing.T) []string {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(s.streamDir(), "msgs", "*.blk"))
	if err != nil || len(blocks) < 3 {
		t.Fatalf("the log has %d blocks, the test needs three: %v", len(blocks), err)
	}
	sort.Strings(blocks)
	return blocks
}

func (s site) removeIndex(t *testing.T) {
	t.Helper()
	remove(t, filepath.Join(s.streamDir(), "msgs", "index.db"))
}

func last(blocks []string) string { return blocks[len(blocks)-1] }

// flip flips one bit at a fraction of the file.
func flip(t *testing.T, path string, at float64) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[int(float64(len(content))*at)] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// cut removes the second half of the file.
func cut(t *testing.T, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, info.Size()/2); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}
