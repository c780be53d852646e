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

// Uint32 packs a whole number of 32 bits.
func (p *Pack) Uint32(n *uint32) {
	wide := uint64(*n)
	p.Uint(&wide)
	if *n = uint32(wide); uint64(*n) != wide {
		p.fail()
		*n = 0
	}
}

// Int packs a number with a sign.
func (p *Pack) Int(n *int) {
	wide := int64(*n)
	p.Int64(&wide)
	*n = int(wide)
}

// Int64 packs a number with a sign. A duration is one.
func (p *Pack) Int64(n *int64) {
	if p.reading {
		*n = unzigzag(p.uvarint())
		return
	}
	p.data = binary.AppendUvarint(p.data, zigzag(*n))
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

// Bool packs a yes or no. Where there are several, bits of one number take less.
func (p *Pack) Bool(b *bool) {
	var n uint8
	if *b {
		n = 1
	}
	p.Byte(&n)
	if n > 1 {
		p.fail()
	}
	*b = n == 1
}

// uvarint reads a varint.
func (p *Pack) uvarint() uint64 {
	if p.at < len(p.data) && p.data[p.at] < 0x80 { // most are small
		p.at++
		return uint64(p.data[p.at-1])
	}
	n, size := binary.Uvarint(p.data[p.at:])
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
