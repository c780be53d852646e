package jetstream_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

func TestTheMarkOutlivesItsProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "highwater")
	for position := range uint64(5) {
		mark := openMark(t, path)
		expectMark(t, mark, position, body(position))
		raise(t, mark, position+1)
		// Not closed: a killed process does not close either.
	}
	expectMark(t, openMark(t, path), 5, body(5))
}

func TestTheMarkOnlyRises(t *testing.T) {
	path := filepath.Join(t.TempDir(), "highwater")
	mark := openMark(t, path)
	const last = 200
	var all sync.WaitGroup
	for start := range uint64(4) {
		all.Go(func() {
			for position := start + 1; position <= last; position += 4 {
				raise(t, mark, position)
				if now, _ := mark.Position(); now < position {
					t.Errorf("the mark is %d after it was raised to %d", now, position)
				}
			}
		})
	}
	all.Wait()
	raise(t, mark, 7)
	expectMark(t, mark, last, body(last))
	if err := mark.Close(); err != nil {
		t.Fatal(err)
	}
	expectMark(t, openMark(t, path), last, body(last))
}

func TestATornWriteLeavesTheMarkBeforeIt(t *testing.T) {
	const slot = 64
	path := filepath.Join(t.TempDir(), "highwater")
	mark := openMark(t, path)
	raise(t, mark, 1)
	raise(t, mark, 2)
	before := content(t, path)
	raise(t, mark, 3)
	after := content(t, path)
	at := 0
	for before[at] == after[at] {
		at++
	}
	at -= at % slot
	for cut := 1; cut < slot; cut++ {
		torn := bytes.Clone(before)
		copy(torn[at:], after[at:at+cut])
		write(t, path, torn)
		position, _ := openMark(t, path).Position()
		if whole := bytes.Equal(torn, after); position != 2 && !whole {
			t.Errorf("cut after %d bytes the mark is %d, want 2", cut, position)
		}
	}
}

func TestATornFirstWriteIsNoMark(t *testing.T) {
	path := filepath.Join(t.TempDir(), "highwater")
	raise(t, openMark(t, path), 1)
	write(t, path, content(t, path)[:100])
	expectMark(t, openMark(t, path), 0, nil)
}

func TestACorruptMarkIsSaidLoudlyWithItsPath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "highwater")
	mark := openMark(t, path)
	raise(t, mark, 1)
	raise(t, mark, 2)
	spoiled := content(t, path)
	for i := range spoiled {
		spoiled[i] ^= 1
	}
	write(t, path, spoiled)
	_, err := jetstream.OpenHighWater(path)
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "corrupt") {
		t.Errorf("OpenHighWater: %v", err)
	}
}

func TestALogWithoutAMarkGetsOne(t *testing.T) {
	s := newSite(t)
	store := s.start(t)
	if _, err := store.Append(t.Context(), "dossier.H38.SYT.1", 0, []byte("[]")); err != nil {
		t.Fatal(err)
	}
	store.stop(t)
	// Restored from a backup, which has no mark.
	if err := os.Remove(s.mark); err != nil {
		t.Fatal(err)
	}
	s.start(t).stop(t)
	expectMark(t, openMark(t, s.mark), 1, []byte("[]"))
}

func TestEveryAcknowledgedAppendRaisesTheMark(t *testing.T) {
	s := newSite(t)
	store := s.start(t)
	for i := range 10 {
		record := []byte(fmt.Sprint(i))
		position, err := store.Append(t.Context(), fmt.Sprintf("dossier.H38.SYT.%d", i), 0, record)
		if err != nil {
			t.Fatal(err)
		}
		expectMark(t, openMark(t, s.mark), position, record)
	}
}

func openMark(t *testing.T, path string) *jetstream.HighWater {
	t.Helper()
	mark, err := jetstream.OpenHighWater(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mark.Close() })
	return mark
}

func raise(t *testing.T, mark *jetstream.HighWater, position uint64) {
	t.Helper()
	if err := mark.Raise(position, body(position)); err != nil {
		t.Error(err)
	}
}

func expectMark(t *testing.T, mark *jetstream.HighWater, position uint64, body []byte) {
	t.Helper()
	got, sum := mark.Position()
	if got != position || (position > 0 && sum != jetstream.Sum(body)) {
		t.Errorf("the mark is %d, want %d with the sum of %q", got, position, body)
	}
}

func body(position uint64) []byte { return fmt.Appendf(nil, "[%d]", position) }

func content(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
