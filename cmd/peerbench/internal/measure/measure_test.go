package measure

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// TestRace does every piece once, and times each of its acts.
func TestRace(t *testing.T) {
	var done [10]atomic.Int32
	sample, err := Race(t.Context(), len(done), 3, func(_ context.Context, i int, act func(func() error) error) error {
		for range 2 {
			if err := act(func() error { done[i].Add(1); return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || len(sample.Each) != 2*len(done) || !slices.IsSorted(sample.Each) {
		t.Errorf("%d acts, %v", len(sample.Each), err)
	}
	for i := range done {
		if n := done[i].Load(); n != 2 {
			t.Errorf("piece %d had %d acts", i, n)
		}
	}
}

// TestRaceEnds ends at the first error.
func TestRaceEnds(t *testing.T) {
	broken := errors.New("broken")
	var begun atomic.Int32
	_, err := Race(t.Context(), 1000, 1, func(_ context.Context, i int, act func(func() error) error) error {
		begun.Add(1)
		return act(func() error {
			if i == 2 {
				return broken
			}
			return nil
		})
	})
	if !errors.Is(err, broken) || begun.Load() != 3 {
		t.Errorf("%v after %d pieces", err, begun.Load())
	}
}

// TestRaceIsEnded ends with ctx, whatever the acts do.
func TestRaceIsEnded(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	acts := 0
	_, err := Race(ctx, 1000, 1, func(_ context.Context, _ int, act func(func() error) error) error {
		return act(func() error { acts++; cancel(); return nil })
	})
	if !errors.Is(err, context.Canceled) || acts != 1 {
		t.Errorf("%v after %d acts", err, acts)
	}
}

func TestSample(t *testing.T) {
	s := Sample{Took: 2 * time.Second}
	if s.Percentile(99) != 0 {
		t.Error("no act took time")
	}
	for i := range 100 {
		s.Each = append(s.Each, time.Duration(i+1))
	}
	if s.Rate() != 50 || s.Percentile(50) != 51 || s.Percentile(99) != 100 || s.Percentile(100) != 100 {
		t.Errorf("%v, %v, %v, %v", s.Rate(), s.Percentile(50), s.Percentile(99), s.Percentile(100))
	}
}

func TestMedian(t *testing.T) {
	values := []float64{3, 1, 2}
	if m := Median(values); m != 2 || values[0] != 3 {
		t.Errorf("%v of %v", m, values)
	}
	if m := Median([]float64(nil)); m != 0 {
		t.Errorf("%v of none", m)
	}
}

// TestHere leaves nothing where it measured.
func TestHere(t *testing.T) {
	dir := t.TempDir()
	m, err := Here(dir)
	if err != nil || m.Fsync <= 0 || m.Cores < 1 {
		t.Errorf("%+v, %v", m, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%v is left, %v", left, err)
	}
}
