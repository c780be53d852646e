package engine

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// lateAfter is how late the alert clock may be before the engine calls itself not
// ready: silence must not look like good news.
const lateAfter = 5 * time.Minute

// alarm remembers when the alert clock last looked. The zero value is that of an
// engine whose clock does not run here.
type alarm struct{ looked atomic.Int64 } // milliseconds since 1970; 0: never

func (a *alarm) look(now time.Time) { a.looked.Store(now.UnixMilli()) }

// state says what is wrong with the clock at the instant.
func (a *alarm) state(now time.Time, lateness time.Duration) error {
	looked := a.looked.Load()
	if looked == 0 {
		return nil
	}
	if age := now.Sub(time.UnixMilli(looked)); age > lateAfter {
		return fmt.Errorf("the alert clock has not looked for %s", age.Round(time.Second))
	}
	if lateness > lateAfter {
		return fmt.Errorf("the alert clock is late: a rung was reached %s ago and is not recorded", lateness.Round(time.Second))
	}
	return nil
}

// AlarmLateness returns how long the oldest rung waits that is reached and ready
// to be recorded: since it was reached, or since its deadline became known, where
// that is later. 0 where none waits.
func (e *Engine) AlarmLateness(ctx context.Context) (lateness time.Duration) {
	_ = e.Runner.Read(ctx, 0, func() {
		now := e.Now()
		waiting, _ := e.Ladder.EvalKnown(now, 1, e.ready(now))
		if len(waiting) == 0 {
			return
		}
		since := domain.RungOf(waiting[0].Data).Instant
		if known := waiting[0].Known; known.After(since) {
			since = known
		}
		lateness = now.Sub(since)
	})
	return lateness
}
