package scorecard

import (
	"maps"
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Tally is what was counted for a scorecard, in every period that its formulas
// and trends speak of. It holds nothing of the rows it was counted over.
type Tally struct {
	card     *Card
	query    Query
	registry *domain.Registry
	periods  map[Period]placed
}

// placed are the counts of one period: of all, and of each agency or unit.
type placed struct {
	whole counts
	rows  map[string]counts
}

// Tally counts over the rows of the register.
func (c *Card) Tally(rows *register.Columns, registry *domain.Registry, q Query) *Tally {
	t := &Tally{card: c, query: q, registry: registry, periods: make(map[Period]placed)}
	for _, p := range c.periods(q.period()) {
		t.periods[p] = t.count(rows, p)
	}
	return t
}

// trends are the periods that a score is shown of, relative to the one asked
// for.
var trends = [...]shift{noShift, toBefore, toYearBefore}

// periods returns every period that a figure of the scorecard, now or in a
// trend, is of.
func (c *Card) periods(asked Period) []Period {
	used := map[shift]bool{noShift: true}
	for _, k := range c.criteria {
		for _, ref := range k.figures {
			used[ref.shift] = true
		}
	}
	all := make(map[Period]bool)
	for _, trend := range trends {
		for s := range used {
			all[asked.shifted(trend).shifted(s)] = true
		}
	}
	return slices.Collect(maps.Keys(all))
}

// count counts the dossiers of the form's column 3 in the period. Of the
// agencies, the catalogue is known where there is but one; of units it never is.
func (t *Tally) count(rows *register.Columns, p Period) placed {
	q := t.query.over(p)
	whole, parts := newCounter(q), make(map[string]*counter)
	for d, place := range ontime.Places(rows, q) {
		whole.take(d, place)
		if t.query.By == "" {
			continue
		}
		key := t.part(d)
		if parts[key] == nil {
			parts[key] = newCounter(q)
		}
		parts[key].take(d, place)
	}
	offered := catalogueOf(t.registry, q.Filter, lastInstant(q))
	counted := placed{whole: whole.done(offered), rows: make(map[string]counts)}
	if t.query.By == "unit" || t.query.By == "agency" && agencies(t.registry) > 1 {
		offered = nil
	}
	for key, part := range parts {
		counted.rows[key] = part.done(offered)
	}
	return counted
}

// part returns the agency of the dossier, or the unit that holds it now.
func (t *Tally) part(d *domain.Dossier) string {
	if t.query.By == "unit" {
		return d.Holder().Unit
	}
	return d.Agency
}
