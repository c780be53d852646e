package register

import (
	"math"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// What is read from a snapshot has the right checksum, and may be senseless all the
// same. Each of these reports whether a part can be used as it was read, in whatever
// way, and finds what follows from it and is not written. So nobody need look again.

// sound reports whether the facts are numbers, each once and in order, and the odd
// codes those of rows.
func (s *subjects) sound() bool {
	next := 0
	for _, n := range s.facts {
		if int(n) < next || int(n) >= s.met {
			return false
		}
		next = int(n) + 1
	}
	for ordinal := range s.odd {
		if int(ordinal) >= s.Len() {
			return false
		}
	}
	return true
}

// sound reports whether there are so many rows, each in its place.
func (s *shelf) sound(rows int) bool {
	if len(s.at) != rows || len(s.chunks) > mostRoom || !s.soundChunks() {
		return false
	}
	there := 0
	for number := range s.chunks {
		found, ok := s.search(number)
		if !ok {
			return false
		}
		there += found
	}
	return there == rows
}

// soundChunks reports whether the last chunk of each pile is one of it, and those that
// are unused are empty, listed once and last in no pile.
func (s *shelf) soundChunks() bool {
	for pile, chunk := range s.last {
		if int(chunk) >= len(s.chunks) || int(s.chunks[chunk].pile) != pile {
			return false
		}
	}
	free := make(map[uint32]bool)
	for _, chunk := range s.unused {
		if int(chunk) >= len(s.chunks) || len(s.chunks[chunk].rows) > 0 || free[chunk] || chunk == s.last[busy] || chunk == s.last[settled] {
			return false
		}
		free[chunk] = true
	}
	return true
}

// search finds how many rows stand in a chunk, and what of it is waste; not ok where
// it can't be read.
func (s *shelf) search(number int) (there int, ok bool) {
	held := &s.chunks[number]
	held.waste = len(held.rows)
	for start := 0; start < len(held.rows); {
		if start >= chunkSize {
			return 0, false
		}
		p := pack.Reader(held.rows[start:], nil)
		before := p.Left()
		var ordinal uint32
		var row []byte
		p.Uint32(&ordinal)
		if p.Blob(&row); p.Err() != nil || int(ordinal) >= len(s.at) {
			return 0, false
		}
		size := before - p.Left()
		if s.at[ordinal] == place(number)<<chunkBits|place(start) {
			there++
			held.waste -= size
		}
		start += size
	}
	return there, true
}

// sound reports whether all columns have so many rows, and every number stands for
// something.
func (c *Columns) sound(rows int) bool {
	if len(c.Marks) != rows || len(c.Worked) != rows || len(c.trail) != rows || !c.respite.holds(rows, len(c.respites.values)) {
		return false
	}
	for _, g := range c.groups() {
		if !g.rows.holds(rows, len(g.combinations.values)) {
			return false
		}
	}
	for _, column := range c.instants() {
		if len(*column) != rows || !soundInstants(*column) {
			return false
		}
	}
	for ordinal, mark := range c.Marks {
		if !mark.sound() || (mark&Trailed != 0) != (c.trail[ordinal] != 0) {
			return false
		}
	}
	return c.trails.sound(c.trail)
}

// The instants that the log can hold: those of the years 0 to 9999 on some clock.
var (
	earliest = At(time.Date(-1, 12, 31, 0, 0, 0, 0, time.UTC))
	latest   = At(time.Date(10000, 1, 2, 0, 0, 0, 0, time.UTC))
)

func (i Instant) sound() bool { return i >= earliest && i <= latest || i == Never }

func soundInstants(instants []Instant) bool {
	for _, at := range instants {
		if !at.sound() {
			return false
		}
	}
	return true
}

func (m Mark) sound() bool {
	return m>>CauseShift < Mark(len(Causes)) && m.Outcome() < OutcomeCount && m.State() <= domain.StateTerminated && m.Verdict() <= domain.Late &&
		m>>ChannelShift&ChannelMask < Mark(len(Channels)) && m>>LevelShift&LevelMask < Mark(len(Levels))
}

// sound reports whether the turns at the places are turns, and no two places share
// any.
func (t *trails) sound(places []uint32) bool {
	if len(t.turns) > math.MaxUint32 {
		return false
	}
	held := make([]bool, len(t.turns))
	t.waste = max(len(t.turns)-1, 0)
	for _, first := range places {
		if first == 0 {
			continue
		}
		if int(first) >= len(t.turns) || int(first)+int(t.turns[first].follow) >= len(t.turns) {
			return false
		}
		last := first + t.turns[first].follow
		for place := first; place <= last; place++ {
			if turn := &t.turns[place]; held[place] || turn.follow != last-place || !turn.sound() {
				return false
			}
			held[place] = true
			t.waste--
		}
	}
	return true
}

func (t *Turn) sound() bool {
	return t.Standing <= domain.StandingTerminated && t.From.sound() && t.Due.sound() && t.Breach.sound()
}
