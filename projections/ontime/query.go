package ontime

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// Query asks for a report.
type Query struct {
	From, To calendar.Date // both included, in Zone

	// By is the breakdown: field, agency, unit, officer, procedure, channel,
	// level, month, province or interlinked, or up to four of them, separated by
	// commas, which are crossed: a row for each combination in which something
	// is counted, up to [MostRows] of them. Empty means field.
	By string

	// AsOf is the last instant that is counted; zero means the end of To. An
	// earlier one cuts the period short: what happened after it is left out.
	AsOf time.Time

	// LateBy is the instant of the figure late_by: what is in time at AsOf, and
	// would be overdue by then if nothing were done. Zero: it is not asked for.
	LateBy time.Time

	Detail   Detail
	Zone     *time.Location // nil means UTC
	Filter   register.Filter
	Counting CountingPolicy // zero means the default
}

// Detail is how much of a report is asked for.
type Detail uint8

const (
	Full     Detail = iota
	FormOnly        // without [Row.Working] and [Row.Ageing], which take as long as all the rest
)

// ParseQuery reads a query from the words from, to, by, as_of, late_by and
// policy, and those of [register.ParseFilter]. Without from and to the period is the month
// of now in loc; with from alone it ends today, with to alone it begins with
// that month. as_of (an RFC 3339 instant, or a date meaning its end) is without
// a word the end of the period, or now if that is earlier: nobody is overdue
// yet by a date to come, and of a period that has not begun all is carried over
// that is pending now. It is also the instant of the filter's standing, unless
// at says another. late_by is an instant, or a date meaning its end: what is due
// on a Friday is by date late when the Friday is over, and so not late by it.
// policy names one of the known policies (name for its latest version, or
// name@version); without it the default one counts, in its latest version. What
// can't be read is refused with [domain.CodeInvalidField].
func ParseQuery(get func(name string) string, now time.Time, loc *time.Location, known ...CountingPolicy) (Query, error) {
	w := &register.Words{Get: get, Loc: loc}
	q := Query{Zone: loc, By: parseBy(w), AsOf: w.Moment("as_of"), LateBy: w.Moment("late_by")}
	q.readPeriod(w, calendar.DateOf(now, loc))
	q.readPolicy(w, append([]CountingPolicy{DefaultCounting()}, known...))
	if w.Err != nil {
		return q, w.Err
	}
	q.readAsOf(w, now)
	filter, err := register.ParseFilter(get, q.AsOf, loc)
	if w.Err == nil {
		w.Err = err
	}
	q.Filter = filter
	return q, w.Err
}

// parseBy reads breakdowns, separated by commas.
func parseBy(w *register.Words) string {
	by := w.Get("by")
	if by == "" {
		return ""
	}
	parts := strings.Split(by, ",")
	for i, part := range parts {
		switch {
		case !slices.Contains(breakdowns, part):
			w.Refuse("by", "is not one of %q, or some of them separated by commas", breakdowns)
		case slices.Contains(parts[:i], part):
			w.Refuse("by", "names %s twice", part)
		case i == mostCrossed:
			w.Refuse("by", "crosses more than %d breakdowns", mostCrossed)
		}
	}
	return by
}

// byMonth reports whether the rows of a breakdown are periods themselves.
func byMonth(by string) bool { return slices.Contains(strings.Split(by, ","), "month") }

func (q *Query) readPeriod(w *register.Words, today calendar.Date) {
	q.From, q.To = w.Date("from"), w.Date("to")
	switch {
	case q.From.IsZero() && q.To.IsZero():
		q.From = monthOf(today)
		q.To = q.From.AddMonths(1).AddDays(-1)
	case q.From.IsZero():
		q.From = monthOf(q.To)
	case q.To.IsZero():
		q.To = max(today, q.From)
	}
	if q.To.Before(q.From) {
		w.Refuse("to", "lies before from %s", q.From)
	}
}

// longest is the most days of a period: a breakdown by month has a row for each.
const longest = 366 * 50

func (q *Query) readPolicy(w *register.Words, known []CountingPolicy) {
	if q.To.Sub(q.From) > longest {
		w.Refuse("to", "lies more than 50 years after from %s", q.From)
	}
	var found bool
	if q.Counting, found = domain.ChooseCounting(known, w.Get("policy")); !found {
		w.Refuse("policy", "is not a counting policy that is known, as name or name@version")
	}
}

func (q *Query) readAsOf(w *register.Words, now time.Time) {
	begin, end := register.StartOfDay(q.From, q.Zone), register.EndOfDay(q.To, q.Zone)
	switch {
	case q.AsOf.IsZero() && now.Before(end):
		q.AsOf = now
	case q.AsOf.IsZero():
		q.AsOf = end
	case q.AsOf.Before(begin) && !now.Before(begin) || q.AsOf.After(end): // what the report of a period to come says can be asked again
		w.Refuse("as_of", "does not lie in the period from %s to %s", q.From, q.To)
	}
}

// normal fills in what the zero values mean.
func (q Query) normal() Query {
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	if q.By == "" {
		q.By = breakdowns[0]
	}
	if q.Counting == (CountingPolicy{}) {
		q.Counting = DefaultCounting()
	}
	if end := register.EndOfDay(q.To, q.Zone); q.AsOf.IsZero() || q.AsOf.After(end) {
		q.AsOf = end
	}
	return q
}

// span returns the period as instants.
func (q *Query) span() span { return q.part(q.From) }

// part returns the period from a date on, cut short by AsOf: nothing that came
// after it is counted, even where the period begins later.
func (q *Query) part(from calendar.Date) span {
	end := register.At(q.AsOf)
	return span{before: min(end, register.At(register.StartOfDay(from, q.Zone))-1), end: end}
}

func monthOf(d calendar.Date) calendar.Date {
	_, _, day := d.Civil()
	return d.AddDays(1 - day)
}

// rowSpans returns the periods of the rows: the whole, or where they are broken
// down by month its months by their first days, the first and the last as far as
// they belong to it. A month that begins after AsOf is left out, but for the
// first.
func (q *Query) rowSpans() (months []calendar.Date, spans []span) {
	if !byMonth(q.By) {
		return nil, []span{q.span()}
	}
	for first := monthOf(q.From); !first.After(q.To); first = first.AddMonths(1) {
		part := q.part(max(q.From, first))
		if part.before == part.end && len(spans) > 0 {
			break
		}
		if next := first.AddMonths(1); !next.After(q.To) {
			part.end = min(part.end, register.At(register.EndOfDay(next.AddDays(-1), q.Zone)))
		}
		months, spans = append(months, first), append(spans, part)
	}
	return months, spans
}

// encode prints the query as the words that [ParseQuery] reads, for a URL.
func (q *Query) encode() string {
	words := url.Values{}
	for name, value := range q.Filter.Words() {
		words.Set(name, value)
	}
	words.Set("from", q.From.String())
	words.Set("to", q.To.String())
	words.Set("by", q.By)
	words.Set("as_of", q.AsOf.In(q.Zone).Format(time.RFC3339Nano))
	words.Set("policy", q.Counting.Ref()) // the version too: a later one must not change the link
	if !q.LateBy.IsZero() {
		words.Set("late_by", q.LateBy.In(q.Zone).Format(time.RFC3339Nano))
	}
	return words.Encode()
}
