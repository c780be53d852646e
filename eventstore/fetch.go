package eventstore

import (
	"hash/maphash"
	"slices"
)

// atOnce is how many records are fetched beside each other.
const atOnce = 64

// Fetch has the processor fetch what [Chain.Check] will look at for the records. It
// changes nothing and says nothing.
//
// Where a million subjects are known, what a record needs of them lies in seven places
// far from the processor, each of which tells where the next one is. One record after
// the other they are waited for one by one; step by step for many records, the
// processor waits for a dozen at a time: that takes a third off the checking.
func (c *Chain) Fetch(records []Record) {
	for some := range slices.Chunk(records, atOnce) {
		var room [atOnce]int
		for _, n := range c.Subjects().fetch(some, room[:0]) {
			c.fetched += int(c.hashes[n*len(Hash{})]) + int(c.sequences[n]) + int(c.positions[n])
		}
	}
}

// fetch reads what a search for the records' subjects comes upon first, step by step
// for all of them, and appends the numbers found there: mostly theirs.
func (s *Subjects) fetch(records []Record, numbers []int) []int {
	if len(s.slots) == 0 {
		return numbers
	}
	var slots [atOnce]int
	var marks [atOnce]uint8
	for i := range records {
		_, token := split(records[i].Subject)
		var room [64]byte
		slots[i], marks[i] = s.slot(maphash.Bytes(s.seed, asCode(token, room[:0])))
	}
	for i := range records {
		for s.marks[slots[i]] != 0 && s.marks[slots[i]] != marks[i] {
			slots[i] = s.after(slots[i])
		}
	}
	for i := range records {
		if s.marks[slots[i]] != 0 {
			numbers = append(numbers, int(s.slots[slots[i]]))
		}
	}
	var begins [atOnce]uint32
	for i, n := range numbers {
		begins[i] = s.at[n]
	}
	for i := range numbers {
		s.fetched += int(s.text[begins[i]])
	}
	return numbers
}
