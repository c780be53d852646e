package engine

import (
	"fmt"
	"sync"
	"time"
)

// failingFor is how long a failed append keeps the engine from calling itself
// ready. After it, it asks for work again: only an append shows whether the
// store is back.
const failingFor = 30 * time.Second

// writeHealth remembers the last append that failed.
type writeHealth struct {
	mu     sync.Mutex
	err    error
	failed time.Time
}

func (w *writeHealth) failedAt(now time.Time, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err, w.failed = err, now
}

func (w *writeHealth) succeeded() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = nil
}

func (w *writeHealth) state(now time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil || now.Sub(w.failed) > failingFor {
		return nil
	}
	return fmt.Errorf("appends fail since %s: %w", w.failed.Format(time.RFC3339), w.err)
}

// Ready returns nil when the engine answers rightly: its projections have caught
// up, nothing is missing in them, and the store takes appends. Otherwise it
// says what is wrong.
func (e *Engine) Ready() error {
	status := e.Runner.Status()
	switch {
	case status.Err != nil:
		return status.Err
	case !status.Ready:
		return fmt.Errorf("catching up: %d of %d records applied", status.Position, status.Head)
	}
	return e.writing.state(e.Now())
}

// Position returns the position that the projections have reached.
func (e *Engine) Position() uint64 { return e.Runner.Status().Position }
