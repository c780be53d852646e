package demo

import (
	"math"
	"math/rand/v2"
	"time"
)

// quotas are the fates that are dealt out by number and not by chance, so that
// a small play has its late dossiers too: the share of all, and at least how
// many. The others are done early.
var quotas = [...]struct {
	fate  Fate
	share float64
	least int
}{
	{FateDueDay, .026, 2},
	{FateLateApology, .009, 2},
	{FateLate, .007, 2},
	{FateRefused, .018, 1},
	{FateWithdrawn, .01, 1},
	{FateUnanswered, .008, 1},
	{FateNotCollected, .024, 1},
	{FateStuck, .003, 2},
}

// fates deals a fate to each arrival. Those that take their time come in early
// enough for the play to show their end; the stuck ones shortly before it ends.
func fates(r *rand.Rand, o office, arrivals []time.Time, end time.Time) []Fate {
	dealt := make([]Fate, len(arrivals))
	for i := range dealt {
		dealt[i] = FateEarly
	}
	for _, q := range quotas {
		free := candidates(dealt, func(i int) bool { return q.fate.fits(o.Workdays(o.date(arrivals[i]), o.date(end))) })
		r.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
		n := max(int(math.Round(q.share*float64(len(arrivals)))), q.least)
		for _, i := range free[:min(n, len(free))] {
			dealt[i] = q.fate
		}
	}
	return dealt
}

// fits reports whether a dossier with so many workdays left may have the fate.
func (f Fate) fits(left int) bool {
	switch f {
	case FateStuck:
		return left >= stuckWithin+3 && left <= stuckWithin+12
	case FateRefused, FateWithdrawn, FateNotCollected:
		return left >= 5
	}
	return left >= 45
}

// stuckWithin bounds the limit, in workdays, of dossiers that get stuck: they
// are overdue when the play ends.
const stuckWithin = 10

// pendingWithin is how many workdays before the end the pending ones come in.
const pendingWithin = 12

// candidates returns the arrivals that have no special fate yet.
func candidates(dealt []Fate, fits func(int) bool) []int {
	var free []int
	for i, f := range dealt {
		if f == FateEarly && fits(i) {
			free = append(free, i)
		}
	}
	return free
}

// suits reports whether the fate suits a procedure: what is to be late
// needs a limit that leaves room for it.
func (f Fate) suits(p *Procedure) bool {
	n := p.days
	switch f {
	case FateDueDay, FateLate, FateLateApology:
		return n >= 3 && n <= 20
	case FateStuck:
		return n >= 5 && n <= stuckWithin
	case FatePending:
		return n >= 7
	case FateWithdrawn, FateUnanswered:
		return n >= 5 && n <= 30
	}
	return true
}
