package overdue

import "slices"

// atOnce is how many commits are fetched for beside each other.
const atOnce = 64

// Fetch has the processor fetch what the ladder will need for commits to come, given the
// numbers of their subjects in the log: see [register.Table.Fetch]. It changes nothing.
func (l *Ladder) Fetch(subjects []int) {
	for some := range slices.Chunk(subjects, atOnce) {
		var room [atOnce]*entry
		entries := room[:0]
		for _, n := range some {
			if number, known := l.dossiers.Ordinal(n); known {
				if slot, open := l.slots.of(uint32(number)); open {
					entries = append(entries, &l.open[slot])
				}
			}
		}
		for _, e := range entries {
			l.fetched += int(e.moved) + len(e.rows)
		}
		for _, e := range entries {
			for i := range e.rows {
				l.fetched += int(e.rows[i].of)
			}
		}
	}
}
