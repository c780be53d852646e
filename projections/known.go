package projections

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/eventstore"
)

// Known is a fold of what was known at an instant: it hands on the commits of
// every subject up to the first that was recorded later. It is cut subject by
// subject, not record by record, so that each dossier and each reference fact
// has a state that it once had, though the clocks of several engines differ.
//
// It is a [Projection] for a [Runner] of its own.
type Known struct {
	at          time.Time
	projections []Projection
	over        map[string]struct{} // subjects of which more was recorded, but later
	position    uint64              // of the last commit that was handed on
}

// NewKnown returns a fold of what was known at the instant into the projections,
// each commit into all of them in the given order.
func NewKnown(at time.Time, ps ...Projection) *Known {
	return &Known{at: at, projections: ps, over: make(map[string]struct{})}
}

// Name implements [Projection].
func (k *Known) Name() string { return "known" }

// Apply implements [Projection].
func (k *Known) Apply(c eventstore.Commit) error {
	if !k.Holds(c) {
		return nil
	}
	for _, p := range k.projections {
		if err := p.Apply(c); err != nil {
			return err
		}
	}
	k.position = c.Position
	return nil
}

// Weary reports whether a projection takes memory for speed that [Known.Rest] would
// give back.
func (k *Known) Weary() bool {
	return slices.ContainsFunc(k.projections, weary)
}

// Rest has the projections give back some of it.
func (k *Known) Rest() {
	for _, p := range k.projections {
		if weary(p) {
			p.(resting).Rest()
		}
	}
}

// Holds reports whether the next commit of the log belongs to what was known. It
// is called once for each commit, in the order of the log; [Known.Apply] does so.
func (k *Known) Holds(c eventstore.Commit) bool {
	if _, over := k.over[c.Subject]; over {
		return false
	}
	if RecordedBy(c, k.at) {
		return true
	}
	k.over[c.Subject] = struct{}{}
	return false
}

// Position returns that of the last commit that was known then: the position
// which an engine that had applied it all would have shown.
func (k *Known) Position() uint64 { return k.position }

// RecordedBy reports whether the whole commit was recorded at the instant or
// before. Recorded times are kept to the millisecond.
func RecordedBy(c eventstore.Commit, at time.Time) bool {
	for i := range c.Events {
		if c.Events[i].RecordedAt.After(at) {
			return false
		}
	}
	return true
}

// Resting returns a runner that never runs: projections that were folded
// elsewhere, up to the position, are read through it as through any other.
func Resting(position uint64) *Runner {
	r := NewRunner(nil, Options{})
	r.position, r.ready = position, true
	r.head.Position = position
	return r
}
