package domain

import (
	"slices"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Figure is an outside figure ([IndicatorRecorded]) or a goal ([TargetSet]) for
// an agency and a period, as the last record of it says.
type Figure struct {
	Agency   string // id of the agency or unit; empty: everybody
	From, To calendar.Date
	Value    float64
	Source   string
}

// Fit is how the period of a recorded figure must fit the one that is asked for.
type Fit string

const (
	// FitExact: the figure of exactly this period.
	FitExact Fit = "exact"
	// FitSum: that, or else the figures of periods that follow each other without
	// a gap or an overlap from its first day to its last: for counts, so that the
	// quarters make the year.
	FitSum Fit = "sum"
	// FitCover: the figure of the shortest period that holds every day of it; of
	// two as short the one that begins later: for what holds the year over, such
	// as a survey or a plan.
	FitCover Fit = "cover"
)

// Fits lists every fit.
func Fits() []Fit { return []Fit{FitExact, FitSum, FitCover} }

// noted returns the figures after one more: a later record for the same agency
// and period takes the place of the earlier one. They are in the order of
// agency, first and last day.
func noted(figures []Figure, f Figure) []Figure {
	i, found := slices.BinarySearchFunc(figures, f, Figure.compare)
	if found {
		figures = slices.Clone(figures)
		figures[i] = f
		return figures
	}
	return slices.Insert(slices.Clone(figures), i, f)
}

func (f Figure) compare(o Figure) int {
	switch {
	case f.Agency < o.Agency:
		return -1
	case f.Agency > o.Agency:
		return +1
	case f.From != o.From:
		return f.From.Compare(o.From)
	}
	return f.To.Compare(o.To)
}

// Indicator returns what was recorded of an indicator for exactly that agency or
// unit (empty: what was recorded for everybody) and for the local dates from and
// to, both included: one figure, or with [FitSum] several that are to be added
// up. None: it is not known, which is not 0.
func (g *Registry) Indicator(id, agency string, from, to calendar.Date, fit Fit) []Figure {
	all, _ := g.indicators.get(id)
	own := of(all, agency)
	if i := slices.IndexFunc(own, func(f Figure) bool { return f.From == from && f.To == to }); i >= 0 {
		return own[i : i+1 : i+1]
	}
	switch fit {
	case FitSum:
		return chain(own, from, to)
	case FitCover:
		return covering(own, from, to)
	}
	return nil
}

// Target returns the goal for an indicator: that of the shortest period that
// holds every day from from to to, of the agency or unit itself, else of the
// nearest above it in the organisation tree, else of everybody.
func (g *Registry) Target(id, agency string, from, to calendar.Date) (Figure, bool) {
	all, _ := g.targets.get(id)
	for range maxDepth {
		if found := covering(of(all, agency), from, to); len(found) > 0 {
			return found[0], true
		}
		if agency == "" {
			break
		}
		u, _ := g.Unit(agency)
		agency = u.Parent
	}
	return Figure{}, false
}

// of returns the figures of one agency, in the order of their first days.
func of(figures []Figure, agency string) (own []Figure) {
	for _, f := range figures {
		if f.Agency == agency {
			own = append(own, f)
		}
	}
	return own
}

// covering returns the figure of the shortest period that holds all the days, of
// two as short the one that begins later.
func covering(own []Figure, from, to calendar.Date) []Figure {
	var best []Figure
	for _, f := range own {
		if f.From.After(from) || f.To.Before(to) {
			continue
		}
		if len(best) == 0 || f.To.Sub(f.From) <= best[0].To.Sub(best[0].From) {
			best = []Figure{f}
		}
	}
	return best
}

// chain returns figures whose periods follow each other from the first day to
// the last; longer periods before shorter ones.
func chain(own []Figure, from, to calendar.Date) []Figure {
	deadEnds := make(map[calendar.Date]bool) // no chain leads from there to the last day
	var links func(from calendar.Date) []Figure
	links = func(from calendar.Date) []Figure {
		if deadEnds[from] {
			return nil
		}
		for _, f := range slices.Backward(own) {
			if f.From != from || f.To.After(to) {
				continue
			}
			if f.To == to {
				return []Figure{f}
			}
			if rest := links(f.To.AddDays(1)); rest != nil {
				return append([]Figure{f}, rest...)
			}
		}
		deadEnds[from] = true
		return nil
	}
	return links(from)
}
