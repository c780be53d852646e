package notify

import (
	"context"
	"sort"

	js "github.com/nats-io/nats.go/jetstream"
)

// atOnce is how many alerts [Cursor.Next] returns at most.
const atOnce = 256

// Cursor reads alerts in their order. It belongs to one goroutine, which closes
// it.
type Cursor struct {
	feed  *Feed
	after uint64
	fresh bool // after is set when the stream's end is known
	beats int
	old   js.MessagesContext // reads what is not in memory any more; nil: nothing is
}

// Batch is what a cursor finds.
type Batch struct {
	Alerts []Told     // in order; empty where only the heart beat
	Beat   *Heartbeat // the latest, if there was one since
	Last   uint64     // sequence up to which the cursor has read
}

// After returns a cursor at the alerts behind that sequence; 0 is before the
// first.
func (f *Feed) After(sequence uint64) *Cursor {
	f.mu.Lock()
	defer f.mu.Unlock()
	return &Cursor{feed: f, after: sequence, beats: f.beats}
}

// Latest returns a cursor at the stream's end: it reads what comes next.
func (f *Feed) Latest() *Cursor {
	c := f.After(0)
	c.fresh = true
	return c
}

// Next waits for what comes next until ctx ends.
func (c *Cursor) Next(ctx context.Context) (Batch, error) {
	for {
		batch, behind, grown := c.look()
		switch {
		case behind:
			return c.catchUp(ctx)
		case len(batch.Alerts) > 0 || batch.Beat != nil:
			return batch, nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return Batch{}, ctx.Err()
		}
	}
}

// look takes what is in memory. behind says that the next alert is not there any
// more; grown is closed when there is more to see.
func (c *Cursor) look() (batch Batch, behind bool, grown <-chan struct{}) {
	f := c.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.known {
		return Batch{}, false, f.grown
	}
	if c.fresh {
		c.after, c.fresh = max(f.goal, f.last), false
	}
	if c.after < f.floor {
		return Batch{}, true, nil
	}
	c.leaveOld()
	first := sort.Search(len(f.ring), func(i int) bool { return f.ring[i].Sequence > c.after })
	batch.Alerts = f.ring[first:min(first+atOnce, len(f.ring))]
	if n := len(batch.Alerts); n > 0 {
		c.after = batch.Alerts[n-1].Sequence
	}
	if c.beats != f.beats && c.after >= f.last {
		c.beats = f.beats
		beat := f.beat
		batch.Beat = &beat
	}
	batch.Last = c.after
	return batch, false, f.grown
}

// catchUp reads from the stream what memory does not hold any more.
func (c *Cursor) catchUp(ctx context.Context) (batch Batch, err error) {
	if c.old == nil {
		if c.old, err = c.feed.stream.from(ctx, c.after+1); err != nil {
			return Batch{}, err
		}
	}
	floor := c.floor()
	for len(batch.Alerts) < atOnce && c.after < floor {
		m, err := c.old.Next(js.NextContext(ctx))
		if err != nil {
			c.leaveOld() // the next one begins behind what is returned here
			if len(batch.Alerts) > 0 {
				return batch, nil // the next call meets the error again
			}
			return batch, err
		}
		told, err := toldOf(m)
		if err != nil {
			return batch, err
		}
		batch.Alerts = append(batch.Alerts, told)
		c.after, batch.Last = told.Sequence, told.Sequence
	}
	return batch, nil
}

func (c *Cursor) floor() uint64 {
	c.feed.mu.Lock()
	defer c.feed.mu.Unlock()
	return c.feed.floor
}

func (c *Cursor) leaveOld() {
	if c.old != nil {
		c.old.Stop()
		c.old = nil
	}
}

// Close ends the cursor.
func (c *Cursor) Close() { c.leaveOld() }
