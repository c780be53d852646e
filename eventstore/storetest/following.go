package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

var following = []scenario{
	{"following from 0 yields the whole log in order", followAll},
	{"following from a position yields what comes after it", followAfter},
	{"a record that arrives later is yielded when it does", followLater},
	{"a follower may append while it follows", followAndAppend},
	{"many followers each see the whole log", followMany},
	{"leaving the loop frees what the follower held", followBreak},
	{"one sequence may be ranged over twice", followTwice},
	{"a position that the log has not reached is a corrupt log", followBeyond},
}

func followAll(t *testing.T, s eventstore.Store) {
	var want []eventstore.Record
	for i, subject := range []string{subjectA, fact, subjectB} {
		position := appendOne(t, s, subject, 0, string('a'+rune(i)))
		want = append(want, eventstore.Record{Position: position, Subject: subject, Body: []byte{'a' + byte(i)}})
	}
	expectRecords(t, take(t, s.Follow(withPatience(t), 0), 3), want)
}

func followAfter(t *testing.T, s eventstore.Store) {
	appendChain(t, s, subjectA, 20)
	for _, after := range []uint64{1, 7, 19} {
		records := take(t, s.Follow(withPatience(t), after), 20-int(after))
		if records[0].Position != after+1 {
			t.Errorf("following from %d starts at %d", after, records[0].Position)
		}
	}
}

func followLater(t *testing.T, s eventstore.Store) {
	ctx := withPatience(t)
	first := appendOne(t, s, subjectA, 0, "[1]")
	seen := make(chan eventstore.Record)
	go func() {
		for record, err := range s.Follow(ctx, 0) {
			if err != nil {
				t.Errorf("following: %v", err)
			}
			seen <- record
			if record.Position == 3 {
				return
			}
		}
	}()
	await(t, ctx, seen, "the record that was there")
	second := appendOne(t, s, subjectA, first, "[2]")
	if record := await(t, ctx, seen, "the second record"); record.Position != second {
		t.Errorf("got %d, want %d", record.Position, second)
	}
	third := appendOne(t, s, subjectB, 0, "[3]")
	if record := await(t, ctx, seen, "the third record"); record.Position != third || string(record.Body) != "[3]" {
		t.Errorf("got %+v, want position %d", record, third)
	}
}

func followAndAppend(t *testing.T, s eventstore.Store) {
	const records = 50
	appendOne(t, s, subjectA, 0, "[]")
	for record, err := range s.Follow(withPatience(t), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if record.Position == records {
			break
		}
		appendOne(t, s, subjectA, record.Position, "[]")
	}
	if head := headOf(t, s); head.Position != records {
		t.Errorf("the log ends at %d, want %d", head.Position, records)
	}
}

func followMany(t *testing.T, s eventstore.Store) {
	const followers, records = 8, 100
	ctx := withPatience(t)
	var all sync.WaitGroup
	for range followers {
		all.Go(func() {
			seen, err := collect(s.Follow(ctx, 0), records)
			if err != nil || len(seen) != records {
				t.Errorf("a follower saw %d records, %v", len(seen), err)
				return
			}
			for i, record := range seen {
				if record.Position != uint64(i+1) {
					t.Errorf("record %d came at %d", i+1, record.Position)
				}
			}
		})
	}
	appendChain(t, s, subjectA, records)
	all.Wait()
}

func followBreak(t *testing.T, s eventstore.Store) {
	appendChain(t, s, subjectA, 5)
	before := goroutines()
	for range 20 {
		take(t, s.Follow(withPatience(t), 0), 2)
	}
	expectGoroutines(t, before)
}

func followTwice(t *testing.T, s eventstore.Store) {
	appendChain(t, s, subjectA, 5)
	records := s.Follow(withPatience(t), 2)
	expectRecords(t, take(t, records, 3), take(t, records, 3))
}

func followBeyond(t *testing.T, s eventstore.Store) {
	appendChain(t, s, subjectA, 5)
	var corrupt *eventstore.CorruptError
	_, err := collect(s.Follow(withPatience(t), 9), 1)
	if !errors.As(err, &corrupt) || corrupt.Position != 6 {
		t.Errorf("following from 9 a log that ends at 5: %v, want a CorruptError at 6", err)
	}
}

// followUntilEnd ranges in the background and returns where it tells how it
// ended; started is closed when the first record came.
func followUntilEnd(ctx context.Context, s eventstore.Store) (started <-chan struct{}, ended <-chan error) {
	first, end := make(chan struct{}), make(chan error, 1)
	go func() {
		var once sync.Once
		var last error
		for _, err := range s.Follow(ctx, 0) {
			last = err
			once.Do(func() { close(first) })
		}
		end <- last
	}()
	return first, end
}
