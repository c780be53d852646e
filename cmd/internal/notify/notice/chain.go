package notice

import (
	"maps"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/projections/supervision"
)

const (
	// A claim lists all that its target was told of and that is not over when so
	// many claims, or so much time, have passed since the last one that did.
	listAfter = 256
	listEvery = 30 * 24 * time.Hour
)

// Chain is the claims of one target, as far as the next one depends on them.
type Chain struct {
	Target
	Last     Notice // the zero value: there is none yet
	Sequence uint64 // of Last, in NOTICES

	told   map[supervision.ID]struct{} // alerts that it was told of, and that are not over
	listed time.Time                   // when a claim listed them last
}

// NewChain returns the chain of a target without claims.
func NewChain(t Target) *Chain {
	return &Chain{Target: t, told: make(map[supervision.ID]struct{})}
}

// Told returns the alerts that the target was told of and whose end it is to be
// told, in their order.
func (c *Chain) Told() []supervision.ID {
	return slices.SortedFunc(maps.Keys(c.told), supervision.ID.Compare)
}

// knows reports whether the target is to hear of the alert's end: whoever is on the
// route, of alerts of which it is not recorded who was told.
func (c *Chain) knows(alert supervision.ID) bool {
	return c.opened(alert) || !alert.After(c.Last.State.Before)
}

func (c *Chain) opened(alert supervision.ID) bool {
	_, told := c.told[alert]
	return told
}

// Unrecorded reports whether the chain comes from an engine that did not record
// which alerts were told. Its next claim begins to: with those behind the message
// of that id.
func (c *Chain) Unrecorded() bool {
	return c.Sequence > 0 && c.Last.State.Base == 0 && c.Last.State.Told == nil
}

// BeginAfter has the chain record what is told of alerts behind that message.
func (c *Chain) BeginAfter(message supervision.ID) { c.Last.State.Before = message }

// missing returns from which claim on the chain must be read to follow the claim n:
// whole where that alone is enough.
func (c *Chain) missing(n *Notice) (from uint64, whole bool) {
	last := &c.Last.State
	switch {
	case n.State.Told != nil, n.State.Base == 0, n.State.Base == last.Base && n.State.Behind == last.Behind+1:
		return 0, true
	case n.State.Base == last.Base:
		return c.Sequence + 1, false
	}
	return n.State.Base, false
}

// Follow takes in the claim that comes next.
func (c *Chain) Follow(n Notice, sequence uint64) {
	c.told = n.openAfter(c.told)
	c.Last, c.Sequence = n, sequence
	if n.State.Told != nil {
		c.listed = n.At
		c.Last.State.Base = sequence
	}
}

// openAfter returns what is told and not over once the claim is made. The map
// given becomes that one.
func (n *Notice) openAfter(told map[supervision.ID]struct{}) map[supervision.ID]struct{} {
	if n.State.Told != nil {
		told = make(map[supervision.ID]struct{}, len(n.State.Told))
		for _, id := range n.State.Told {
			told[id] = struct{}{}
		}
		return told
	}
	for _, id := range n.Ends {
		delete(told, id)
	}
	for _, id := range n.Opens {
		told[id] = struct{}{}
	}
	return told
}

// seal writes into the claim that comes next where what is told is listed: in the
// claim itself now and then, else in an earlier one.
func (c *Chain) seal(n *Notice) {
	last := &c.Last.State
	n.State.Before = last.Before
	if last.Base > 0 && last.Behind < listAfter && n.At.Sub(c.listed) < listEvery {
		n.State.Base, n.State.Behind = last.Base, last.Behind+1
		return
	}
	open := slices.SortedFunc(maps.Keys(n.openAfter(maps.Clone(c.told))), supervision.ID.Compare)
	n.State.Told = append([]supervision.ID{}, open[max(len(open)-mostNamed, 0):]...) // also of none: it says so
}
