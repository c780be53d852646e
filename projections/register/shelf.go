package register

import (
	"slices"

	"github.com/hoso-engine/dossier/domain/pack"
)

// shelf keeps one packed row for each ordinal, in the order in which they were
// put: a row that changes is put anew, at the end. Rows stand in chunks; one of
// which much is waste is cleared, that is, its rows are put at the end too. So
// nothing that was written ever changes, and a text that was read out of a row
// stays what it is, for as long as somebody holds it.
//
// Rows that will hardly change again stand in chunks of their own, which nothing
// wastes: of ten dossiers nine are closed.
type shelf struct {
	chunks []chunk
	unused []uint32      // chunks that hold nothing
	last   [piles]uint32 // the chunk of each pile that rows are put into
	at     []place       // by ordinal
}

// chunk is a stretch of rows: of each its ordinal, its length and its bytes.
type chunk struct {
	rows  []byte // nil: not in use
	waste int    // bytes of rows that were put again since
	pile  pile
}

// pile is a kind of rows.
type pile uint8

const (
	busy    pile = iota // rows that change
	settled             // rows that hardly will
	piles
)

// bearable is the part of a pile's chunks that may be waste: a quarter, or a
// thirty-second. The less it is, the more rows are moved for one that changes.
var bearable = [piles]int{busy: 4, settled: 32}

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

func newShelf() *shelf {
	s := &shelf{chunks: make([]chunk, piles)}
	for p := range piles {
		s.chunks[p].pile, s.last[p] = p, uint32(p)
	}
	return s
}

// get returns the row of an ordinal.
func (s *shelf) get(ordinal int) []byte {
	_, row, _ := s.read(s.at[ordinal])
	return row
}

// read returns the row of a place, and how many bytes it takes there.
func (s *shelf) read(at place) (ordinal uint32, row []byte, size int) {
	p := pack.Reader(s.chunks[at.chunk()].rows[at.start():], nil)
	before := p.Left()
	p.Uint32(&ordinal)
	p.Blob(&row)
	return ordinal, row, before - p.Left()
}

// put takes a row in place of the one that the ordinal has; one that has none
// must be the next.
func (s *shelf) put(ordinal int, row []byte, onto pile) {
	if ordinal == len(s.at) {
		s.at = pack.Append(s.at, noPlace)
	}
	last, before := s.last[onto], s.at[ordinal]
	if before != noPlace {
		_, _, size := s.read(before)
		s.chunks[before.chunk()].waste += size
		s.at[ordinal] = noPlace
	}
	s.write(uint32(ordinal), row, onto)
	s.clear(last) // it may be full now
	if before != noPlace {
		s.clear(before.chunk())
	}
}

// write puts a row at the end.
func (s *shelf) write(ordinal uint32, row []byte, onto pile) {
	const most = 10 // bytes before a row
	if end := s.chunks[s.last[onto]].rows; cap(end)-len(end) < len(row)+most {
		s.open(max(chunkSize, len(row)+most), onto)
	}
	end := &s.chunks[s.last[onto]]
	s.at[ordinal] = place(s.last[onto])<<chunkBits | place(len(end.rows))
	p := pack.Writer(end.rows, nil)
	p.Uint32(&ordinal)
	p.Blob(&row)
	end.rows = p.Bytes()
}

// open begins a chunk.
func (s *shelf) open(size int, onto pile) {
	if len(s.unused) == 0 {
		if len(s.chunks) == mostRoom {
			panic("register: the rows take more than 4 GiB") // 30 million dossiers
		}
		s.unused = append(s.unused, uint32(len(s.chunks)))
		s.chunks = append(s.chunks, chunk{})
	}
	n := len(s.unused) - 1
	s.last[onto], s.unused = s.unused[n], s.unused[:n]
	s.chunks[s.last[onto]] = chunk{rows: make([]byte, 0, size), pile: onto}
}

// clear puts what a chunk holds at the end and gives it up, where more of it is
// waste than is bearable.
func (s *shelf) clear(number uint32) {
	held := s.chunks[number]
	if slices.Contains(s.last[:], number) || bearable[held.pile]*held.waste <= len(held.rows) {
		return
	}
	last := s.last[held.pile]
	for start := 0; start < len(held.rows); {
		at := place(number)<<chunkBits | place(start)
		ordinal, row, size := s.read(at)
		if s.at[ordinal] == at {
			s.write(ordinal, row, held.pile)
		}
		start += size
	}
	s.chunks[number] = chunk{}
	s.unused = append(s.unused, number)
	s.clear(last) // it may be full now
}
