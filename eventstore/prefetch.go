package eventstore

import "hash/maphash"

// Prefetch has the processor fetch what [Chain.Check] will look at for the records. It
// says nothing, and changes nothing that anybody sees.
//
// Where a million subjects are known, what a record needs of them lies in seven places
// far from the processor, each of which tells where the next one is. One record after
// the other they are waited for one by one; step by step for many records, the
// processor waits for a dozen at a time.
func (c *Chain) Prefetch(records []Record) {
	numbers, read := c.Subjects().prefetch(records)
	for _, n := range numbers {
		read += int(c.hashes[n*len(Hash{})]) + int(c.sequences[n]) + int(c.positions[n])
	}
	c.prefetched += read
}

// prefetch reads what a search for the records' subjects comes upon first, step by step
// for all of them, and returns the numbers found there, which are mostly theirs; of one
// that is not known mostly none. What was read means nothing, but must be used, or the
// compiler leaves the reading out.
func (s *Subjects) prefetch(records []Record) (numbers []int, read int) {
	if len(s.slots) == 0 {
		return nil, 0
	}
	slots, marks := make([]int, len(records)), make([]uint8, len(records))
	for i := range records {
		_, token := split(records[i].Subject)
		var room [64]byte // of nearly every code
		slots[i], marks[i] = s.slot(maphash.Bytes(s.seed, asCode(token, room[:0])))
	}
	for i, mark := range marks {
		for s.marks[slots[i]] != 0 && s.marks[slots[i]] != mark {
			slots[i] = s.after(slots[i])
		}
	}
	numbers = make([]int, 0, len(records))
	for _, slot := range slots {
		if s.marks[slot] != 0 {
			numbers = append(numbers, int(s.slots[slot]))
		}
	}
	texts := make([]uint32, len(numbers))
	for i, n := range numbers {
		texts[i] = s.at[n]
	}
	for _, at := range texts {
		read += int(s.text[at])
	}
	return numbers, read
}
