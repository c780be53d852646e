package natsapi

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// bound limits what is in hand at once: a number of requests, and fewer where
// they are large.
type bound struct {
	whole    int64 // bytes in hand at most
	least    int64 // what the smallest request counts for
	patience time.Duration
	free     *semaphore.Weighted
	full     atomic.Bool // the last request that had to wait waited in vain
}

func newBound(requests int, bytes int64, patience time.Duration) *bound {
	least := max(bytes/int64(requests), 1)
	whole := least * int64(requests)
	return &bound{whole: whole, least: least, patience: patience, free: semaphore.NewWeighted(whole)}
}

// enter takes a request of the given size in hand, and returns how to lay it
// down; ok is false when there is no room. The caller is an endpoint's only
// goroutine, so a wait holds up all requests behind this one: only the first of
// an overload waits, the next ones are turned away at once until there is room.
func (b *bound) enter(ctx context.Context, size int) (leave func(), ok bool) {
	weight := min(max(int64(size), b.least), b.whole)
	if !b.free.TryAcquire(weight) && !b.wait(ctx, weight) {
		return nil, false
	}
	b.full.Store(false)
	return func() { b.free.Release(weight) }, true
}

func (b *bound) wait(ctx context.Context, weight int64) bool {
	if b.full.Load() {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, b.patience)
	defer cancel()
	if b.free.Acquire(ctx, weight) != nil {
		b.full.Store(true)
		return false
	}
	return true
}
