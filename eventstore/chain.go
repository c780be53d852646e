package eventstore

import (
	"fmt"
)

// Chain follows the log and checks what nobody could change unseen: positions
// without gaps, in every subject events numbered from 1 without gaps, every
// commit naming the hash of the one before. It trusts neither the broker nor
// the disk. Its zero value stands before the first record.
type Chain struct {
	position uint64
	events   uint64
	links    map[string]link
}

// link is the end of one subject's chain.
type link struct {
	hash     Hash
	sequence int
}

// Position returns the position of the last record that was checked.
func (c *Chain) Position() uint64 { return c.position }

// Events returns how many events were checked.
func (c *Chain) Events() uint64 { return c.events }

// Subjects returns how many dossiers and reference facts were met.
func (c *Chain) Subjects() int { return len(c.links) }

// Check takes the next record of the log and the commit it holds. The error is a
// [*CorruptError] with the first position that is wrong.
func (c *Chain) Check(r Record, commit Commit) error {
	if r.Position != c.position+1 {
		return &CorruptError{Position: c.position + 1, Reason: fmt.Sprintf("a hole: the next record lies at %d", r.Position)}
	}
	last := c.links[r.Subject]
	if commit.Previous != last.hash.String() {
		return corrupt(r, "its prevhash is not the hash of the subject's previous record: one of the two was changed, or one is missing")
	}
	for _, e := range commit.Events {
		last.sequence++
		if e.Sequence != last.sequence {
			return corrupt(r, fmt.Sprintf("event number %d stands where %d belongs", e.Sequence, last.sequence))
		}
	}
	last.hash = HashOf(r.Body)
	if c.links == nil {
		c.links = make(map[string]link)
	}
	c.links[r.Subject] = last
	c.position = r.Position
	c.events += uint64(len(commit.Events))
	return nil
}
