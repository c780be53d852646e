package scorecard

import (
	"cmp"
	"time"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Query asks for the scores of a period.
type Query struct {
	// Period is the period, as-of instant, filter and counting policy, as of the
	// statistics. Its breakdown is not looked at.
	Period ontime.Query

	// By is whom to rank: agency or unit; empty: nobody.
	By string
}

// ParseQuery reads a query: the words of [ontime.ParseQuery], and by, which is
// agency or unit. What can't be read is refused with
// [domain.CodeInvalidField].
func ParseQuery(get func(name string) string, now time.Time, loc *time.Location, known ...ontime.CountingPolicy) (Query, error) {
	w := &register.Words{Get: get, Loc: loc}
	by := register.OneOf(w, "by", []string{"agency", "unit"})
	if w.Err != nil {
		return Query{}, w.Err
	}
	period, err := ontime.ParseQuery(func(name string) string {
		if name == "by" {
			return "" // it has other values there
		}
		return get(name)
	}, now, loc, known...)
	return Query{Period: period, By: by}, err
}

// period returns the dates.
func (q *Query) period() Period { return Period{From: q.Period.From, To: q.Period.To} }

// place returns whom the query as a whole is about, for what is recorded: the
// filter's unit, agency or province; empty: everybody.
func (q *Query) place() string {
	return cmp.Or(q.Period.Filter.Unit, q.Period.Filter.Agency, q.Period.Filter.Province)
}

// over returns the query of the statistics for a period: the one asked for, with
// its as-of instant, or another, to its end.
func (q *Query) over(p Period) ontime.Query {
	over := q.Period
	over.By = ""
	if over.Zone == nil {
		over.Zone = time.UTC
	}
	if p != q.period() {
		over.From, over.To, over.AsOf = p.From, p.To, time.Time{}
	}
	return over
}
