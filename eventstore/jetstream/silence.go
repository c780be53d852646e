package jetstream

import (
	"context"
	"fmt"
	"time"
)

// A follower that hears nothing asks after silenceFirst, then after twice as long
// each time up to silenceLast, whether there is really nothing to hear.
const (
	silenceFirst = 250 * time.Millisecond
	silenceLast  = time.Minute
)

// silence is the time since a follower heard of a record. A dead consumer, and a
// log whose last records are damaged, are as silent as a log that is at rest:
// only asking tells them apart.
type silence struct {
	follower *follower
	asked    int  // how often since the last record
	behind   bool // the last answer was that there is a record to come
}

// wait is how long to listen before asking.
func (q *silence) wait() time.Duration {
	return min(silenceFirst<<q.asked, silenceLast)
}

func (q *silence) end() { q.asked, q.behind = 0, false }

// ask compares the log's end with the position expected next. A record that
// should be there may be on its way; if it is not here at the second asking,
// it is looked for: missing it is a hole behind which nothing comes that would
// show it, else the consumer is dead.
func (q *silence) ask(ctx context.Context, expected uint64) error {
	store := q.follower.store
	head, err := store.headFrom(ctx, q.follower.next-1, "read before")
	switch {
	case err != nil:
		return err
	case head.Position < expected:
		q.asked = min(q.asked+1, 16) // far above silenceLast, far below an overflow
		q.behind = false
		return nil
	case !q.behind:
		q.asked, q.behind = 0, true
		return nil
	}
	if _, err := store.record(ctx, expected); missing(err) {
		return hole(expected, fmt.Sprintf("the log ends at %d", head.Position))
	} else if err != nil {
		return err
	}
	return errAgain
}
