package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
)

var cancelling = []scenario{
	{"a call with an ended context returns the context's error", callEnded},
	{"an append that is cancelled on its way was written whole or not at all", cancelAppend},
	{"ending the context ends the follower without an error", cancelFollow},
}

func callEnded(t *testing.T, s eventstore.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Append(ctx, subjectA, 0, []byte("[]")); !errors.Is(err, context.Canceled) {
		t.Errorf("Append: %v", err)
	}
	if _, err := s.Read(ctx, subjectA); !errors.Is(err, context.Canceled) {
		t.Errorf("Read: %v", err)
	}
	if _, err := s.Head(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Head: %v", err)
	}
	for record, err := range s.Follow(ctx, 0) {
		t.Errorf("Follow yielded %+v, %v", record, err)
	}
}

func cancelAppend(t *testing.T, s eventstore.Store) {
	var last uint64
	for i := range 50 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*10*time.Microsecond)
		position, err := s.Append(ctx, subjectA, last, []byte("[]"))
		cancel()
		records := settle(t, s, position, err)
		if n := len(records); n > 0 {
			last = records[n-1].Position
		}
	}
}

// settle finds out what became of an append: it is there as the answer says, or
// after no answer there or not, and then for good, once another subject's append
// has gone through.
func settle(t *testing.T, s eventstore.Store, position uint64, err error) []eventstore.Record {
	t.Helper()
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the cancelled append returned %v", err)
	}
	persist(t, s, subjectB, "[]")
	records := readAll(t, s, subjectA)
	if err == nil && (len(records) == 0 || records[len(records)-1].Position != position) {
		t.Fatalf("the append was answered with %d but is not there", position)
	}
	return records
}

func cancelFollow(t *testing.T, s eventstore.Store) {
	ctx, cancel := context.WithCancel(withPatience(t))
	appendOne(t, s, subjectA, 0, "[]")
	before := goroutines()
	started, ended := followUntilEnd(ctx, s)
	await(t, withPatience(t), started, "the first record")
	cancel()
	if err := await(t, withPatience(t), ended, "the follower's end"); err != nil {
		t.Errorf("the follower ended with %v", err)
	}
	expectGoroutines(t, before)
}
