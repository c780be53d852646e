package jetstream

import (
	"context"
	"errors"
	"testing"

	"github.com/hoso-engine/dossier/eventstore"
)

// TestWhatNobodySentIsAnsweredAsTheStoreEnds closes a store while appends wait for
// their group: they are told of it, not of a context that their callers never ended.
func TestWhatNobodySentIsAnsweredAsTheStoreEnds(t *testing.T) {
	for _, why := range []error{eventstore.ErrClosed, context.Canceled} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(why)
		r := &request{ctx: ctx, done: make(chan struct{})}
		var g group
		g.join(r)
		if taken := g.take(); len(taken) != 0 {
			t.Errorf("%d requests are sent whose callers have left", len(taken))
		}
		if <-r.done; !errors.Is(r.err, why) {
			t.Errorf("an append that ends because of %q is answered %q", why, r.err)
		}
	}
}
