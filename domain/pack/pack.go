// Package pack turns values into few bytes and back, by one function for both
// directions, so that what is written and what is read can't drift apart:
//
//	func (s *Stop) pack(p *pack.Pack) {
//		p.Name((*string)(&s.Reason))
//		p.Time(&s.From)
//		p.Time(&s.To)
//	}
//
// A [Pack] that writes appends what the pointers point to, and changes nothing
// of it, so that others may read it meanwhile; one that reads sets it. Views keep
// their rows in this form, and so do snapshots.
//
// # Form
//
// A whole number is a varint, one with a sign in zig-zag. An instant is its
// distance from the instant before it in the same pack ([Pack.Since]), in the
// largest of minutes, seconds and milliseconds that tells it exactly, with its
// offset from UTC where that differs from the one before. A yes or no is a bit. A
// name is its number in a dictionary ([Names]) that many packs share; a text is its
// length and its bytes. A block is a slice of numbers of one size: its length, and
// then the numbers in little-endian order as they stand in memory.
//
// There is no tag and no type in it: the form is known to the function alone. Who
// keeps packs in a file keeps the number of the form with them.
//
// # Errors
//
// Bytes that nobody wrote never panic. The first error stays, [Pack.Err]; what
// is read after it is zero, and every length is checked against what is left
// before room is made for it.
package pack

import "errors"

// ErrMalformed is what [Pack.Err] says of bytes that are not what the reading
// function wrote.
var ErrMalformed = errors.New("pack: malformed")

// Pack is a run of values that is being written or read. Its zero value writes,
// without a dictionary.
type Pack struct {
	data    []byte // written so far; when reading, all there is
	at      int    // when reading: the place in data
	reading bool
	err     error

	names  *Names
	bits   bits
	before before
	shared outside
}

// Writer returns a pack that appends to data. It numbers its names and zones in
// the dictionary, which may be nil where there are none.
func Writer(data []byte, names *Names) Pack { return Pack{data: data, names: names} }

// Reader returns a pack that reads data, which must not change as long as any
// text or blob that was read is in use: they share its memory.
func Reader(data []byte, names *Names) Pack { return Pack{data: data, names: names, reading: true} }

// Reading reports whether the pack reads.
func (p *Pack) Reading() bool { return p.reading }

// Bytes returns what was written.
func (p *Pack) Bytes() []byte { return p.data }

// Left returns how many bytes are not read yet.
func (p *Pack) Left() int { return len(p.data) - p.at }

// Err returns the first error; nil where all was read well so far. Writing does
// not fail.
func (p *Pack) Err() error { return p.err }

// Fail says of what was read that nobody wrote it, though its form is right: a
// place that is not there, an order that does not hold.
func (p *Pack) Fail() { p.fail() }

// Close returns [Pack.Err], and an error where a reader left something over.
func (p *Pack) Close() error {
	if p.reading && p.err == nil && p.Left() > 0 {
		p.fail()
	}
	return p.err
}

// fail remembers that the bytes are malformed. Nothing is left to read after it.
func (p *Pack) fail() {
	if p.err == nil {
		p.err = ErrMalformed
	}
	p.at = len(p.data)
}
