package eventstore

import (
	"bytes"
	"fmt"

	"github.com/hoso-engine/dossier/domain/pack"
)

// Chain follows the log and checks what nobody could change unseen: positions
// without gaps, in every subject events numbered from 1 without gaps, every
// commit naming the hash of the one before. It trusts neither the broker nor
// the disk. Its zero value stands before the first record.
//
// Of every subject it keeps the end: 40 bytes besides the subject itself.
type Chain struct {
	position   uint64
	events     uint64
	subjects   *Subjects
	hashes     []byte   // of each subject's last record, one behind the other, by the subject's number
	sequences  []uint32 // of each subject's last event
	positions  []uint32 // of each subject's last record: the low half
	prefetched int      // what Prefetch read, which nobody needs
}

// End is where a subject ends, and what its next record follows.
type End struct {
	Position uint64 // of its last record
	Hash     Hash   // of that record
	Sequence int    // of its last event
}

// Position returns the position of the last record that was checked.
func (c *Chain) Position() uint64 { return c.position }

// Events returns how many events were checked.
func (c *Chain) Events() uint64 { return c.events }

// Subjects returns the dossiers and reference facts that were met.
func (c *Chain) Subjects() *Subjects {
	if c.subjects == nil {
		c.subjects = new(Subjects)
	}
	return c.subjects
}

// Share makes the chain, which must stand before the first record, number the
// subjects in s, which others may read.
func (c *Chain) Share(s *Subjects) { c.subjects = s }

// End returns where a subject ends; false where it was not met. Behind whose last
// record four billion others lie, its position is said too high: an append that
// expects it is refused, as where somebody was faster.
func (c *Chain) End(subject string) (End, bool) {
	n, known := c.Subjects().Number(subject)
	if !known {
		return End{}, false
	}
	since := uint32(c.position) - c.positions[n]
	return End{
		Position: c.position - uint64(since),
		Hash:     Hash(c.hashes[n*len(Hash{}):]),
		Sequence: int(c.sequences[n]),
	}, true
}

// Check takes the next record of the log, its hash ([HashOf]) and the commit it
// holds, and returns the number of its subject. The error is a [*CorruptError] with the
// first position that is wrong; the chain stands where it stood then.
func (c *Chain) Check(r Record, hash Hash, commit Commit) (subject int, err error) {
	if r.Position != c.position+1 {
		return 0, &CorruptError{Position: c.position + 1, Reason: fmt.Sprintf("a hole: the next record lies at %d", r.Position)}
	}
	n, known := c.Subjects().Number(r.Subject)
	var last Hash
	var sequence uint32
	if known {
		last, sequence = Hash(c.hashes[n*len(Hash{}):]), c.sequences[n]
	}
	if !last.is(commit.Previous) {
		return 0, corrupt(r, "its prevhash is not the hash of the subject's previous record: one of the two was changed, or one is missing")
	}
	for _, e := range commit.Events {
		if sequence++; e.Sequence != int(sequence) {
			return 0, corrupt(r, fmt.Sprintf("event number %d stands where %d belongs", e.Sequence, sequence))
		}
	}
	if !known {
		n = c.subjects.Add(r.Subject)
		c.hashes, c.sequences = pack.Append(c.hashes, hash[:]...), pack.Append(c.sequences, sequence)
		c.positions = pack.Append(c.positions, 0)
	}
	copy(c.hashes[n*len(hash):], hash[:])
	c.sequences[n], c.positions[n] = sequence, uint32(r.Position)
	c.position = r.Position
	c.events += uint64(len(commit.Events))
	return n, nil
}

// Keep packs where the chain stands.
func (c *Chain) Keep(p *pack.Pack) {
	p.Uint(&c.position)
	p.Uint(&c.events)
	c.Subjects().Keep(p)
	if p.Blob(&c.hashes); p.Reading() {
		c.hashes = bytes.Clone(c.hashes) // they change, and else all that was read would stay with them
	}
	pack.Words(p, &c.sequences)
	pack.Words(p, &c.positions)
	if n := c.subjects.Len(); p.Reading() && (len(c.hashes) != n*len(Hash{}) || len(c.sequences) != n || len(c.positions) != n) {
		p.Fail()
	}
	if p.Err() != nil {
		*c.subjects = Subjects{}
		*c = Chain{subjects: c.subjects}
	}
}
