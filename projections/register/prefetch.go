package register

import "github.com/hoso-engine/dossier/domain"

// Prefetch has the processor fetch what commits to come will need, given the numbers of
// their subjects in the log: those not met yet are new. What it fetches may turn out to
// be something else. It changes nothing that anybody sees, and is called while nobody
// reads.
//
// In a rebuild of a million dossiers each commit comes upon one that lies nowhere near
// the processor, in some thirty places, and mostly upon another one that has to make
// room for it. Waited for in their turn they took a quarter of the applying goroutine's
// time. Here the processor waits for many at a time: each loop reads what is known
// where to find, of all commits.
func (t *Table) Prefetch(subjects []int) {
	if t.rows.tray.size() == 0 {
		return
	}
	ordinals := make([]int, 0, len(subjects))
	for _, n := range subjects {
		if ordinal, is := t.subjects.expected(n); is {
			ordinals = append(ordinals, ordinal)
		}
	}
	t.prefetched += t.rows.prefetch(ordinals)
}

// prefetch returns what was read, which means nothing.
func (r *rows) prefetch(ordinals []int) (read int) {
	for _, ordinal := range ordinals {
		s := r.tray.set(ordinal)
		read += s[0].ordinal + s[len(s)/2].ordinal
		if ordinal < r.columns.Len() {
			read += r.columns.prefetch(ordinal)
		}
	}
	dossiers := make([]*domain.Dossier, 0, len(ordinals))
	for _, ordinal := range ordinals {
		d, lies := r.concerned(ordinal)
		if d != nil {
			dossiers = append(dossiers, d)
		}
		if !lies && ordinal < r.columns.Len() {
			row := r.shelf.get(ordinal)
			for at := 0; at < len(row); at += lineSize {
				read += int(row[at])
			}
		}
	}
	for _, d := range dossiers {
		read += d.Prefetch()
	}
	for _, d := range dossiers {
		read += d.PrefetchLists()
	}
	return read
}

// concerned returns the unpacked dossier that opening a row comes upon: its own where it
// lies on the tray, or else that which makes room for it; nil for none.
func (r *rows) concerned(ordinal int) (d *domain.Dossier, lies bool) {
	s := r.tray.set(ordinal)
	place, lies := s.find(ordinal)
	if !lies {
		place = r.spared(s)
	}
	return s[place].dossier, lies
}

// lineSize is how many bytes a processor fetches at least.
const lineSize = 64

// prefetch reads of the row what [Columns.Derive] reads before it writes; for what it
// only writes nothing waits.
func (c *Columns) prefetch(ordinal int) (read int) {
	for _, n := range c.numbers() {
		read += int(n.at(ordinal))
	}
	return read + int(c.Left[ordinal]) + int(c.Due[ordinal]) + int(c.Marks[ordinal]) + int(c.trail[ordinal])
}

// expected returns the row of a subject's number; of one that is not met yet that which
// it will have if all before it are dossiers.
func (s *subjects) expected(n int) (ordinal int, is bool) {
	if n >= s.met {
		return n - len(s.facts), true
	}
	return s.ordinal(n)
}
