package storetest

import (
	"errors"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

var closing = []scenario{
	{"a closed store says so", closedSays},
	{"closing twice is no error", closeTwice},
	{"closing ends the followers", closeEndsFollowers},
	{"closing amid appends answers each of them", closeAmidAppends},
	{"a follower may close the store", closeFromFollower},
}

func closedSays(t *testing.T, s eventstore.Store) {
	closeStore(t, s)
	ctx := withPatience(t)
	if _, err := s.Append(ctx, subjectA, 0, []byte("[]")); !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("Append: %v", err)
	}
	if _, err := s.Read(ctx, subjectA); !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("Read: %v", err)
	}
	if _, err := s.Head(ctx); !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("Head: %v", err)
	}
	if _, err := collect(s.Follow(ctx, 0), 1); !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("Follow: %v", err)
	}
}

func closeTwice(t *testing.T, s eventstore.Store) {
	closeStore(t, s)
	closeStore(t, s)
}

func closeEndsFollowers(t *testing.T, s eventstore.Store) {
	appendOne(t, s, subjectA, 0, "[]")
	before := goroutines()
	started, ended := followUntilEnd(withPatience(t), s)
	await(t, withPatience(t), started, "the first record")
	closeStore(t, s)
	if err := await(t, withPatience(t), ended, "the follower's end"); !errors.Is(err, eventstore.ErrClosed) {
		t.Errorf("the follower ended with %v, want ErrClosed", err)
	}
	expectGoroutines(t, before)
}

func closeAmidAppends(t *testing.T, s eventstore.Store) {
	const appenders = 8
	ctx := withPatience(t)
	appended := make(chan struct{}, 1)
	var all sync.WaitGroup
	for i := range appenders {
		all.Go(func() {
			var last uint64
			for {
				position, err := s.Append(ctx, subjectA+string('a'+rune(i)), last, []byte("[]"))
				if err != nil {
					if !errors.Is(err, eventstore.ErrClosed) {
						t.Errorf("an append amid the closing returned %v", err)
					}
					return
				}
				last = position
				select {
				case appended <- struct{}{}:
				default:
				}
			}
		})
	}
	await(t, ctx, appended, "the first append")
	closeStore(t, s)
	all.Wait()
}

func closeFromFollower(t *testing.T, s eventstore.Store) {
	appendChain(t, s, subjectA, 3)
	var last error
	for _, err := range s.Follow(withPatience(t), 0) {
		last = err
		closeStore(t, s)
	}
	if !errors.Is(last, eventstore.ErrClosed) {
		t.Errorf("the follower that closed the store ended with %v", last)
	}
}

func closeStore(t *testing.T, s eventstore.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}
