// Package snapshots keeps what the projections had folded in a file, so that a
// start needs to read only what came to the log since.
//
// # Stored form
//
// One file, "snapshot":
//
//	 0  8  "DOSSNAP1"
//	 8  4  length of the header in bytes, little endian
//	12  4  CRC-32 (Castagnoli) of the header, little endian
//	16     the header: one JSON object ([Header])
//	       the parts, in the order and of the lengths that the header says
//
// A part is what its projection writes; its form is the projection's own. The
// header says for each its CRC-32 (Castagnoli) as well.
//
// # Crashes
//
// A snapshot is written into "snapshot.new", synced, read again, and only then
// takes the place of the one before. A crash leaves either; what was left of a new
// one is written over.
//
// A snapshot proves nothing and need not be there: the log is the record. What is
// not whole, or was written by another build, is not used.
package snapshots

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/projections"
)

const (
	magic      = "DOSSNAP1"
	headerAt   = 16
	mostHeader = 1 << 20
)

// ErrDamaged is returned (wrapped) for a file that is no whole snapshot.
var ErrDamaged = errors.New("the snapshot is damaged")

// Header says what a snapshot is of. It holds nothing personal.
type Header struct {
	Build    string    `json:"build"` // of the engine that wrote it
	Taken    time.Time `json:"taken"`
	Position uint64    `json:"position"`
	First    string    `json:"first"` // hash of the log's first record
	Last     string    `json:"last"`  // hash of the record at the position
	Parts    []Part    `json:"parts"`
}

// Part is a part of a snapshot.
type Part struct {
	Name   string `json:"name"`
	Form   int    `json:"form"`
	Length int64  `json:"length"` // in bytes
	CRC    uint32 `json:"crc32c"`
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Size returns the length of the parts in bytes.
func (h *Header) Size() (size int64) {
	for _, p := range h.Parts {
		size += p.Length
	}
	return size
}

// headerOf returns the header of a snapshot.
func headerOf(s *projections.Snapshot, build string, taken time.Time) *Header {
	h := &Header{Build: build, Taken: taken, Position: s.Position, First: s.First.String(), Last: s.Last.String()}
	for _, p := range s.Parts {
		h.Parts = append(h.Parts, Part{p.Name, p.Form, int64(len(p.Data)), crc32.Checksum(p.Data, castagnoli)})
	}
	return h
}

// write writes a snapshot.
func write(to io.Writer, h *Header, s *projections.Snapshot) error {
	header, err := json.Marshal(h)
	if err != nil {
		return err
	}
	begin := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(header)))
	begin = binary.LittleEndian.AppendUint32(begin, crc32.Checksum(header, castagnoli))
	if _, err := to.Write(append(begin, header...)); err != nil {
		return err
	}
	for _, p := range s.Parts {
		if _, err := to.Write(p.Data); err != nil {
			return err
		}
	}
	return nil
}

// readHeader reads the header of a file of so many bytes.
func readHeader(from io.Reader, size int64) (*Header, error) {
	begin := make([]byte, headerAt)
	if _, err := io.ReadFull(from, begin); err != nil {
		return nil, damaged("it ends in its header")
	}
	length := int64(binary.LittleEndian.Uint32(begin[len(magic):]))
	if string(begin[:len(magic)]) != magic || length > min(size-headerAt, mostHeader) {
		return nil, damaged("it does not begin as one")
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(from, header); err != nil {
		return nil, err
	}
	h := new(Header)
	if crc32.Checksum(header, castagnoli) != binary.LittleEndian.Uint32(begin[headerAt-4:]) || json.Unmarshal(header, h) != nil {
		return nil, damaged("its header is not what was written")
	}
	for _, p := range h.Parts {
		if p.Length < 0 || p.Length > size {
			return nil, damaged("its header is not what was written")
		}
	}
	if h.Size() != size-headerAt-length {
		return nil, damaged("it is not as long as its header says")
	}
	return h, nil
}

// readPart reads a part.
func readPart(from io.Reader, p Part) ([]byte, error) {
	data := make([]byte, p.Length)
	if _, err := io.ReadFull(from, data); err != nil {
		return nil, err
	}
	return data, p.isSum(crc32.Checksum(data, castagnoli))
}

// checkPart reads a part and keeps nothing of it: the engine has another of that
// size in memory while a new snapshot is checked.
func checkPart(from io.Reader, p Part) error {
	sum := crc32.New(castagnoli)
	if _, err := io.CopyN(sum, from, p.Length); err != nil {
		return err
	}
	return p.isSum(sum.Sum32())
}

func (p *Part) isSum(sum uint32) error {
	if sum != p.CRC {
		return damaged("part " + p.Name + " is not what was written")
	}
	return nil
}

func damaged(why string) error { return fmt.Errorf("%w: %s", ErrDamaged, why) }
