package flow

import (
	"cmp"
	"slices"

	"github.com/hoso-engine/dossier/projections/ontime"
)

// Blame is what one unit, officer or step had to do with the late dossiers.
type Blame struct {
	Key  string `json:"key"` // may be empty; [ReceiptStep] among the steps
	Name string `json:"name,omitzero"`

	Dossiers int         `json:"dossiers"`  // late ones that it held
	AtBreach int         `json:"at_breach"` // of those, when they became overdue
	Exceeded int         `json:"exceeded"`  // its stays that exceeded the step's limit
	Over     Seconds     `json:"over_seconds"`
	Share    ontime.Rate `json:"over_share"`   // of all time over limits, counted in milliseconds
	After    Seconds     `json:"late_seconds"` // working time after the dossiers' dues while it held them
}

// ranking is the blames by key.
type ranking map[string]*Blame

// add counts a late dossier for everyone who held it.
func (r ranking) add(d *LateDossier, key func(*Part) string) {
	for i := range d.Parts {
		p := &d.Parts[i]
		b := r[key(p)]
		if b == nil {
			b = &Blame{Key: key(p)}
			r[key(p)] = b
		}
		count(&b.Dossiers, first(d.Parts, i, key))
		count(&b.AtBreach, p.AtBreach)
		count(&b.Exceeded, p.Late)
		b.Over += p.Shares.Over
		b.After += p.After
	}
}

// first reports whether no part before the i-th has its key.
func first(parts []Part, i int, key func(*Part) string) bool {
	for j := range i {
		if key(&parts[j]) == key(&parts[i]) {
			return false
		}
	}
	return true
}

// done returns the blames: the most time over limits first, then those that held
// the most at the breach, then the most time after the dues.
func (r ranking) done(over Seconds) []Blame {
	blames := []Blame{}
	for _, b := range r {
		b.Share = ontime.RateOf(b.Over.milliseconds(), over.milliseconds())
		blames = append(blames, *b)
	}
	slices.SortFunc(blames, func(a, b Blame) int {
		return cmp.Or(
			cmp.Compare(b.Over, a.Over), cmp.Compare(b.AtBreach, a.AtBreach), cmp.Compare(b.After, a.After), byKey(a.Key, b.Key))
	})
	return blames
}
