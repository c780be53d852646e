package engine

import (
	"cmp"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// failingFor is how long a failed append keeps the engine from calling itself
// ready. After it, it asks for work again: only an append shows whether the
// store is back.
const failingFor = 30 * time.Second

// writeHealth knows what became of the last append.
type writeHealth struct {
	mu      sync.Mutex
	err     error
	failed  time.Time
	refused bool // appends are not even tried
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

func (w *writeHealth) failing() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err != nil
}

// turn notes whether appends are tried, and reports whether that is new.
func (w *writeHealth) turn(refused bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	was := w.refused
	w.refused = refused
	return was != refused
}

// unwritable says why nothing can be written now; nil where it may be tried.
func (e *Engine) unwritable() error {
	if e.Writable == nil {
		return nil
	}
	return e.Writable(e.writing.failing())
}

// mayAppend refuses an append that could only fail. What is read, and repeats of
// what was taken before, never ask.
func (e *Engine) mayAppend() error {
	why := e.unwritable()
	if e.writing.turn(why != nil) {
		if why == nil {
			e.Logger.Info("events are taken again")
		} else {
			e.Logger.Error("events are refused: nothing can be written", "error", why)
		}
	}
	if why == nil {
		return nil
	}
	return &domain.Error{Code: domain.CodeUnavailable, Message: fmt.Sprintf(
		"nothing can be written now: %s; send the event again later, with the same id", why)}
}

// Ready returns nil when the engine answers rightly: its projections have caught
// up, nothing is missing in them, the store takes appends, and the alert clock goes.
// Otherwise it says what is wrong.
func (e *Engine) Ready() error {
	status := e.Runner.Status()
	switch {
	case status.Err != nil:
		return status.Err
	case !status.Ready:
		return fmt.Errorf("catching up: %d of %d records applied", status.Position, status.Head)
	}
	if err := cmp.Or(e.unwritable(), e.writing.state(e.Now())); err != nil {
		return err
	}
	return e.alarm.state(e.Now(), e.AlarmLateness(context.Background()))
}

// Position returns the position that the projections have reached.
func (e *Engine) Position() uint64 { return e.Runner.Status().Position }
