package flow

import (
	"cmp"
	"iter"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Query asks for an analysis. Its period, as-of instant, zone, filter and
// counting policy are those of statistics.
type Query struct {
	ontime.Query

	// By is the breakdown of dwell, waits and outlook: unit, officer, step or
	// agency; empty means unit.
	By string

	Times     int // officers: the least number of late dossiers with a subjective cause; 0 means 2
	Reminders int // officers: the least number of reminders before one of them; 0 means 2
	Days      int // outlook: how many working days after the as-of date; 0 means 5
	Limit     int // dossiers that a list holds at most; 0 means 100
}

// The thresholds and sizes where a query names none, and the most of each.
const (
	defaultTimes, defaultReminders, defaultDays, defaultLimit = 2, 2, 5, 100
	mostTimes, mostReminders, mostDays, mostLimit             = 1000, 1000, 250, 10000
)

var breakdowns = []string{"unit", "officer", "step", "agency"}

// ParseQuery reads the query of an analysis from words: those of
// [ontime.ParseQuery] but for by, and the analysis' own: by (unit, officer, step,
// agency) of dwell, waits and outlook; times and reminders of officers; days of
// outlook; limit of lateness, officers and outlook. What can't be read is refused
// with [domain.CodeInvalidField]; an analysis that is not known with
// [domain.CodeUnknown].
func ParseQuery(analysis string, get func(name string) string, now time.Time, loc *time.Location, known ...ontime.CountingPolicy) (Query, error) {
	if _, err := Empty(analysis); err != nil {
		return Query{}, err
	}
	period, err := ontime.ParseQuery(func(name string) string {
		if name == "by" {
			return "" // its breakdowns are others
		}
		return get(name)
	}, now, loc, known...)
	if err != nil {
		return Query{}, err
	}
	q := Query{Query: period}
	w := &register.Words{Get: get, Loc: loc}
	switch analysis {
	case "dwell", "waits":
		q.By = register.OneOf(w, "by", breakdowns)
	case "lateness":
		q.Limit = number(w, "limit", mostLimit)
	case "officers":
		q.Times, q.Reminders = number(w, "times", mostTimes), number(w, "reminders", mostReminders)
		q.Limit = number(w, "limit", mostLimit)
	case "outlook":
		q.By, q.Days = register.OneOf(w, "by", breakdowns), number(w, "days", mostDays)
		q.Limit = number(w, "limit", mostLimit)
	}
	return q, w.Err
}

// number reads a number from 1 up; none given is 0.
func number(w *register.Words, name string, most int) int {
	value := w.Get(name)
	if value == "" {
		return 0
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > most {
		w.Refuse(name, "is not a number from 1 to %d", most)
	}
	return n
}

// normal fills in what the zero values mean.
func (q Query) normal() Query {
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	if q.Counting == (ontime.CountingPolicy{}) {
		q.Counting = ontime.DefaultCounting()
	}
	if end := register.EndOfDay(q.To, q.Zone); q.AsOf.IsZero() || q.AsOf.After(end) {
		q.AsOf = end
	}
	q.By = cmp.Or(q.By, breakdowns[0])
	q.Times, q.Reminders = cmp.Or(q.Times, defaultTimes), cmp.Or(q.Reminders, defaultReminders)
	q.Days, q.Limit = cmp.Or(q.Days, defaultDays), cmp.Or(q.Limit, defaultLimit)
	return q
}

// begin returns the first instant of the period.
func (q *Query) begin() time.Time { return register.StartOfDay(q.From, q.Zone) }

// in returns the instant in the query's zone; a zero one stays zero.
func (q *Query) in(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return at.In(q.Zone)
}

// head begins the report of an analysis.
func (q *Query) head(analysis string, g *domain.Registry) Head {
	return Head{
		Analysis: analysis, From: q.From, To: q.To, AsOf: q.AsOf.In(q.Zone), Zone: q.Zone.String(),
		Counting: q.Counting, Workday: Seconds(workday(g)),
	}
}

// matching yields the dossiers that the query's filter means, each until the
// next one is asked for.
func (q *Query) matching(rows *register.Columns) iter.Seq[*domain.Dossier] {
	return rows.Dossiers(rows.Compile(q.Filter).Match)
}
