package projections

import (
	"context"
	"fmt"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// Read waits until the commit at the position is applied and then runs fn, while
// nothing is applied: fn sees the projections as they are after a whole commit.
// Many may read at once; fn must call nothing of the runner but [Runner.End], and
// must not take long.
// Errors are [*domain.Error]: [domain.CodeNotVisible] when ctx ends before
// that, [domain.CodeCorrupt] when the log is.
func (r *Runner) Read(ctx context.Context, position uint64, fn func()) error {
	if err := r.Wait(ctx, position); err != nil {
		return err
	}
	r.lockSettled()
	defer r.view.RUnlock()
	// The log may have turned out corrupt while we waited for the lock, and
	// half of a commit may have been applied.
	if corrupt := r.corruption(); corrupt != nil {
		return refusal(corrupt)
	}
	fn()
	return nil
}

// lockSettled takes the read lock when all projections are ready to be read.
func (r *Runner) lockSettled() {
	r.asked.Store(true)
	for r.view.RLock(); r.behind(); r.view.RLock() {
		r.view.RUnlock()
		r.still.Lock()
		r.settle()
		r.still.Unlock()
	}
}

// End returns where the subject ends in what is applied; false where nothing of it
// is. It is asked within [Runner.Read] alone.
func (r *Runner) End(subject string) (eventstore.End, bool) { return r.chain.End(subject) }

// Wait waits until the commit at the position is applied. Errors are those of
// [Runner.Read].
func (r *Runner) Wait(ctx context.Context, position uint64) error {
	for {
		at, corrupt, moved := r.stand()
		switch {
		case corrupt != nil:
			return refusal(corrupt)
		case at >= position:
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return notVisible(position, at)
		}
	}
}

func refusal(err *eventstore.CorruptError) *domain.Error {
	return &domain.Error{Code: domain.CodeCorrupt, Message: err.Error() + "; nothing is served that may be wrong"}
}

func notVisible(position, at uint64) *domain.Error {
	return &domain.Error{Code: domain.CodeNotVisible, Message: fmt.Sprintf(
		"accepted, not yet visible: position %d is not applied yet, the last is %d", position, at)}
}
