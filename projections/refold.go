package projections

import (
	"bytes"
	"context"
	"iter"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/eventstore"
)

// Refold folds the log a second time, from its beginning and beside the runner,
// which goes on meanwhile, into other projections of the same kinds and order: all
// that the runner has, or the first of them. So it checks the whole log, as a
// start without a snapshot does, and what the runner was restored from.
//
// Where the runner comes out the same, byte for byte, Refold returns the snapshot
// that was compared: it is proven. Where not, the names of the parts that differ
// are handed to differ, while both stand at the same position and nobody reads or
// applies, and then what was folded anew takes the place of what was there.
//
// Errors: an [*eventstore.CorruptError], for good and for the runner too, also
// where the last record of a subject has changed since the snapshot, which no
// other vouches for; that of [Runner.Wait] where ctx ends, or the store.
func (r *Runner) Refold(ctx context.Context, differ func(parts []string), ps ...Projection) (proven *Snapshot, err error) {
	log := &bounded{Follower: r.store, raised: make(chan struct{})}
	twin := NewRunner(log, Options{Workers: 1}, ps...)
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() {
		defer stop() // one that ended by itself will not come there
		_ = twin.Run(ctx)
	})
	to := func(position uint64) error { log.raise(position); return twin.Wait(ctx, position) }
	for range rounds { // what came meanwhile becomes less and less
		at, _, _ := r.stand()
		if err := to(at); err != nil {
			return nil, r.whyNot(twin, err)
		}
	}
	kept, err := r.Snapshot()
	if err != nil {
		return nil, err
	}
	parts, err := kept.against(twin, to)
	switch {
	case err != nil:
		return nil, r.whyNot(twin, err)
	case len(parts) == 0:
		return kept, nil
	case parts[0] == kept.Parts[0].Name:
		corrupt := &eventstore.CorruptError{Reason: "a record is not the one that it was when a snapshot was taken: the hashes of all subjects' last records differ"}
		r.fail(corrupt)
		return nil, corrupt
	}
	return nil, r.whyNot(twin, r.replace(twin, to, func() { differ(parts) }))
}

// rounds is how often the second fold runs after the first before it is compared.
const rounds = 3

// whyNot returns why the second fold ended.
func (r *Runner) whyNot(twin *Runner, err error) error {
	if corrupt := twin.corruption(); corrupt != nil {
		r.fail(corrupt)
	}
	if corrupt := r.corruption(); corrupt != nil {
		return corrupt
	}
	return err
}

// against brings the other runner to the snapshot's position and returns the names
// of the parts that it has otherwise.
func (s *Snapshot) against(twin *Runner, to func(uint64) error) (parts []string, err error) {
	if err := to(s.Position); err != nil {
		return nil, err
	}
	other, err := twin.Snapshot()
	if err != nil {
		return nil, err
	}
	for i, p := range other.Parts {
		if !bytes.Equal(p.Data, s.Parts[i].Data) {
			parts = append(parts, p.Name)
		}
	}
	return parts, nil
}

// replace brings the other runner to where this one stands and takes over what it
// has folded.
func (r *Runner) replace(twin *Runner, to func(uint64) error, differ func()) error {
	r.still.Lock()
	defer r.still.Unlock()
	parts, err := r.parts()
	if err != nil {
		return err
	}
	if err := to(r.chain.Position()); err != nil {
		return err
	}
	fresh, err := twin.Snapshot()
	if err != nil {
		return err
	}
	r.view.Lock()
	defer r.view.Unlock()
	twin.lockSettled() // it stands, but would rest
	differ()
	twin.view.RUnlock()
	for i := range fresh.Parts {
		p := pack.Reader(fresh.Parts[i].Data, nil)
		if parts[i].Keep(&p); p.Close() != nil { // a mistake in Keep, and half of a view
			corrupt := &eventstore.CorruptError{Reason: "the fold of " + fresh.Parts[i].Name + " can't be read back"}
			r.fail(corrupt)
			return corrupt
		}
	}
	r.first, r.last = fresh.First, fresh.Last
	return nil
}

// The second fold rests after each spell of so many records for as long as that
// took, longestPause at most: half of the time the processors are there for others.
const (
	spell        = 256
	longestPause = 50 * time.Millisecond
)

// bounded is a log that seems to end at a position which is raised.
type bounded struct {
	eventstore.Follower

	mu     sync.Mutex
	limit  uint64
	raised chan struct{} // closed, and replaced, when limit is raised
}

func (b *bounded) raise(limit uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limit = limit
	close(b.raised)
	b.raised = make(chan struct{})
}

func (b *bounded) bound() (limit uint64, raised <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limit, b.raised
}

// Follow implements [eventstore.Follower].
func (b *bounded) Follow(ctx context.Context, after uint64) iter.Seq2[eventstore.Record, error] {
	return func(yield func(eventstore.Record, error) bool) {
		begun := time.Now() // what the work takes is real time, whatever the engine's clock shows
		for record, err := range b.Follower.Follow(ctx, after) {
			if err == nil && !b.await(ctx, record.Position) || !yield(record, err) {
				return
			}
			if record.Position%spell == 0 {
				if !pause(ctx, min(time.Since(begun), longestPause)) {
					return
				}
				begun = time.Now()
			}
		}
	}
}

// await waits until the position is within the limit; false where ctx ends first.
func (b *bounded) await(ctx context.Context, position uint64) bool {
	for {
		limit, raised := b.bound()
		if position <= limit {
			return true
		}
		select {
		case <-raised:
		case <-ctx.Done():
			return false
		}
	}
}
