package register

import "math/bits"

// block is how many rows are looked at together. What is found of them stays in
// the first cache, and their places in the block fit in two bytes.
const block = 1 << 10

// selection is the rows of one block that match, as far as they were asked: their
// places in the block, in order.
//
// To ask every row all there is to ask took 10 to 20 ms for a list of one unit
// among a million rows: what a row says can't be guessed, so that the processor
// waits at each branch. A column that is asked about all rows of a block at once,
// without a branch, and the next one about those that are left, take one.
type selection struct {
	first int // the block's first row
	after int // the row behind its last
	rows  [block]uint16
}

// everyRow are the places of a block.
var everyRow = func() (rows [block]uint16) {
	for i := range rows {
		rows[i] = uint16(i)
	}
	return rows
}()

// all returns the rows of the block.
func (s *selection) all() []uint16 {
	return s.rows[:copy(s.rows[:], everyRow[:s.after-s.first])]
}

// of returns the rows of the block that are in a set.
func (s *selection) of(set ordinals) []uint16 {
	n := 0
	for i := s.first / 64; i < min(len(set), (s.after+63)/64); i++ {
		for word := set[i]; word != 0; word &= word - 1 {
			s.rows[n] = uint16(64*i + bits.TrailingZeros64(word) - s.first)
			n++
		}
	}
	return s.rows[:n]
}

// part returns the block's part of a column.
func part[T any](s *selection, column []T) []T { return column[s.first:s.after] }

// Each of these takes those places out of rows, in place, whose rows do not hold
// what is asked. All are written, and the count goes on for those that stay: no
// branch can be guessed wrong.

// siftNumbers keeps the rows that hold a wanted number: one of which wanted has a 1.
func siftNumbers[N uint16 | uint32](rows []uint16, column []N, wanted []uint8) []uint16 {
	kept := 0
	for _, row := range rows {
		rows[kept] = row
		kept += int(wanted[column[row]])
	}
	return rows[:kept]
}

// siftMarks keeps the rows whose marks are wanted.
func siftMarks(rows []uint16, marks []Mark, m *Matcher) []uint16 {
	looked, wanted, states, verdicts := m.looked, m.wanted, anyOrAll(m.states), anyOrAll(m.verdicts)
	kept := 0
	for _, row := range rows {
		mark := marks[row]
		rows[kept] = row
		kept += one(mark&looked == wanted) & int(states>>mark.State()) & int(verdicts>>mark.Verdict())
	}
	return rows[:kept]
}

// anyOrAll returns the set; all there is for the one that asks for nothing.
func anyOrAll(set uint32) uint32 {
	if set == 0 {
		return ^uint32(0)
	}
	return set
}

// siftInstants keeps the rows whose instant lies between the two, or is one.
func siftInstants(rows []uint16, column []Instant, first, last Instant) []uint16 {
	kept := 0
	for _, row := range rows {
		at := column[row]
		rows[kept] = row
		kept += one(at >= first) & one(at <= last)
	}
	return rows[:kept]
}

// siftRows asks about each row.
func siftRows(rows []uint16, first int, keep func(ordinal int) bool) []uint16 {
	kept := 0
	for _, row := range rows {
		rows[kept] = row
		kept += one(keep(first + int(row)))
	}
	return rows[:kept]
}

// one returns 1 where it holds. The compiler makes no branch of it.
func one(holds bool) int {
	n := 0
	if holds {
		n = 1
	}
	return n
}
