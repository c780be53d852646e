package pack

import (
	"encoding/binary"
	"slices"
)

// Count packs the length of a list. When reading it is no more than the bytes
// that are left: every element must write at least one.
func (p *Pack) Count(n int) int {
	if !p.reading {
		p.data = binary.AppendUvarint(p.data, uint64(n))
		return n
	}
	return p.count(1)
}

// Slice packs the length of a list, the elements of which the caller packs. When
// reading it makes that many zero elements, in the room that the list has.
func Slice[T any](p *Pack, list *[]T) {
	n := p.Count(len(*list))
	if p.reading {
		room := slices.Grow((*list)[:0], n)[:n]
		clear(room)
		*list = room
	}
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
	if p.reading {
		from := p.count(size) * size
		p.at += from
		return p.data[p.at-from : p.at]
	}
	p.data = binary.AppendUvarint(p.data, uint64(n))
	from := len(p.data)
	p.data = slices.Grow(p.data, n*size)[:from+n*size]
	return p.data[from:]
}

// count reads how many elements of at least that size follow.
func (p *Pack) count(size int) int {
	n := p.uvarint()
	if n > uint64(p.Left()/size) {
		p.fail()
		return 0
	}
	return int(n)
}
