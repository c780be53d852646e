package register

import (
	"bytes"
	"maps"
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Form is the number of the form that [Table.Keep] writes. It grows whenever the
// form changes, or what is derived from the events.
func (t *Table) Form() int { return 5 }

// Size returns about how many bytes Keep will write.
func (t *Table) Size() int { return 300 * t.subjects.Len() }

// Keep writes the table, or makes it what was written. Two tables that followed
// the same log write the same bytes. The subjects are kept before it, see
// [Table.Subjects]. What it holds is written as it stands in
// memory, so that a million rows take a moment. All that is read without an error
// can be used, whoever wrote it: a row is unpacked once, which takes half of the time.
func (t *Table) Keep(p *pack.Pack) {
	if p.Reading() {
		*t.subjects = subjects{log: t.subjects.log, odd: make(map[uint32]domain.Code)}
		t.clear(t.columns.reference)
		t.live, t.awaiting, t.ordinal, t.subject = nil, 0, -1, ""
	}
	t.subjects.keep(p)
	t.rows.names.Pack(p)
	t.rows.shelf.keep(p)
	t.rows.keepTray(p)
	t.columns.keep(p)
	if p.Reading() {
		t.restore(p)
	}
}

// restore checks what was read, and makes what is not written.
func (t *Table) restore(p *pack.Pack) {
	n := t.subjects.Len()
	if p.Err() != nil || !t.subjects.sound() || !t.columns.sound(n) || !t.rows.shelf.sound(n) || !t.rows.tray.sound(n) {
		p.Fail()
		t.clear(t.columns.reference)
		return
	}
	found, ok := t.look(n)
	if !ok {
		p.Fail()
		t.clear(t.columns.reference)
		return
	}
	t.columns.zones = found
	for ordinal := range n {
		t.columns.leave(ordinal, t.columns.Left[ordinal])
		t.count(ordinal, domain.StateNone, t.columns.Marks[ordinal].State())
	}
}

// spans is in how many parts the rows are looked at.
const spans = 16

// look unpacks each row once and returns the zones of their dues; not ok where one
// can't be unpacked or is in another state than its columns say.
func (t *Table) look(rows int) (found zones, ok bool) {
	var each [spans]zones // nil: not ok
	t.spread(spans, func(span int) { each[span] = t.lookAt(rows*span/spans, rows*(span+1)/spans) })
	found = make(zones)
	for _, some := range each {
		if some == nil {
			return nil, false
		}
		maps.Copy(found, some)
	}
	return found, true
}

// lookAt is look at the rows from one to before another; nil where it is not ok.
func (t *Table) lookAt(from, to int) zones {
	found := make(zones)
	var room domain.Dossier
	for ordinal := from; ordinal < to; ordinal++ {
		if t.rows.unpack(ordinal, &room) != nil || room.State != t.columns.Marks[ordinal].State() {
			return nil
		}
		found.learn(&room)
	}
	return found
}

func (s *shelf) keep(p *pack.Pack) {
	for i := range s.last {
		p.Uint32(&s.last[i])
	}
	pack.Slice(p, &s.chunks)
	for i := range s.chunks {
		c := &s.chunks[i]
		p.Blob(&c.rows)
		if p.Below((*uint8)(&c.pile), uint8(piles)); p.Reading() {
			c.rows = s.own(uint32(i))
		}
	}
	pack.Words(p, &s.unused)
	pack.Words(p, &s.at)
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

func (c *Columns) keep(p *pack.Pack) {
	for _, g := range c.groups() {
		g.keep(p)
	}
	for _, at := range c.instants() {
		pack.Longs(p, at)
	}
	c.respites.keep(p, func(respite *Instant) { p.Int64((*int64)(respite)) })
	c.respite.keep(p)
	pack.Words(p, &c.Marks)
	pack.Words(p, &c.Worked)
	pack.Words(p, &c.trail)
	c.trails.keep(p)
}

func (t *trails) keep(p *pack.Pack) {
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
