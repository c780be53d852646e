package scorecard

import "math/big"

// rule turns a value into points.
type rule struct {
	kind    Kind
	at      *big.Rat // full_at or yes_at
	perUnit *big.Rat
	steps   []step // ascending, in value and in points
}

type step struct{ from, points *big.Rat }

var (
	zero = new(big.Rat)
	one  = big.NewRat(1, 1)
)

// points returns what the value gives: from 0 to the maximum, of a deduction
// from minus the maximum to 0.
func (r *rule) points(value, maximum *big.Rat) *big.Rat {
	switch r.kind {
	case KindShare:
		return portion(value, maximum)
	case KindThreshold:
		return portion(new(big.Rat).Quo(value, r.at), maximum)
	case KindSteps:
		return r.reached(value)
	case KindYesNo:
		if value.Cmp(r.at) >= 0 {
			return maximum
		}
		return zero
	case KindDeduction:
		return new(big.Rat).Neg(between(zero, r.taken(value), maximum))
	}
	return zero
}

// taken returns what a deduction takes away.
func (r *rule) taken(value *big.Rat) *big.Rat {
	if len(r.steps) > 0 {
		return r.reached(value)
	}
	return new(big.Rat).Mul(value, r.perUnit)
}

// reached returns the points of the highest step that the value reaches.
func (r *rule) reached(value *big.Rat) *big.Rat {
	points := zero
	for _, s := range r.steps {
		if value.Cmp(s.from) >= 0 {
			points = s.points
		}
	}
	return points
}

// extreme returns the points of a criterion that is n/a and counts as the worst,
// or the best.
func (r *rule) extreme(na NA, maximum *big.Rat) *big.Rat {
	switch {
	case r.kind == KindDeduction && na == NAZero:
		return new(big.Rat).Neg(maximum)
	case r.kind != KindDeduction && na == NAFull:
		return maximum
	}
	return zero
}

// portion returns the share of the maximum, the share held between 0 and 1.
func portion(share, maximum *big.Rat) *big.Rat {
	return new(big.Rat).Mul(between(zero, share, one), maximum)
}

func between(least, r, most *big.Rat) *big.Rat {
	switch {
	case r.Cmp(least) < 0:
		return least
	case r.Cmp(most) > 0:
		return most
	}
	return r
}
