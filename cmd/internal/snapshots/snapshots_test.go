package snapshots_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/cmd/internal/snapshots"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

var taken = time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)

func sample(position uint64) *projections.Snapshot {
	return &projections.Snapshot{
		Position: position, First: eventstore.HashOf([]byte("first")), Last: eventstore.HashOf([]byte("last")),
		Parts: []projections.Part{
			{Name: "chain", Form: 1, Data: []byte("the chain")},
			{Name: "reference", Form: 3, Data: []byte{}},
			{Name: "register", Form: 2, Data: []byte("many rows")},
		},
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	d := snapshots.Dir(filepath.Join(t.TempDir(), "snapshots"))
	if _, _, err := d.Read(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of none: %v", err)
	}
	for position := range uint64(3) {
		want, err := d.Write(sample(position+1), "v1", taken)
		if err != nil {
			t.Fatal(err)
		}
		h, s, err := d.Read()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(sample(position+1), s); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want, h); diff != "" || h.Build != "v1" || h.Size() != 18 {
			t.Errorf("%+v: %s", h, diff)
		}
	}
	files, err := os.ReadDir(string(d))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestEveryChangedByteIsNoticed(t *testing.T) {
	d := snapshots.Dir(t.TempDir())
	if _, err := d.Write(sample(7), "v1", taken); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(string(d), "snapshot")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, at int, content []byte) {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := d.Read(); !errors.Is(err, snapshots.ErrDamaged) {
			t.Errorf("%s at byte %d: %v", what, at, err)
		}
		if _, err := d.Check(); !errors.Is(err, snapshots.ErrDamaged) {
			t.Errorf("%s at byte %d passes the check: %v", what, at, err)
		}
	}
	for i := range whole {
		flipped := append([]byte(nil), whole...)
		flipped[i] ^= 0x10
		try("a changed bit", i, flipped)
		try("an end", i, whole[:i])
	}
	try("something behind it", len(whole), append(whole, 0))
}

func TestANewSnapshotThatCantBeWrittenLeavesTheOldOne(t *testing.T) {
	d := snapshots.Dir(t.TempDir())
	if _, err := d.Write(sample(1), "v1", taken); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(string(d), "snapshot.new"), 0o700); err != nil { // in its way
		t.Fatal(err)
	}
	if _, err := d.Write(sample(2), "v1", taken); err == nil {
		t.Error("it was written")
	}
	if h, err := d.Check(); err != nil || h.Position != 1 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestACheckKeepsNoPartInMemory(t *testing.T) {
	d, large := snapshots.Dir(t.TempDir()), sample(1)
	large.Parts[2].Data = make([]byte, 16<<20)
	if _, err := d.Write(large, "v1", taken); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := d.Check()
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; err != nil || took > 1<<20 {
		t.Errorf("it took %d bytes: %v", took, err)
	}
}
