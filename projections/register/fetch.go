package register

import (
	"slices"

	"github.com/hoso-engine/dossier/domain"
)

// atOnce is how many commits are fetched for beside each other.
const atOnce = 64

// Fetch has the processor fetch what commits to come will need, given the numbers of
// their subjects in the log: those not met yet are new. It changes nothing, and what it
// fetches may turn out to be something else.
//
// In a rebuild of a million dossiers each commit comes upon one that lies nowhere near
// the processor, in some thirty places, and mostly upon another one that has to make
// room for it. Waited for in their turn they took a quarter of the applying goroutine's
// time. Here the processor waits for many at a time: each loop reads what is known
// where to find, of all commits.
func (t *Table) Fetch(subjects []int) {
	if len(subjects) == 1 || t.rows.tray.size() == 0 {
		return
	}
	for some := range slices.Chunk(subjects, atOnce) {
		var room [atOnce]int
		ordinals := room[:0]
		for _, n := range some {
			if ordinal, is := t.subjects.expected(n); is {
				ordinals = append(ordinals, ordinal)
			}
		}
		t.fetched += t.rows.fetch(ordinals)
	}
}

// fetch returns what was read, which means nothing.
func (r *rows) fetch(ordinals []int) (read int) {
	for _, ordinal := range ordinals {
		s := r.tray.set(ordinal)
		read += s[0].ordinal + s[len(s)/2].ordinal
		if ordinal < r.columns.Len() {
			read += r.columns.fetch(ordinal)
		}
	}
	var room [atOnce]*domain.Dossier
	dossiers := room[:0]
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
		read += d.Fetch()
	}
	for _, d := range dossiers {
		read += d.FetchLists()
	}
	return read
}

// concerned returns the unpacked dossier that opening a row comes upon: its own where it
// lies on the tray, or else that which makes room for it; nil for none.
func (r *rows) concerned(ordinal int) (d *domain.Dossier, lies bool) {
	s := r.tray.set(ordinal)
	place, lies := s.find(ordinal)
	switch {
	case lies:
		return s[place].dossier, true
	case s[len(s)-1].free():
		return nil, false
	}
	return s[r.spared(s)].dossier, false
}

// lineSize is how many bytes a processor fetches at least.
const lineSize = 64

// fetch reads what [Columns.Derive] will look at.
func (c *Columns) fetch(ordinal int) (read int) {
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
