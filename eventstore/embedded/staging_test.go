package embedded

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestStagingsOfKilledServersAreSwept(t *testing.T) {
	if memoryDisk == "" {
		t.Skip("nothing is staged in memory here")
	}
	parent, stream := t.TempDir(), t.TempDir()
	link := filepath.Join(stream, "batches")
	killed, err := stage(parent, link)
	if err != nil {
		t.Fatal(err)
	}
	if err := killed.lock.Close(); err != nil { // as the system does when a process dies
		t.Fatal(err)
	}
	used, err := stage(parent, link)
	if err != nil {
		t.Fatal(err)
	}
	young := filepath.Join(parent, stagingPrefix+"young") // its server was killed before it had a lock
	if err := os.Mkdir(young, 0o700); err != nil {
		t.Fatal(err)
	}
	sweep(parent)
	if _, err := os.Stat(young); !os.IsNotExist(err) {
		t.Errorf("what was not locked yet is there: %v", err)
	}
	if _, err := os.Stat(killed.dir); !os.IsNotExist(err) {
		t.Errorf("what the killed server left is there: %v", err)
	}
	if to, err := os.Readlink(link); err != nil || to != used.dir {
		t.Errorf("the broker is led to %q, %v, want %q", to, err, used.dir)
	}
	if _, err := os.Stat(used.dir); err != nil {
		t.Errorf("the directory in use: %v", err)
	}
	if err := used.remove(); err != nil {
		t.Error(err)
	}
	for _, dir := range []string{parent, stream} {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left over: %v, %v", left, err)
		}
	}
}

// Servers that start beside each other leave each other's directories alone.
func TestStagingsThatAreBeingMadeAreNotTakenAway(t *testing.T) {
	if memoryDisk == "" {
		t.Skip("nothing is staged in memory here")
	}
	parent := t.TempDir()
	var servers sync.WaitGroup
	for range 8 {
		stream := t.TempDir()
		servers.Go(func() {
			for range 50 {
				sweep(parent)
				s, err := stage(parent, filepath.Join(stream, "batches"))
				if err != nil {
					t.Error(err)
					return
				}
				sweep(parent)
				if err := os.WriteFile(filepath.Join(s.link, "file"), nil, 0o600); err != nil {
					t.Errorf("the broker is led to what is not there: %v", err)
				}
				if err := s.remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	servers.Wait()
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestABatchUnderWayStaysWhereItIs(t *testing.T) {
	parent, stream := t.TempDir(), t.TempDir()
	file := filepath.Join(stream, "batches", "id", "file")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := stage(parent, filepath.Join(stream, "batches")); err == nil {
		t.Error("a directory with a batch in it was replaced")
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}
