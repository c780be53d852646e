package scorecard

import (
	"math/big"

	"github.com/hoso-engine/dossier/domain"
)

// Card is a scorecard that was checked. It is never changed.
type Card struct {
	Name    string
	Version int
	Title   Text
	Source  string
	Notes   []string

	groups   []groupForm
	criteria []*criterion
	recorded map[string]*recordedForm // by name
}

// criterion is one criterion, ready to be computed.
type criterion struct {
	criterionForm
	group    string
	formula  *formula
	figures  []figureRef // of the formula, in the order of first mention
	recorded bool        // something of it is recorded from outside
	decimals int
	maximum  *big.Rat // 0 of a figure
	rule     rule
	goal     *goalForm
}

// figureRef is one indicator of a formula.
type figureRef struct {
	name   string
	base   string // without the suffix of its period
	shift  shift
	record *recordedForm // nil: computed
}

// scored reports whether the criterion gives points to win.
func (k *criterion) scored() bool { return k.rule.kind != KindFigure && k.rule.kind != KindDeduction }

// Summary is a scorecard in a list.
type Summary struct {
	Name     string `json:"name"`
	Version  int    `json:"version"`
	Title    Text   `json:"title"`
	Source   string `json:"source"`
	Criteria int    `json:"criteria"`
	Computed int    `json:"computed"` // criteria from dossiers and the catalogue alone
	Recorded int    `json:"recorded"` // criteria with something from outside
	Maximum  Number `json:"maximum"`  // points to win; 0 where there are none
}

// Summary returns what a list shows.
func (c *Card) Summary() Summary {
	s := Summary{Name: c.Name, Version: c.Version, Title: c.Title, Source: c.Source, Criteria: len(c.criteria)}
	maximum := new(big.Rat)
	for _, k := range c.criteria {
		if k.recorded {
			s.Recorded++
		} else {
			s.Computed++
		}
		if k.scored() {
			maximum.Add(maximum, k.maximum)
		}
	}
	s.Maximum = rounded(maximum, pointDecimals)
	return s
}

// lookUp returns what a name in a formula stands for; not ok for a name that is
// not known.
func (c *Card) lookUp(name string) (figureRef, bool) {
	base, by := unshifted(name)
	ref := figureRef{name: name, base: base, shift: by, record: c.recorded[base]}
	_, computed := indicatorOf(base)
	return ref, computed || ref.record != nil
}

// fit returns how the period of a record must fit.
func (f *recordedForm) fit() domain.Fit {
	if f.Fit == "" {
		return domain.FitExact
	}
	return f.Fit
}
