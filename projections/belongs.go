package projections

import (
	"context"
	"fmt"

	"github.com/hoso-engine/dossier/eventstore"
)

// Belongs checks that the snapshot is one of the store's log: by the hash of the
// log's first record, and of the one at the snapshot's position. A snapshot of
// another log is [ErrSnapshot]. A log that begins as the snapshot's did and has
// not come as far, or goes on otherwise, lost what it held: that is an
// [*eventstore.CorruptError].
func (s *Snapshot) Belongs(ctx context.Context, store eventstore.Follower) error {
	head, err := store.Head(ctx)
	if err != nil {
		return err
	}
	if head.Position == 0 {
		return lost(0, s.Position)
	}
	first, err := hashAt(ctx, store, 1)
	switch {
	case err != nil:
		return err
	case first != s.First:
		return fmt.Errorf("%w: it is one of another log", ErrSnapshot)
	case head.Position < s.Position:
		return lost(head.Position, s.Position)
	}
	last, err := hashAt(ctx, store, s.Position)
	if err == nil && last != s.Last {
		err = &eventstore.CorruptError{Position: s.Position, Reason: "this record is not the one that a snapshot was taken behind: the log was cut short and its positions used again"}
	}
	return err
}

func lost(head, position uint64) error {
	return &eventstore.CorruptError{Position: head + 1, Reason: fmt.Sprintf(
		"the log ends at %d but a snapshot was taken at %d", head, position)}
}

// hashAt returns the hash of the record at a position, which is there.
func hashAt(ctx context.Context, store eventstore.Follower, position uint64) (eventstore.Hash, error) {
	for r, err := range store.Follow(ctx, position-1) {
		return eventstore.HashOf(r.Body), err
	}
	return eventstore.Hash{}, ctx.Err()
}
