package demo

import (
	"sync/atomic"
	"time"
)

// clock is the engine's clock: the player sets it, and at the end of the play
// lets it run on in real time.
type clock struct{ reading atomic.Pointer[reading] }

// reading is what the clock shows: at, and since when it runs on; zero while it
// stands.
type reading struct{ at, since time.Time }

func newClock(at time.Time) *clock {
	c := new(clock)
	c.set(at)
	return c
}

// Now returns the simulated instant. Any goroutine may ask.
func (c *clock) Now() time.Time {
	r := c.reading.Load()
	if r.since.IsZero() {
		return r.at
	}
	return r.at.Add(time.Since(r.since))
}

// set makes the clock stand at the instant.
func (c *clock) set(at time.Time) { c.reading.Store(&reading{at: at}) }

// run lets the clock run on from where it stands.
func (c *clock) run() { c.reading.Store(&reading{at: c.Now(), since: time.Now()}) }
