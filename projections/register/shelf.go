package register

import (
	"github.com/hoso-engine/dossier/domain/pack"
)

// shelf keeps one packed row for each ordinal, in the order in which they were
// put: a row that changes is put anew, at the end. Rows stand in chunks; one of
// which much is waste is cleared, that is, its rows are put at the end too. So
// nothing that was written ever changes, and a text that was read out of
// a row stays what it is, for as long as somebody holds it.
type shelf struct {
	chunks [][]byte // rows: ordinal, length, bytes; nil: not in use
	waste  []int    // of each chunk, in bytes: rows that were put again since
	unused []uint32 // chunks that are not in use
	last   uint32   // the chunk that rows are put into
	at     []place  // by ordinal
}

// place is where a row stands: the number of its chunk, and the byte in it.
type place uint32

const (
	chunkBits = 16 // a chunk holds so many bytes, or one row that is longer
	chunkSize = 1 << chunkBits
	mostRoom  = 1 << (32 - chunkBits) // chunks that a place can name: 4 GiB
	noPlace   = ^place(0)
)

func (at place) chunk() uint32 { return uint32(at >> chunkBits) }
func (at place) start() uint32 { return uint32(at & (chunkSize - 1)) }

// get returns the row of an ordinal.
func (s *shelf) get(ordinal int) []byte {
	at := s.at[ordinal]
	p := pack.Reader(s.chunks[at.chunk()][at.start():], nil)
	_, row := record(&p)
	return row
}

// record reads the next row of a chunk.
func record(p *pack.Pack) (ordinal uint32, row []byte) {
	p.Uint32(&ordinal)
	p.Blob(&row)
	return ordinal, row
}

// put takes a row in place of the one that the ordinal has; one that has none
// must be the next.
func (s *shelf) put(ordinal int, row []byte) {
	if ordinal == len(s.at) {
		s.at = append(s.at, noPlace)
	}
	last, before := s.last, s.at[ordinal]
	s.leave(ordinal)
	s.write(uint32(ordinal), row)
	s.clear(last) // it may be full now
	if before != noPlace {
		s.clear(before.chunk())
	}
}

// leave makes waste of an ordinal's row.
func (s *shelf) leave(ordinal int) {
	at := s.at[ordinal]
	if at == noPlace {
		return
	}
	p := pack.Reader(s.chunks[at.chunk()][at.start():], nil)
	before := p.Left()
	record(&p)
	s.waste[at.chunk()] += before - p.Left()
	s.at[ordinal] = noPlace
}

// write puts a row at the end.
func (s *shelf) write(ordinal uint32, row []byte) {
	const most = 10 // bytes before a row
	if len(s.chunks) == 0 || cap(s.chunks[s.last])-len(s.chunks[s.last]) < len(row)+most {
		s.open(max(chunkSize, len(row)+most))
	}
	end := s.chunks[s.last]
	s.at[ordinal] = place(s.last)<<chunkBits | place(len(end))
	p := pack.Writer(end, nil)
	p.Uint32(&ordinal)
	p.Blob(&row)
	s.chunks[s.last] = p.Bytes()
}

// open begins a chunk.
func (s *shelf) open(size int) {
	room := make([]byte, 0, size)
	if n := len(s.unused); n > 0 {
		s.last, s.unused = s.unused[n-1], s.unused[:n-1]
		s.chunks[s.last] = room
		return
	}
	if len(s.chunks) == mostRoom {
		panic("register: the rows take more than 4 GiB") // 30 million dossiers
	}
	s.last = uint32(len(s.chunks))
	s.chunks, s.waste = append(s.chunks, room), append(s.waste, 0)
}

// clear puts what a chunk holds at the end and gives it up, where more than a
// quarter of it is waste. So of all chunks together less than a quarter is.
func (s *shelf) clear(chunk uint32) {
	held, last := s.chunks[chunk], s.last
	if chunk == s.last || 4*s.waste[chunk] <= len(held) {
		return
	}
	s.chunks[chunk], s.waste[chunk] = nil, 0
	for p := pack.Reader(held, nil); p.Left() > 0; {
		start := len(held) - p.Left()
		if ordinal, row := record(&p); s.at[ordinal] == place(chunk)<<chunkBits|place(start) {
			s.write(ordinal, row)
		}
	}
	s.unused = append(s.unused, chunk)
	s.clear(last) // it may be full now
}
