package natsapi

import (
	"context"
	"sync"
	"time"
)

// inHand counts the requests that have come in and are not answered yet.
type inHand struct {
	// mu keeps a request from coming in while close looks whether the last one
	// is out.
	mu     sync.Mutex
	closed bool
	work   sync.WaitGroup
	start  func(work func(context.Context)) // under the context of all of them
	cut    context.CancelFunc               // ends that context
}

func newInHand() *inHand {
	ctx, cut := context.WithCancel(context.Background())
	h := &inHand{cut: cut}
	h.start = func(work func(context.Context)) { h.work.Go(func() { work(ctx) }) }
	return h
}

// run does the work of one request in a goroutine of its own; it returns false,
// and does nothing, after close.
func (h *inHand) run(work func(context.Context)) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.start(work)
	return true
}

// close waits until the last request is answered; when ctx ends first, it cuts
// them short.
func (h *inHand) close(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	defer h.cut()
	idle := make(chan struct{})
	go func() { h.work.Wait(); close(idle) }() // ends with the last request
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
	}
	h.cut()
	select {
	case <-idle:
	case <-time.After(lastAnswers):
	}
	return ctx.Err()
}
