package scorecard

import (
	"cmp"
	"math/big"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

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

// Figure is one indicator of a formula, with its value.
type Figure struct {
	Name    string        `json:"name"`
	VI      string        `json:"vi"`
	EN      string        `json:"en"`
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	Value   Number        `json:"value,omitzero"`
	Missing bool          `json:"missing,omitzero"` // it was not recorded, or is not known of this place: no 0
	Source  string        `json:"source"`           // form, dossiers, catalogue; of a recorded one what its record says
}

// figure returns an indicator's value; nil where it is missing.
func (s *scope) figure(ref figureRef) (Figure, *big.Rat) {
	p := s.period.shifted(ref.shift)
	f := Figure{Name: ref.name, From: p.From, To: p.To}
	var value *big.Rat
	if ref.record != nil {
		f.VI, f.EN = ref.record.VI, ref.record.EN
		value, f.Source = s.recorded(ref.record, p)
	} else {
		known, _ := indicatorOf(ref.base)
		f.VI, f.EN, f.Source = known.VI, known.EN, string(known.Source)
		value = s.counted(ref.base, p)
	}
	if f.Missing = value == nil; !f.Missing {
		f.Value = whole(value)
	}
	return f, value
}

// recorded adds up what was recorded for the period, and names the sources.
func (s *scope) recorded(r *recordedForm, p Period) (*big.Rat, string) {
	id, ok := s.id()
	if !ok {
		return nil, string(FromRecord)
	}
	var sum *big.Rat
	var sources []string
	for _, f := range s.registry.Indicator(r.ID, id, p.From, p.To, r.fit()) {
		if sum == nil {
			sum = new(big.Rat)
		}
		sum.Add(sum, ofFloat(f.Value))
		if len(sources) == 0 || sources[len(sources)-1] != f.Source {
			sources = append(sources, f.Source)
		}
	}
	if sum == nil {
		return nil, string(FromRecord)
	}
	return sum, strings.Join(sources, "; ")
}

// counted returns what was counted; nil where it is not known.
func (s *scope) counted(name string, p Period) *big.Rat {
	of := s.periods[p]
	counted := of.whole
	if !s.whole {
		if counted = of.rows[s.key]; counted == nil {
			return s.nobody(name)
		}
	}
	n, known := counted[name]
	if !known {
		return nil
	}
	return new(big.Rat).SetInt64(int64(n))
}

// nobody is the count of a place that had no dossier in the period.
func (s *scope) nobody(name string) *big.Rat {
	if known, _ := indicatorOf(name); known.Source == FromCatalogue {
		return nil
	}
	return zero
}

// goal returns the goal of the criterion, in the value's own measure; nil where
// there is none.
func (s *scope) goal(k *criterion) (goal *big.Rat, source string) {
	if k.goal == nil {
		return nil, ""
	}
	id, _ := s.id()
	if f, found := s.target(k.goal.Target, id); found {
		goal = ofFloat(f.Value)
		if k.Unit == UnitPercent {
			goal.Quo(goal, hundred)
		}
		return goal, f.Source
	}
	return k.goal.Value.Rat, cmp.Or(k.Source, s.card.Source)
}

func (s *scope) target(id, place string) (domain.Figure, bool) {
	return s.registry.Target(id, place, s.period.From, s.period.To)
}

// meets reports whether the value is as the goal says.
func (g *goalForm) meets(value, goal *big.Rat) bool {
	switch order := value.Cmp(goal); g.Is {
	case AtLeast:
		return order >= 0
	case MoreThan:
		return order > 0
	case AtMost:
		return order <= 0
	default:
		return order < 0
	}
}
