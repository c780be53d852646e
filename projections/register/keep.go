package register

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Form is the number of the form that [Table.Keep] writes. It grows whenever the
// form changes, or what is derived from the events.
func (t *Table) Form() int { return 2 }

// Size returns about how many bytes Keep will write.
func (t *Table) Size() int { return 300 * t.subjects.Len() }

// Keep writes the table, or makes it what was written. Two tables that followed
// the same log write the same bytes. The subjects are kept before it, see
// [Table.Subjects]. What it holds is written as it stands in
// memory, so that a million rows take a moment.
func (t *Table) Keep(p *pack.Pack) {
	if p.Reading() {
		*t.subjects = subjects{log: t.subjects.log, odd: make(map[uint32]domain.Code)}
		t.clear(t.columns.reference)
		t.live, t.ordinal, t.subject = nil, -1, ""
	}
	t.subjects.keep(p)
	t.rows.names.Pack(p)
	t.rows.shelf.keep(p)
	pack.Longs(p, (*[]uint64)(&t.live))
	p.Int(&t.awaiting)
	t.columns.keep(p)
	if n := t.subjects.Len(); p.Reading() && (len(t.rows.shelf.at) != n || t.columns.Len() != n) {
		p.Fail()
	}
}

func (s *shelf) keep(p *pack.Pack) {
	for i := range s.last {
		p.Uint32(&s.last[i])
	}
	pack.Slice(p, &s.chunks)
	for i := range s.chunks {
		c := &s.chunks[i]
		p.Blob(&c.rows)
		p.Int(&c.waste)
		if p.Below((*uint8)(&c.pile), uint8(piles)); p.Reading() {
			c.rows = s.own(uint32(i))
		}
	}
	pack.Words(p, &s.unused)
	pack.Words(p, &s.at)
	if p.Reading() && !s.holds() {
		p.Fail()
		*s = *newShelf()
	}
}

// own returns a chunk's rows in memory of their own, with room for more in the
// last ones.
func (s *shelf) own(number uint32) []byte {
	read := s.chunks[number].rows
	if len(read) > 0 && slices.Contains(s.last[:], number) {
		return append(make([]byte, 0, max(chunkSize, len(read))), read...)
	}
	return bytes.Clone(read)
}

// holds reports whether every place is one.
func (s *shelf) holds() bool {
	for pile, chunk := range s.last {
		if int(chunk) >= len(s.chunks) || int(s.chunks[chunk].pile) != pile {
			return false
		}
	}
	for _, chunk := range s.unused {
		if int(chunk) >= len(s.chunks) {
			return false
		}
	}
	for _, at := range s.at {
		if int(at.chunk()) >= len(s.chunks) || int(at.start()) >= len(s.chunks[at.chunk()].rows) {
			return false
		}
	}
	return true
}

func (c *Columns) keep(p *pack.Pack) {
	for _, n := range c.names() {
		n.keep(p)
	}
	for _, at := range c.instants() {
		pack.Longs(p, at)
	}
	pack.Words(p, &c.Marks)
	pack.Words(p, &c.Worked)
	pack.Words(p, &c.trail)
	c.trails.keep(p)
	if !p.Reading() {
		return
	}
	if !c.holds() {
		p.Fail()
		*c = Columns{reference: c.reference, rows: c.rows}
	}
	for ordinal, at := range c.Left {
		c.leave(ordinal, at)
	}
}

// holds reports whether all columns are of one length, and every number stands
// for something.
func (c *Columns) holds() bool {
	same := len(c.Worked) == c.Len() && len(c.trail) == c.Len()
	for _, n := range c.names() {
		same = same && n.holds(c.Len())
	}
	for _, at := range c.instants() {
		same = same && len(*at) == c.Len()
	}
	for _, place := range c.trail {
		same = same && (place == 0 || int(place) < len(c.trails.turns))
	}
	for place, turn := range c.trails.turns {
		same = same && place+int(turn.follow) < len(c.trails.turns)
	}
	return same
}

func (n *Names) keep(p *pack.Pack) {
	pack.Shorts(p, &n.narrow)
	pack.Words(p, &n.wide)
	pack.Slice(p, &n.words)
	for i := range n.words {
		p.Text(&n.words[i])
	}
	if !p.Reading() {
		return
	}
	n.known = make(map[string]uint32, len(n.words))
	for i := range n.words {
		n.words[i] = strings.Clone(n.words[i])
		n.known[n.words[i]] = uint32(i)
	}
	if len(n.words) == 0 {
		n.known = nil // the first row makes it
	}
}

// holds reports whether so many rows have the number of a word.
func (n *Names) holds(rows int) bool {
	if len(n.narrow)+len(n.wide) != rows || len(n.narrow) > 0 && len(n.wide) > 0 {
		return false
	}
	for ordinal := range rows {
		if int(n.Number(ordinal)) >= n.Len() {
			return false
		}
	}
	return true
}

func (t *trails) keep(p *pack.Pack) {
	p.Int(&t.waste)
	pack.Slice(p, &t.turns)
	for i := range t.turns {
		turn := &t.turns[i]
		for _, at := range [...]*Instant{&turn.From, &turn.Due, &turn.Breach} {
			p.Int64((*int64)(at))
		}
		p.Byte((*uint8)(&turn.Standing))
		p.Uint32(&turn.follow)
	}
}
