package app

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// lapse is an office's clock in a bubble: it runs as the bubble's does, and leaps
// over the time in which nothing is to come.
type lapse struct{ offset atomic.Int64 }

func (l *lapse) now() time.Time { return time.Now().Add(time.Duration(l.offset.Load())) }

// before is how long before what comes next a leap ends: the engine's clock looks
// once a minute at least, and must then find the exact instant itself.
const before = 90 * time.Second

// aside is how long what has come is given until it is done and told.
const aside = 3 * time.Second

// clockAt returns a clock that begins at the instant.
func clockAt(at time.Time) *lapse {
	l := new(lapse)
	l.offset.Store(int64(time.Until(at)))
	return l
}

func (l *lapse) leap(to time.Time) {
	if ahead := to.Add(-before).Sub(l.now()); ahead > 0 {
		l.offset.Add(int64(ahead))
	}
}

// live lets time pass until the instant, which nothing comes before.
func (l *lapse) live(until time.Time) {
	l.leap(until)
	time.Sleep(max(until.Sub(l.now()), 0))
}

// pass lets time pass until the instant: what the engine's clock has before it comes
// at its time.
func (l *lapse) pass(t *testing.T, a *App, until time.Time) {
	t.Helper()
	for l.now().Before(until) {
		time.Sleep(min(aside, until.Sub(l.now()))) // what was said is known then
		synctest.Wait()
		l.live(a.next(t, until))
		synctest.Wait()
	}
}

// next returns when the engine's clock has something to do, at the latest until.
func (a *App) next(t *testing.T, until time.Time) time.Time {
	t.Helper()
	must(t, a.runner.Read(t.Context(), 0, func() {
		if rung, some := a.ladder.Next(); some && rung.Before(until) {
			until = rung
		}
		if again, some := a.board.Next(); some && again.Before(until) {
			until = again
		}
	}))
	return until
}
