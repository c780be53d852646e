package jetstream_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// Should a broker write its files in another form, this fails: nothing else would
// but the speed of a rebuild.
func TestFinishedBlocksAreReadBesideTheBroker(t *testing.T) {
	log := writeLog(t)
	records := log.records(t)
	last := log.blocks(t)[len(log.blocks(t))-1]
	info, err := os.Stat(last)
	if err != nil {
		t.Fatal(err)
	}
	finished := len(records) - int(info.Size()/damagedBody)
	for _, from := range []int{1, 2, 100, 250, finished, finished + 1, len(records), len(records) + 1} {
		read := 0
		for r := range jetstream.Finished(t.Context(), filepath.Dir(last), uint64(from)) {
			if want := records[from-1+read]; !same(r, want) {
				t.Fatalf("from %d: got record %d of %s, want %d of %s", from, r.Position, r.Subject, want.Position, want.Subject)
			}
			read++
		}
		if want := max(finished-from+1, 0); read != want {
			t.Errorf("from %d: %d records, want %d: those in all blocks but the last", from, read, want)
		}
	}
}

// Whatever became of the files, no record is read from them that was not written, and
// none is passed over.
func TestNothingIsReadOfADamagedBlockThatWasNotWritten(t *testing.T) {
	log := writeLog(t)
	records := log.records(t)
	dir := filepath.Dir(log.blocks(t)[0])
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, rapid.SampledFrom([]string{"1.blk", "2.blk"}).Draw(t, "block"))
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}()
		damaged, begins := bytes.Clone(content), beginnings(content)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			at := rapid.SampledFrom(begins[:len(begins)-5]).Draw(t, "record") + rapid.IntRange(0, 120).Draw(t, "byte")
			damaged[at] = rapid.Byte().Draw(t, "to")
		}
		damaged = damaged[:rapid.IntRange(len(damaged)-200_000, len(damaged)).Draw(t, "length")]
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		read := 0
		for r := range jetstream.Finished(context.Background(), dir, 1) {
			if !same(r, records[read]) {
				t.Fatalf("record %d is not the one that was written", read+1)
			}
			read++
		}
	})
}

// The broker's hash does not cover the lengths: whatever a single byte before the body
// becomes, the record is read as it was written, or not at all.
func TestASpoiledLengthPassesNothingOffAsTheBody(t *testing.T) {
	log := writeLog(t)
	want, first := log.records(t)[0], log.blocks(t)[0]
	content, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	body := bytes.Index(content, want.Body)
	if body < 0 {
		t.Fatal("the first record's body is not in the first file")
	}
	for i := range body {
		was := content[i]
		for to := range 256 {
			content[i] = byte(to)
			read, ok := jetstream.First(content)
			switch {
			case ok && !same(read, want):
				t.Errorf("byte %d as %#x instead of %#x: a body of %d bytes of %s, want %d of %s",
					i, to, was, len(read.Body), read.Subject, len(want.Body), want.Subject)
			case !ok && byte(to) == was:
				t.Error("what was written is not read")
			}
		}
		content[i] = was
	}
}

// beginnings returns where the records of a block begin.
func beginnings(content []byte) (all []int) {
	for at := 0; at < len(content); at += int(binary.LittleEndian.Uint32(content[at:]) &^ (1 << 31)) {
		all = append(all, at)
	}
	return all
}

// Files of another form, or of none, are left to the broker.
func TestFilesThatAreNoBlocksAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"1.blk", "2.blk", "3.blk", "index.db", "x.blk"} {
		if err := os.WriteFile(filepath.Join(dir, name), bytes.Repeat([]byte{1}, 50), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, of := range []string{dir, filepath.Join(dir, "gone"), ""} {
		for r := range jetstream.Finished(t.Context(), of, 1) {
			t.Errorf("in %q lies %+v", of, r)
		}
	}
}

// A follower that has read beside the broker goes on with what comes.
func TestAFollowerGoesOnBehindTheBlocks(t *testing.T) {
	log := writeLog(t)
	store := log.start(t)
	followed := 0
	for r, err := range store.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if followed++; r.Position != uint64(followed) {
			t.Fatalf("record %d lies at %d", followed, r.Position)
		}
		if followed == damagedRecords {
			if _, err := store.Append(t.Context(), "dossier.H38.SYT.new", 0, []byte("[]")); err != nil {
				t.Fatal(err)
			}
		}
		if followed > damagedRecords {
			break
		}
	}
}

// records returns all that the site's log holds, as the broker has it.
func (s site) records(t *testing.T) (all []eventstore.Record) {
	t.Helper()
	s.throughBroker = true
	store := s.start(t)
	defer store.stop(t)
	for r, err := range store.Follow(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if all = append(all, r); len(all) == damagedRecords {
			return all
		}
	}
	return all
}

func same(a, b eventstore.Record) bool {
	return a.Position == b.Position && a.Subject == b.Subject && bytes.Equal(a.Body, b.Body)
}
