package overdue

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// stretch is a time during which the clock stands: stops that overlap are one.
type stretch struct {
	from, to time.Time // to is zero while it is open
}

// holds reports whether the clock stands at the instant.
func (s stretch) holds(at time.Time) bool {
	return !at.Before(s.from) && (s.to.IsZero() || at.Before(s.to))
}

// stretches returns the stops in the order of time; those that overlap or adjoin
// are one.
func stretches(stops []domain.Stop) []stretch {
	if len(stops) == 0 {
		return nil
	}
	sorted := slices.Clone(stops)
	slices.SortStableFunc(sorted, func(a, b domain.Stop) int { return a.From.Compare(b.From) })
	var joined []stretch
	for i := range sorted {
		s := stretch{sorted[i].From, sorted[i].To}
		if n := len(joined); n > 0 && joined[n-1].joins(s) {
			joined[n-1].join(s)
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

// joins reports whether the clock didn't run between s and a later stretch.
func (s *stretch) joins(later stretch) bool { return s.to.IsZero() || !later.from.After(s.to) }

func (s *stretch) join(later stretch) {
	if !s.to.IsZero() && (later.to.IsZero() || later.to.After(s.to)) {
		s.to = later.to
	}
}
