package web

import (
	"context"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/hoso-engine/dossier/domain"
)

const (
	// bodiesInHand is how many bodies of the largest size are in hand at most, or
	// as many more as are smaller; smallBody is what the smallest counts for.
	bodiesInHand = 8
	smallBody    = 4 << 10

	// streamsInHand is how many streams of events are open at most: each has a
	// buffer and the lines that are being decided.
	streamsInHand = 256

	// patience is how long a request waits for room before it is told to come
	// again.
	patience = 100 * time.Millisecond
)

var errBusy = &domain.Error{
	Code: domain.CodeBusy, Message: "as many events as the engine takes at a time are being decided; nothing of this request was, try again in a second",
}

// room bounds what submits keep in memory.
type room struct {
	maxBody int64
	bodies  *semaphore.Weighted // bytes
	streams *semaphore.Weighted
}

func newRoom(maxBody int64) *room {
	return &room{
		maxBody: maxBody, bodies: semaphore.NewWeighted(bodiesInHand * maxBody), streams: semaphore.NewWeighted(streamsInHand),
	}
}

// forBody takes room for a body of the length, negative where it is not known.
func (r *room) forBody(ctx context.Context, length int64) (leave func(), err error) {
	if length < 0 {
		length = r.maxBody
	}
	return enter(ctx, r.bodies, min(max(length, smallBody), r.maxBody))
}

// forStream takes room for a stream of events.
func (r *room) forStream(ctx context.Context) (leave func(), err error) {
	return enter(ctx, r.streams, 1)
}

func enter(ctx context.Context, free *semaphore.Weighted, weight int64) (leave func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if free.Acquire(ctx, weight) != nil {
		return nil, errBusy
	}
	return func() { free.Release(weight) }, nil
}
