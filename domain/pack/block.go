package pack

import (
	"encoding/binary"
	"slices"
)

// Slice packs the length of a list, the elements of which the caller packs; an
// empty one takes a bit. When reading it makes that many zero elements, in the
// room that the list has: no more than there are bytes left, of which each must
// take one.
func Slice[T any](p *Pack, list *[]T) {
	n := 0
	if p.Has(len(*list) > 0) {
		n = p.count(len(*list), 1)
	}
	if p.reading {
		room := slices.Grow((*list)[:0], n)[:n]
		clear(room)
		*list = room
	}
}

// Shorts packs a block of numbers of 16 bits. When reading it takes the room that
// the slice has.
func Shorts[T ~uint16 | ~int16](p *Pack, block *[]T) {
	const size = 2
	from := p.block(len(*block), size)
	if !p.reading {
		for i, n := range *block {
			binary.LittleEndian.PutUint16(from[i*size:], uint16(n))
		}
		return
	}
	room := slices.Grow((*block)[:0], len(from)/size)[:len(from)/size]
	for i := range room {
		room[i] = T(binary.LittleEndian.Uint16(from[i*size:]))
	}
	*block = room
}

// Words packs a block of numbers of 32 bits. When reading it takes the room that
// the slice has.
func Words[T ~uint32 | ~int32](p *Pack, block *[]T) {
	const size = 4
	from := p.block(len(*block), size)
	if !p.reading {
		for i, n := range *block {
			binary.LittleEndian.PutUint32(from[i*size:], uint32(n))
		}
		return
	}
	room := slices.Grow((*block)[:0], len(from)/size)[:len(from)/size]
	for i := range room {
		room[i] = T(binary.LittleEndian.Uint32(from[i*size:]))
	}
	*block = room
}

// Longs packs a block of numbers of 64 bits. When reading it takes the room that
// the slice has.
func Longs[T ~uint64 | ~int64](p *Pack, block *[]T) {
	const size = 8
	from := p.block(len(*block), size)
	if !p.reading {
		for i, n := range *block {
			binary.LittleEndian.PutUint64(from[i*size:], uint64(n))
		}
		return
	}
	room := slices.Grow((*block)[:0], len(from)/size)[:len(from)/size]
	for i := range room {
		room[i] = T(binary.LittleEndian.Uint64(from[i*size:]))
	}
	*block = room
}

// block returns the bytes of a block: room for n numbers to write, or those that
// are to be read.
func (p *Pack) block(n, size int) []byte {
	length := p.count(n, size) * size
	if !p.reading {
		from := len(p.data)
		p.data = slices.Grow(p.data, length)[:from+length]
		return p.data[from:]
	}
	p.at += length
	return p.data[p.at-length : p.at]
}

// count packs how many elements of at least that size follow.
func (p *Pack) count(n, size int) int {
	if !p.reading {
		p.data = binary.AppendUvarint(p.data, uint64(n))
		return n
	}
	read := p.uvarint()
	if read > uint64(p.Left()/size) {
		p.fail()
		return 0
	}
	return int(read)
}
