package pack

import "encoding/binary"

// Uint packs a whole number.
func (p *Pack) Uint(n *uint64) {
	if p.reading {
		*n = p.uvarint()
		return
	}
	p.data = binary.AppendUvarint(p.data, *n)
}

// Those that are narrower than what is packed are written out each: a generic
// function for all of them makes every Pack escape to the heap.

// Uint32 packs a whole number of 32 bits.
func (p *Pack) Uint32(n *uint32) {
	if !p.reading {
		p.data = binary.AppendUvarint(p.data, uint64(*n))
		return
	}
	wide := p.uvarint()
	if *n = uint32(wide); uint64(*n) != wide {
		p.fail()
		*n = 0
	}
}

// Uint16 packs a whole number of 16 bits.
func (p *Pack) Uint16(n *uint16) {
	wide := uint32(*n)
	if p.Uint32(&wide); !p.reading {
		return
	}
	if *n = uint16(wide); uint32(*n) != wide {
		p.fail()
		*n = 0
	}
}

// Int packs a number with a sign.
func (p *Pack) Int(n *int) {
	wide := int64(*n)
	if p.Int64(&wide); p.reading {
		*n = int(wide)
	}
}

// Int32 packs a number of 32 bits with a sign.
func (p *Pack) Int32(n *int32) {
	wide := int64(*n)
	if p.Int64(&wide); !p.reading {
		return
	}
	if *n = int32(wide); int64(*n) != wide {
		p.fail()
		*n = 0
	}
}

// Int64 packs a number with a sign. A duration is one.
func (p *Pack) Int64(n *int64) {
	if p.reading {
		*n = unzigzag(p.uvarint())
		return
	}
	p.data = binary.AppendUvarint(p.data, zigzag(*n))
}

// Below packs a number of a small enumeration: one below count.
func (p *Pack) Below(n *uint8, count uint8) {
	if p.Byte(n); *n >= count {
		p.fail()
		*n = 0
	}
}

// Byte packs a small number as it is.
func (p *Pack) Byte(b *uint8) {
	if !p.reading {
		p.data = append(p.data, *b)
		return
	}
	*b = 0
	if p.at < len(p.data) {
		*b = p.data[p.at]
		p.at++
		return
	}
	p.fail()
}

// Bool packs a yes or no as one bit. Eight of them share a byte, which stands
// where the first of them was packed.
func (p *Pack) Bool(b *bool) {
	if is := p.Has(*b); p.reading {
		*b = is
	}
}

// Has packs whether something follows that is often missing, and reports it:
//
//	if p.Has(!d.ReturnedAt.IsZero()) {
//		p.Time(&d.ReturnedAt)
//	}
func (p *Pack) Has(it bool) bool {
	if p.bits.next == 0 {
		p.bits = bits{at: len(p.data), next: 1}
		p.Byte(&p.bits.read)
	}
	bit := p.bits.next
	p.bits.next <<= 1 // 0 after the eighth
	if p.reading {
		return p.bits.read&bit != 0
	}
	if it {
		p.data[p.bits.at] |= bit
	}
	return it
}

// bits is the byte that yes and no go to.
type bits struct {
	at   int   // when writing: its place
	read uint8 // when reading: what it holds; when writing: 0
	next uint8 // the bit of the next one; 0: none is left
}

// uvarint reads a varint.
func (p *Pack) uvarint() uint64 {
	left := p.data[p.at:]
	switch { // most are small
	case len(left) > 0 && left[0] < 0x80:
		p.at++
		return uint64(left[0])
	case len(left) > 1 && left[1] < 0x80:
		p.at += 2
		return uint64(left[0]&0x7f) | uint64(left[1])<<7
	}
	n, size := binary.Uvarint(left)
	if size <= 0 {
		p.fail()
		return 0
	}
	p.at += size
	return n
}

// zigzag turns numbers of either sign and small size into small numbers.
func zigzag(n int64) uint64 { return uint64(n)<<1 ^ uint64(n>>63) }

func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }
