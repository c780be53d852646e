package scorecard

import (
	"math/big"
	"strings"

	"github.com/hoso-engine/dossier/domain/calendar"
)

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
