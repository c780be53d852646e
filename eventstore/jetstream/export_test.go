package jetstream

import (
	"context"
	"iter"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
)

// BelieveSoon makes a store on a cluster call a short log corrupt after two
// answers instead of fifteen seconds of them.
func BelieveSoon(s *Store) { s.shortTries = 2 }

// Finished yields what can be read of the default stream's files beside the broker.
func Finished(ctx context.Context, dir string, from uint64) iter.Seq[eventstore.Record] {
	return blocks{dir, DefaultStream}.records(ctx, from)
}

// First reads the first record of what the default stream's first file holds.
func First(content []byte) (eventstore.Record, bool) {
	block, err := blocks{stream: DefaultStream}.holding(1, content)
	if err != nil {
		return eventstore.Record{}, false
	}
	_, record, ok := block.next()
	return record, ok
}

// Unopened is a store that has looked at no stream: enough to append.
func Unopened(nc *nats.Conn) (*Store, error) { return newStore(nc, Options{}) }

// Group makes the store send every append with others, as one does whose broker
// waits long for its disk.
func Group(s *Store) { s.group = &group{alone: time.Hour, untilTrial: trialAfter} }

// TryOut makes the store measure anew which way its appends go.
func TryOut(s *Store) { s.group.alone, s.group.batch, s.group.round, s.group.untilTrial = 0, 0, 0, 0 }

// TriedOut reports whether that is done.
func TriedOut(s *Store) bool {
	s.group.mu.Lock()
	defer s.group.mu.Unlock()
	return s.group.untilTrial > 0
}

// Apart makes the store send every append by itself.
func Apart(s *Store) { s.group = nil }
