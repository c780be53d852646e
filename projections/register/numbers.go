package register

import "github.com/hoso-engine/dossier/domain/pack"

// numbers is a column of small numbers: in two bytes each, until one does not fit.
type numbers struct {
	narrow []uint16
	wide   []uint32 // nil before that
}

// mostNarrow is the highest number that fits in two bytes.
const mostNarrow = 1<<16 - 1

func (n *numbers) at(ordinal int) uint32 {
	if n.wide != nil {
		return n.wide[ordinal]
	}
	return uint32(n.narrow[ordinal])
}

// grow adds a row with the number 0.
func (n *numbers) grow() {
	if n.wide != nil {
		n.wide = pack.Append(n.wide, 0)
	} else {
		n.narrow = pack.Append(n.narrow, 0)
	}
}

func (n *numbers) set(ordinal int, number uint32) {
	if number > mostNarrow && n.wide == nil {
		n.widen()
	}
	if n.wide != nil {
		n.wide[ordinal] = number
	} else {
		n.narrow[ordinal] = uint16(number)
	}
}

// widen makes room for numbers of four bytes.
func (n *numbers) widen() {
	n.wide = make([]uint32, len(n.narrow), cap(n.narrow))
	for ordinal, number := range n.narrow {
		n.wide[ordinal] = uint32(number)
	}
	n.narrow = nil
}

func (n *numbers) keep(p *pack.Pack) {
	pack.Shorts(p, &n.narrow)
	pack.Words(p, &n.wide)
}

// holds reports whether there are so many rows, and all numbers are below the count.
func (n *numbers) holds(rows, count int) bool {
	if len(n.narrow)+len(n.wide) != rows || len(n.narrow) > 0 && len(n.wide) > 0 {
		return false
	}
	for _, number := range n.narrow {
		if int(number) >= count {
			return false
		}
	}
	for _, number := range n.wide {
		if int(number) >= count {
			return false
		}
	}
	return true
}

// dictionary numbers values as they come, from 0: each has one number, and none is
// ever forgotten.
type dictionary[T comparable] struct {
	values []T // by number
	known  map[T]uint32
}

func (d *dictionary[T]) number(value T) uint32 {
	number, known := d.known[value]
	if !known {
		if d.known == nil {
			d.known = make(map[T]uint32)
		}
		number = uint32(len(d.values))
		d.values, d.known[value] = append(d.values, value), number
	}
	return number
}

// keep packs the values. When reading the first is the one that is there already.
func (d *dictionary[T]) keep(p *pack.Pack, value func(*T)) {
	all := d.values
	pack.Slice(p, &all)
	for i := range all {
		if value(&all[i]); p.Reading() && d.number(all[i]) != uint32(i) {
			p.Fail()
		}
	}
	if len(all) < len(d.values) {
		p.Fail()
	}
}
