package overdue

import (
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// Form is the number of the form that [Ladder.Keep] writes. It grows whenever the
// form changes, or what is derived from the events.
func (l *Ladder) Form() int { return 4 }

// Keep writes the ladder, or makes it what was written. Two ladders that followed
// the same log write the same bytes, whenever they were asked. What is read without
// an error holds together, but only dossiers that stand where they stood then make
// sense of it: the reference and the dossiers are kept with it.
func (l *Ladder) Keep(p *pack.Pack) {
	var items []item
	if !p.Reading() {
		items = l.next()
	}
	l.pins.keep(p)
	p.Time(&l.lastPast)
	pack.Slice(p, &l.open)
	for i := range l.open {
		l.open[i].keep(p, len(l.pins.all))
	}
	pack.Slice(p, &items)
	for i := range items {
		items[i].keep(p)
	}
	if p.Reading() {
		l.queue.items = items
		l.link(p)
	}
}

// next returns the clocks' next rungs by dossier and clock: the queue is in an order
// that depends on what was asked when.
func (l *Ladder) next() []item {
	l.settled()
	items := make([]item, 0, len(l.queue.items))
	for slot := range l.open {
		for _, place := range l.open[slot].places {
			if place > 0 {
				items = append(items, l.queue.items[place-1])
			}
		}
	}
	return items
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
	p.Uint32(&e.number)
	p.Bool(&e.loose)
	pack.Slice(p, &e.rows)
	for i := range e.rows {
		e.rows[i].keep(p)
		if r := &e.rows[i]; !r.counts() && int(r.pin) >= pins {
			p.Fail()
		}
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
	l.slots = slots{}
	for slot := range l.open {
		number := l.open[slot].number
		if _, twice := l.slots.of(number); twice || number >= mostNumbers {
			p.Fail()
			break
		}
		l.slots.add(number, uint32(slot))
	}
	for i, it := range l.queue.items {
		if int(it.slot) >= len(l.open) || i > 0 && !l.queue.items[i-1].before(it) {
			p.Fail()
			break
		}
		l.queue.tell(i)
	}
	l.behind = false
	if p.Err() != nil { // nothing of it is to be used
		l.pins, l.slots, l.open, l.queue.items = pins{}, slots{}, nil, nil
	}
	l.queue.order()
}

// before reports whether the rung is written before the other.
func (it item) before(other item) bool {
	return it.slot < other.slot || it.slot == other.slot && it.clock < other.clock
}
