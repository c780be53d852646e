package overdue

// Prefetch has the processor fetch what the ladder will need for commits to come, given
// the numbers of their subjects in the log. It changes nothing that anybody sees, and is
// called while nobody asks.
func (l *Ladder) Prefetch(subjects []int) {
	entries := make([]*entry, 0, len(subjects))
	for _, n := range subjects {
		if number, known := l.dossiers.NumberOf(n); known {
			if slot, open := l.slots.of(uint32(number)); open {
				entries = append(entries, &l.open[slot])
			}
		}
	}
	for _, e := range entries {
		l.prefetched += int(e.moved) + len(e.rows)
	}
	for _, e := range entries {
		for i := range e.rows {
			l.prefetched += int(e.rows[i].of)
		}
	}
}
