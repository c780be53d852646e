package jetstream_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// The log that is damaged: large bodies, so that few records fill several of the
// broker's blocks of 8 MiB.
const (
	damagedRecords = 600
	damagedBody    = 40 << 10
)

func TestDamageIsFoundAndNeverASilentShortLog(t *testing.T) {
	whole := writeLog(t)
	for _, damage := range []struct {
		sentence string
		act      func(t *testing.T, s site)
	}{
		{"a bit flipped in the first block", func(t *testing.T, s site) {
			flip(t, s.blocks(t)[0], 0.5)
		}},
		{"a bit flipped in the first block, index gone", func(t *testing.T, s site) {
			flip(t, s.blocks(t)[0], 0.5)
			s.removeIndex(t)
		}},
		{"a bit flipped in a middle block", func(t *testing.T, s site) {
			flip(t, s.blocks(t)[1], 0.5)
		}},
		{"a bit flipped in the last block", func(t *testing.T, s site) {
			flip(t, last(s.blocks(t)), 0.5)
		}},
		{"a bit flipped in the last block, index gone", func(t *testing.T, s site) {
			flip(t, last(s.blocks(t)), 0.5)
			s.removeIndex(t)
		}},
		{"a bit flipped in the last record", func(t *testing.T, s site) {
			flip(t, last(s.blocks(t)), 0.999)
		}},
		{"a bit flipped in the last record, index gone", func(t *testing.T, s site) {
			flip(t, last(s.blocks(t)), 0.999)
			s.removeIndex(t)
		}},
		{"a middle block cut short", func(t *testing.T, s site) {
			cut(t, s.blocks(t)[1])
		}},
		{"a middle block cut short, index gone", func(t *testing.T, s site) {
			cut(t, s.blocks(t)[1])
			s.removeIndex(t)
		}},
		{"the last block cut short", func(t *testing.T, s site) {
			cut(t, last(s.blocks(t)))
		}},
		{"the last block cut short, index gone", func(t *testing.T, s site) {
			cut(t, last(s.blocks(t)))
			s.removeIndex(t)
		}},
		{"a first block removed", func(t *testing.T, s site) {
			remove(t, s.blocks(t)[0])
		}},
		{"a middle block removed", func(t *testing.T, s site) {
			remove(t, s.blocks(t)[1])
		}},
		{"the last block removed", func(t *testing.T, s site) {
			remove(t, last(s.blocks(t)))
		}},
		{"all blocks removed", func(t *testing.T, s site) {
			for _, block := range s.blocks(t) {
				remove(t, block)
			}
		}},
		{"the stream removed", func(t *testing.T, s site) {
			remove(t, s.streamDir())
		}},
		{"the end lost and other records written in its place", func(t *testing.T, s site) {
			flip(t, last(s.blocks(t)), 0.99)
			s.removeIndex(t)
			s.writeWithoutMark(t, 50)
		}},
	} {
		for way, throughBroker := range map[string]bool{"beside the broker": false, "through the broker": true} {
			t.Run(damage.sentence+", read "+way, func(t *testing.T) {
				copied := whole.copy(t)
				copied.throughBroker = throughBroker
				damage.act(t, copied)
				expectCorrupt(t, copied)
			})
		}
	}
}

func TestAnUndamagedLogOpensWithAndWithoutItsIndex(t *testing.T) {
	whole := writeLog(t)
	whole.removeIndex(t)
	store := whole.start(t)
	if n, err := followToEnd(t, store.Store, damagedRecords); n != damagedRecords || err != nil {
		t.Errorf("followed %d records, %v", n, err)
	}
}

func TestADamagedLastRecordIsFoundByAFollowerThatHearsNothing(t *testing.T) {
	damaged := writeLog(t)
	flip(t, last(damaged.blocks(t)), 0.999)
	damaged.mark = ""
	store, err := damaged.open(t)
	if err != nil {
		t.Fatalf("without a mark nothing shows at the opening: %v", err)
	}
	var corrupt *eventstore.CorruptError
	n, err := followToEnd(t, store, damagedRecords)
	if n != damagedRecords-1 || !errors.As(err, &corrupt) || corrupt.Position != damagedRecords {
		t.Errorf("followed %d records, then %v; want a CorruptError at %d", n, err, damagedRecords)
	}
}

func TestARecordThatIsCountedAndCannotBeReadIsFoundByReadingItsSubject(t *testing.T) {
	s := newSite(t)
	store := s.start(t)
	var position uint64
	for range 3 {
		var err error
		if position, err = store.Append(t.Context(), "dossier.H38.SYT.1", position, bytes.Repeat([]byte("x"), damagedBody)); err != nil {
			t.Fatal(err)
		}
	}
	store.stop(t)
	flip(t, filepath.Join(s.streamDir(), "msgs", "1.blk"), 0.999)
	s.mark = ""
	var corrupt *eventstore.CorruptError
	records, err := s.start(t).Read(t.Context(), "dossier.H38.SYT.1")
	if !errors.As(err, &corrupt) || corrupt.Subject != "dossier.H38.SYT.1" {
		t.Errorf("read %d records, %v; want a CorruptError", len(records), err)
	}
}

// expectCorrupt asserts that the log says itself that it is corrupt, at the
// opening or to whoever follows it.
func expectCorrupt(t *testing.T, s site) {
	t.Helper()
	var corrupt *eventstore.CorruptError
	store, err := s.open(t)
	if err == nil {
		var n int
		n, err = followToEnd(t, store, damagedRecords)
		t.Logf("found by a follower after %d records", n)
	} else {
		t.Log("found by opening")
	}
	if !errors.As(err, &corrupt) {
		t.Fatalf("got %v, want a CorruptError", err)
	}
	t.Log(corrupt)
	if corrupt.Position > damagedRecords {
		t.Errorf("the damage is said to be at %d of %d", corrupt.Position, damagedRecords)
	}
}

// followToEnd follows until n records or an error came.
func followToEnd(t *testing.T, store *jetstream.Store, n int) (int, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	followed := 0
	for _, err := range store.Follow(ctx, 0) {
		if err != nil {
			return followed, err
		}
		if followed++; followed == n {
			return followed, nil
		}
	}
	return followed, ctx.Err()
}
