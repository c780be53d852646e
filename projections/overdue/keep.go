package overdue

import (
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Form is the number of the form that [Ladder.Keep] writes. It grows whenever the
// form changes, or what is derived from the events.
func (l *Ladder) Form() int { return 2 }

// Keep writes the ladder, or makes it what was written. Two ladders that followed
// the same log write the same bytes. What is read without an error holds together,
// but only dossiers that stand where they stood then make sense of it: the
// reference and the dossiers are kept with it.
func (l *Ladder) Keep(p *pack.Pack) {
	l.pins.keep(p)
	p.Time(&l.lastPast)
	pack.Slice(p, &l.open)
	for i := range l.open {
		l.open[i].keep(p, len(l.pins.all))
	}
	pack.Slice(p, &l.queue.items)
	for i := range l.queue.items {
		l.queue.items[i].keep(p)
	}
	if p.Reading() {
		l.link(p)
	}
}

func (s *pins) keep(p *pack.Pack) {
	all := s.all
	if p.Reading() {
		*s, all = pins{}, nil
	}
	pack.Slice(p, &all)
	for i := range all {
		for _, ref := range [...]*domain.VersionRef{&all[i].policy, &all[i].calendar, &all[i].procedure} {
			p.Text(&ref.ID)
			p.Int(&ref.Version)
			if p.Reading() {
				ref.ID = strings.Clone(ref.ID) // else all that was read would stay with it
			}
		}
		if p.Reading() {
			s.add(all[i])
		}
	}
}

func (e *entry) keep(p *pack.Pack, pins int) {
	p.Text(&e.subject)
	pack.Slice(p, &e.rows)
	for i := range e.rows {
		e.rows[i].keep(p)
		if r := &e.rows[i]; !r.counts() && int(r.pin) >= pins {
			p.Fail()
		}
	}
	if p.Reading() {
		e.subject = strings.Clone(e.subject)
	}
}

func (r *row) keep(p *pack.Pack) {
	p.Below(&r.clock, uint8(len(clocks)))
	p.Uint32(&r.of)
	p.Uint32(&r.pin)
	for _, ms := range [...]*int64{&r.start, &r.due, &r.breach, &r.recorded} {
		p.Int64(ms)
	}
	p.Int32(&r.offset)
}

func (it *item) keep(p *pack.Pack) {
	p.Below(&it.clock, uint8(len(clocks)))
	p.Uint32(&it.slot)
	p.Int64(&it.at)
	p.Uint16(&it.known)
	p.Byte(&it.clear)
}

// link finds the places that are not written.
func (l *Ladder) link(p *pack.Pack) {
	l.slots = make(map[string]uint32, len(l.open))
	for slot := range l.open {
		l.slots[l.open[slot].subject] = uint32(slot)
	}
	if len(l.slots) != len(l.open) {
		p.Fail()
	}
	for i, it := range l.queue.items {
		if int(it.slot) >= len(l.open) || l.queue.place(it) != 0 || i > 0 && l.queue.before(i, (i-1)/2) {
			p.Fail()
			break
		}
		l.queue.tell(i)
	}
	if p.Err() != nil { // nothing of it is to be used
		l.pins, l.slots, l.open, l.queue.items = pins{}, make(map[string]uint32), nil, nil
	}
}
