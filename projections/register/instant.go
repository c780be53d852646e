package register

import (
	"math"
	"time"
)

// Instant is an instant of a column: milliseconds since 1970 in UTC.
type Instant int64

// Never is the instant of what did not happen, and of what is not due: it lies
// after every other, so that "not yet" and "never" are one comparison.
const Never Instant = math.MaxInt64

// InstantOf returns a fact's instant; the zero time is Never.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return Never
	}
	return At(t)
}

// At returns an instant to look at, cut to the millisecond. The zero time is
// one like any other.
func At(t time.Time) Instant { return Instant(t.UnixMilli()) }

// from returns the first instant of a column that is not before t.
func from(t time.Time) Instant {
	at := At(t)
	if at.Time().Before(t) {
		at++
	}
	return at
}

// Time returns the instant in UTC; the zero time of Never.
func (i Instant) Time() time.Time {
	if i == Never {
		return time.Time{}
	}
	return time.UnixMilli(int64(i)).UTC()
}
