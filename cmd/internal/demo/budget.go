package demo

import "time"

// weight is how much a line matters.
type weight int

const (
	hidden  weight = iota // never shown
	routine               // shown while there is room
	nearing               // an alert before the breach: likewise, with room of its own
	notable               // likewise
	always
)

// budget is how many lines may still be shown: it grows with simulated time, so
// that the lines of a second can be read. Each weight has a share of its own, or
// the alerts of the mornings would take all of it.
type budget struct {
	perDay float64
	left   [always + 1]float64
	grown  time.Time // up to here
}

// Lines that can be read in a second, and lines a day where nothing is waited
// for.
const linesPerSecond, linesPerDay = 9, .5

// shares is what each weight has of the lines; together 1.
var shares = [...]float64{routine: .4, nearing: .15, notable: .45, always: 0}

func newBudget(speed float64) budget {
	b := budget{perDay: linesPerDay}
	if speed > 0 {
		b.perDay = linesPerSecond / speed
	}
	for w := range b.left {
		b.left[w] = 1
	}
	return b
}

// most is how many lines of a weight may come at once, after a while without any.
const most = 3

// grow adds what the time until the instant brings; what is not used is not kept
// for long.
func (b *budget) grow(now time.Time) {
	if !b.grown.IsZero() {
		more := b.perDay * now.Sub(b.grown).Hours() / 24
		for w, share := range shares {
			b.left[w] = min(b.left[w]+share*more, max(most, b.perDay))
		}
	}
	b.grown = now
}

// allows reports whether a line of the weight may be shown now, and takes it from
// the budget. What must be shown always is taken from the notable lines' share.
func (b *budget) allows(w weight) bool {
	switch {
	case w == hidden:
		return false
	case w == always:
		b.left[notable] = max(b.left[notable]-1, -most)
		return true
	case b.left[w] < 1:
		return false
	}
	b.left[w]--
	return true
}
