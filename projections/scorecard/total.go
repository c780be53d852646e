package scorecard

import (
	"cmp"
	"math/big"
	"slices"
)

// Total adds up the criteria. Its numbers are points.
type Total struct {
	Points   Number `json:"points"`            // won, less those taken away
	Maximum  Number `json:"maximum"`           // that the scorecard has to win
	Counted  Number `json:"counted"`           // of these, what the criteria could give that have points
	Missing  Number `json:"missing"`           // of these, what criteria could give whose figures are missing
	Excluded Number `json:"excluded"`          // of these, what criteria could give that are n/a and not counted
	Percent  Number `json:"percent,omitzero"`  // points of those counted; absent where nothing is counted
	Deducted Number `json:"deducted,omitzero"` // taken away, in Points
	Computed Part   `json:"computed"`          // criteria from dossiers and the catalogue alone
	Recorded Part   `json:"recorded"`          // criteria with something from outside

	Before     Number `json:"before"`      // points of the period before
	YearBefore Number `json:"year_before"` // points of the same period of the year before
}

// Part is the points of some criteria.
type Part struct {
	Points  Number `json:"points"`
	Maximum Number `json:"maximum"`
	Counted Number `json:"counted"`
}

// sum adds up points and maxima.
type sum struct{ points, maximum, counted, missing, excluded, deducted points }

func (s *sum) add(o *outcome) {
	maximum := points(0)
	if o.scored() {
		maximum = pointsOf(o.maximum)
	}
	s.maximum += maximum
	switch {
	case o.counts():
		s.points += o.points
		s.counted += maximum
		s.deducted -= min(o.points, 0)
	case o.status == Missing:
		s.missing += maximum
	default:
		s.excluded += maximum
	}
}

func (s *sum) part() Part {
	return Part{Points: s.points.number(), Maximum: s.maximum.number(), Counted: s.counted.number()}
}

func totalOf(outcomes []outcome) Total {
	var all, computed, recorded sum
	deductions := false
	for i := range outcomes {
		o := &outcomes[i]
		all.add(o)
		deductions = deductions || o.rule.kind == KindDeduction
		if o.recorded {
			recorded.add(o)
		} else {
			computed.add(o)
		}
	}
	t := Total{
		Points: all.points.number(), Maximum: all.maximum.number(), Counted: all.counted.number(),
		Missing: all.missing.number(), Excluded: all.excluded.number(),
		Computed: computed.part(), Recorded: recorded.part(),
	}
	if all.counted > 0 {
		t.Percent = rounded(new(big.Rat).Quo(new(big.Rat).Mul(all.points.rat(), hundred), all.counted.rat()), 2)
	}
	if deductions {
		t.Deducted = all.deducted.number()
	}
	return t
}

// shareOf returns what places are ranked by: the points of those that the
// criteria with a value could give, so that nobody loses rank by what could not
// be counted; the points alone where there is nothing to win. nil: nothing has a
// value. Exact points count, not printed ones.
func shareOf(outcomes []outcome) *big.Rat {
	won, counted, any := new(big.Rat), new(big.Rat), false
	for i := range outcomes {
		o := &outcomes[i]
		if !o.counts() {
			continue
		}
		any = true
		won.Add(won, o.exact)
		if o.scored() {
			counted.Add(counted, o.maximum)
		}
	}
	switch {
	case !any:
		return nil
	case counted.Sign() == 0:
		return won
	}
	return won.Quo(won, counted)
}

// rank orders the rows: the best first, equal ones share a rank and stand by
// their keys, and the next rank is as far on as there are of them. Those without
// a value, or without a key, come last and have none.
func rank(rows []Sheet) {
	for i := range rows {
		if rows[i].Key == "" {
			rows[i].share = nil // what belongs to nobody is no competitor
		}
	}
	slices.SortFunc(rows, func(a, b Sheet) int {
		return cmp.Or(byShare(a.share, b.share), cmp.Compare(a.Key, b.Key))
	})
	for i := range rows {
		switch {
		case rows[i].share == nil:
		case i > 0 && rows[i].share.Cmp(rows[i-1].share) == 0:
			rows[i].Rank = rows[i-1].Rank
		default:
			rows[i].Rank = i + 1
		}
	}
}

// byShare orders the greater share first, none last.
func byShare(a, b *big.Rat) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return +1
	case b == nil:
		return -1
	}
	return b.Cmp(a)
}
