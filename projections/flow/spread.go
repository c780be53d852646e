package flow

import (
	"slices"
	"time"
)

// Spread is how long things took. Percentiles are by nearest rank: one of the
// lengths that occurred. Of nothing, all are 0.
type Spread struct {
	Total   Seconds `json:"total_seconds"`
	Mean    Seconds `json:"mean_seconds"` // rounded half up to the second
	P50     Seconds `json:"p50_seconds"`
	P90     Seconds `json:"p90_seconds"`
	P95     Seconds `json:"p95_seconds"`
	Longest Seconds `json:"longest_seconds"`
}

// spreadOf sorts the lengths and describes them.
func spreadOf(lengths []Seconds) Spread {
	if len(lengths) == 0 {
		return Spread{}
	}
	slices.Sort(lengths)
	s := Spread{
		P50: nearestRank(lengths, 50), P90: nearestRank(lengths, 90), P95: nearestRank(lengths, 95),
		Longest: lengths[len(lengths)-1],
	}
	for _, l := range lengths {
		s.Total += l
	}
	s.Mean = Seconds((time.Duration(s.Total) / time.Duration(len(lengths))).Round(time.Second))
	return s
}

// nearestRank returns the value at place ⌈percent × n / 100⌉ of the sorted ones.
func nearestRank(sorted []Seconds, percent int) Seconds {
	return sorted[(percent*len(sorted)+99)/100-1]
}
