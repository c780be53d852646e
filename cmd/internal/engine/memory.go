package engine

import (
	"context"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// What was known in the past is folded from the log anew, which takes time and
// as much memory as the present: one fold is under way at a time, mostWaiting
// questions wait for it, and the last one is kept for keptFor after it was asked
// for, since one question about a day is followed by others.
const (
	mostWaiting = 16
	keptFor     = 2 * time.Minute
)

// memory is what was known at an instant.
type memory struct {
	at     time.Time
	past   *Engine
	known  *projections.Known
	folded uint64 // position of the last record that was looked at
}

// memories folds and keeps what was known.
type memories struct {
	folding chan struct{} // holds one: the right to fold, and to read and set last
	waiting chan struct{}

	mu     sync.Mutex  // guards last and forget
	last   *memory     // nil: nothing is kept
	forget *time.Timer // drops last
}

func newMemories() *memories {
	return &memories{folding: make(chan struct{}, 1), waiting: make(chan struct{}, mostWaiting)}
}

// stillHolds reports whether nothing was written since the fold that was known
// at its instant: a record may be decided just before it and written after.
func (m *memory) stillHolds(ctx context.Context, store eventstore.Store) (bool, error) {
	head, err := store.Head(ctx)
	if err != nil || head.Position <= m.folded {
		return err == nil, err
	}
	for r, err := range store.Follow(ctx, m.folded) {
		if err != nil {
			return false, err
		}
		c, err := eventstore.Decode(r)
		if err != nil {
			return false, err
		}
		if m.known.Holds(c) {
			return false, nil
		}
		if m.folded = r.Position; m.folded >= head.Position {
			return true, nil
		}
	}
	return false, ctx.Err()
}

// kept returns what is kept of the instant; nil for another one.
func (s *memories) kept(at time.Time) *memory {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil || !s.last.at.Equal(at) {
		return nil
	}
	return s.last
}

// keep keeps what was known, in place of what was kept before, for a while; nil
// keeps nothing.
func (s *memories) keep(m *memory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.forget != nil {
		s.forget.Stop()
	}
	s.last, s.forget = m, nil
	if m != nil {
		s.forget = time.AfterFunc(keptFor, func() { s.drop(m) })
	}
}

// drop forgets what was known, unless something else is kept by now.
func (s *memories) drop(m *memory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == m {
		s.last, s.forget = nil, nil
	}
}

// cutStore is the log as far as it was known at an instant; it takes no records.
type cutStore struct {
	eventstore.Store
	at   time.Time
	head uint64 // the last position that was known
}

// Head implements [eventstore.Follower].
func (s *cutStore) Head(context.Context) (eventstore.Head, error) {
	return eventstore.Head{Position: s.head, Records: s.head}, nil
}

// Append implements [eventstore.Appender]: the past is closed.
func (s *cutStore) Append(context.Context, string, uint64, []byte) (uint64, error) {
	return 0, eventstore.ErrClosed
}

// Read implements [eventstore.Reader]: the records up to the first that was
// recorded later.
func (s *cutStore) Read(ctx context.Context, subject string) ([]eventstore.Record, error) {
	records, err := s.Store.Read(ctx, subject)
	for i, r := range records {
		c, err := eventstore.Decode(r)
		if err != nil || !projections.RecordedBy(c, s.at) {
			return records[:i], err
		}
	}
	return records, err
}
