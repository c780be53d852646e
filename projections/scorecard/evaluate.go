package scorecard

import "math/big"

// Status says whether a criterion has a value.
type Status string

const (
	Valued  Status = "valued"
	NoValue Status = "na"      // the formula divides by zero
	Missing Status = "missing" // a figure was not recorded, or is not known
)

// scope is whom and when figures are of.
type scope struct {
	*Tally
	period Period
	whole  bool   // all that the query means; else the agency or unit key
	key    string // empty: those without one
}

// id returns whose records count; not ok where nobody's do.
func (s *scope) id() (id string, ok bool) {
	if s.whole {
		return s.query.place(), true
	}
	return s.key, s.key != ""
}

// outcome is a criterion computed.
type outcome struct {
	*criterion
	status  Status
	value   *big.Rat // nil where there is none
	exact   *big.Rat // points
	points  points   // as printed
	figures []Figure
}

// counts reports whether the criterion gives, or takes, points.
func (o *outcome) counts() bool {
	return o.rule.kind != KindFigure && (o.status == Valued || o.status == NoValue && o.NA != NAExcluded)
}

// outcomes computes every criterion.
func (s *scope) outcomes() []outcome {
	all := make([]outcome, 0, len(s.card.criteria))
	for _, k := range s.card.criteria {
		all = append(all, s.outcome(k))
	}
	return all
}

func (s *scope) outcome(k *criterion) outcome {
	o := outcome{criterion: k, status: Valued, exact: zero}
	values := make(map[string]*big.Rat, len(k.figures))
	for _, ref := range k.figures {
		figure, value := s.figure(ref)
		o.figures = append(o.figures, figure)
		if values[ref.name] = value; value == nil {
			o.status = Missing
		}
	}
	if o.status == Missing {
		return o
	}
	value, ok := k.formula.value(func(name string) *big.Rat { return values[name] })
	if !ok {
		o.status, o.exact = NoValue, k.rule.extreme(k.NA, k.maximum)
	} else {
		o.value, o.exact = value, k.rule.points(value, k.maximum)
	}
	o.points = pointsOf(o.exact)
	return o
}
