// Package measure times work that is done by several at once, and says what the
// machine is on which it was.
package measure

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// Sample is what one turn took.
type Sample struct {
	Took time.Duration   // from the first act to the last
	Each []time.Duration // of every act, in rising order
}

// Rate returns acts per second.
func (s Sample) Rate() float64 { return float64(len(s.Each)) / s.Took.Seconds() }

// Percentile returns what p of a hundred acts took at most; 0 where there were
// none.
func (s Sample) Percentile(p int) time.Duration {
	if len(s.Each) == 0 {
		return 0
	}
	return s.Each[min(len(s.Each)*p/100, len(s.Each)-1)]
}

// Race has as many workers do n pieces of work, each by one worker, the next free
// one takes the next piece. A piece is several acts: work calls act around each.
// The first error ends the race, and so does ctx.
func Race(ctx context.Context, n, workers int, work func(ctx context.Context, i int, act func(func() error) error) error) (Sample, error) {
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	var mu sync.Mutex // guards sample.Each
	var sample Sample
	began := time.Now()
	for range workers {
		group.Go(func() error {
			var each []time.Duration
			act := func(do func() error) error {
				if err := ctx.Err(); err != nil {
					return err // not everything that is measured asks for itself
				}
				began := time.Now()
				err := do()
				each = append(each, time.Since(began))
				return err
			}
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if err := work(ctx, i, act); err != nil {
					return err
				}
			}
			mu.Lock()
			defer mu.Unlock()
			sample.Each = append(sample.Each, each...)
			return nil
		})
	}
	err := group.Wait()
	sample.Took = time.Since(began)
	slices.Sort(sample.Each)
	return sample, err
}

// Median returns the middle one of the values, the upper of two; 0 of none. The
// values stay in their order.
func Median[T ~float64 | ~int64](values []T) T {
	if len(values) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(values))[len(values)/2]
}
