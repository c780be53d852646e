package bench

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// workingDay is how long desks are open, in all: 07:30 to 11:30 and 13:30 to 17:30.
const workingDay = 8 * time.Hour

// rush is how long each of the two peaks lasts, and rushes where they lie in the
// working day: in the middle of the morning and early in the afternoon.
const rush = 5 * time.Minute

var rushes = [...]time.Duration{75 * time.Minute, 5 * time.Hour}

// posting is one step of a dossier that is posted at an instant of the day.
type posting struct {
	at      time.Duration // from the opening
	dossier int
}

// postings spreads the steps of so many dossiers over a working day, those of one
// in their order. In the peaks the rate is peak times the mean of the day.
func postings(l *load, dossiers int, peak float64, seed uint64) []posting {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // it must be drawn again, and guards nothing
	var all []posting
	for i := range dossiers {
		for range l.stepsOf(i) {
			all = append(all, posting{instant(r, peak), i})
		}
	}
	slices.SortFunc(all, func(a, b posting) int { return cmp.Compare(a.at, b.at) })
	return all
}

// stepsOf returns how many steps the i-th dossier has.
func (l *load) stepsOf(i int) int {
	for len(l.counts) < len(l.courses) {
		l.counts = append(l.counts, len(l.dossier(len(l.counts))))
	}
	return l.counts[i%len(l.counts)]
}

// instant draws when something is posted.
func instant(r *rand.Rand, peak float64) time.Duration {
	inRush := peak * float64(len(rushes)) * float64(rush) / float64(workingDay)
	if r.Float64() < inRush {
		return rushes[r.IntN(len(rushes))] + time.Duration(r.Int64N(int64(rush)))
	}
	for {
		at := time.Duration(r.Int64N(int64(workingDay)))
		if !slices.ContainsFunc(rushes[:], func(begins time.Duration) bool { return at >= begins && at < begins+rush }) {
			return at
		}
	}
}

// mostPeak is the peak that leaves something for the rest of the day.
const mostPeak = 40
