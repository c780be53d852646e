package demo

import (
	"math"
	"time"
)

// weight is how much a line matters.
type weight int

const (
	hidden  weight = iota // never shown
	routine               // shown while there is room
	notable               // shown unless much was shown already
	always
)

// budget is how many lines may still be shown: it grows with simulated time, so
// that the lines of a second can be read.
type budget struct {
	perDay, left float64
	grown        time.Time // up to here
}

// Lines that can be read in a second, and lines a day where nothing is waited
// for.
const linesPerSecond, linesPerDay = 9, .4

func newBudget(speed float64) budget {
	if speed <= 0 {
		return budget{perDay: linesPerDay, left: 1}
	}
	return budget{perDay: linesPerSecond / speed, left: 1}
}

// grow adds what the time until the instant brings; what is not used is not kept
// for long.
func (b *budget) grow(now time.Time) {
	if !b.grown.IsZero() {
		b.left = min(b.left+b.perDay*now.Sub(b.grown).Hours()/24, max(2*b.perDay, 2))
	}
	b.grown = now
}

// leastLeft is what must be left of the budget for a line of the weight.
var leastLeft = [...]float64{hidden: math.Inf(1), routine: 1, notable: 0, always: math.Inf(-1)}

// allows reports whether a line of the weight may be shown now, and takes it from
// the budget. Lines that matter may overdraw it.
func (b *budget) allows(w weight) bool {
	if b.left < leastLeft[w] {
		return false
	}
	b.left = max(b.left-1, -4)
	return true
}
