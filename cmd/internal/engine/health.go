package engine

import (
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

// writeHealth knows whether appends can work: what became of the last one, and
// whether they are held back.
type writeHealth struct {
	mu     sync.Mutex
	err    error
	failed time.Time
	held   error // nil: appends may be tried
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
	switch {
	case w.held != nil:
		return w.held
	case w.err == nil || now.Sub(w.failed) > failingFor:
		return nil
	}
	return fmt.Errorf("appends fail since %s: %w", w.failed.Format(time.RFC3339), w.err)
}

func (w *writeHealth) hold(why error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held != nil && why == nil {
		w.err = nil // what failed before says nothing any more
	}
	w.held = why
}

// refusal returns the refusal of whatever would be appended; nil where it may be
// tried.
func (w *writeHealth) refusal() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held == nil {
		return nil
	}
	return &domain.Error{Code: domain.CodeUnavailable, Message: fmt.Sprintf(
		"nothing can be written now: %s; send the event again later, with the same id", w.held)}
}

// Hold refuses from now on what would be written, at once and with the reason: a
// disk that is full or failed. Nil ends that. What is read, and repeats of what
// was taken before, are answered as ever; an append under way is waited for.
func (e *Engine) Hold(why error) { e.writing.hold(why) }

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
	if err := e.writing.state(e.Now()); err != nil {
		return err
	}
	return e.alarm.state(e.Now(), e.AlarmLateness(context.Background()))
}

// Position returns the position that the projections have reached.
func (e *Engine) Position() uint64 { return e.Runner.Status().Position }
