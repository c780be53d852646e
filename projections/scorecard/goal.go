package scorecard

import (
	"cmp"
	"math/big"
)

// goal returns the goal of the criterion, in the value's own measure; nil where
// there is none.
func (s *scope) goal(k *criterion) (goal *big.Rat, source string) {
	if k.goal == nil {
		return nil, ""
	}
	id, _ := s.id()
	if f, found := s.registry.Target(k.goal.Target, id, s.period.From, s.period.To); found {
		goal = ofFloat(f.Value)
		if k.Unit == UnitPercent {
			goal.Quo(goal, hundred)
		}
		return goal, f.Source
	}
	return k.goal.Value.Rat, cmp.Or(k.Source, s.card.Source)
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
