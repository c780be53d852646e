package demo

import (
	"math/rand/v2"
	"time"
)

// chance says yes with the given probability.
func chance(r *rand.Rand, probability float64) bool { return r.Float64() < probability }

// between draws a number from lo to hi, both included.
func between(r *rand.Rand, lo, hi int) int { return lo + r.IntN(hi-lo+1) }

// share draws a share from lo to hi.
func share(r *rand.Rand, lo, hi float64) float64 { return lo + r.Float64()*(hi-lo) }

// minutes draws a duration in whole seconds.
func minutes(r *rand.Rand, lo, hi int) time.Duration {
	return time.Duration(between(r, lo*60, hi*60)) * time.Second
}

// pick draws one of the values.
func pick[T any](r *rand.Rand, values []T) T { return values[r.IntN(len(values))] }

// weighted draws an index by weight; the weights' sum must not be 0.
func weighted(r *rand.Rand, weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	at := r.Float64() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}
