package ontime

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// Query asks for a report.
type Query struct {
	From, To calendar.Date // both included, in Zone

	// By is the breakdown: field, agency, unit, officer, procedure, channel,
	// level, month, province or interlinked; empty means field.
	By string

	// AsOf is the last instant that is counted; zero means the end of To. An
	// earlier one cuts the period short: what happened after it is left out.
	AsOf time.Time

	Zone     *time.Location // nil means UTC
	Filter   register.Filter
	Counting CountingPolicy // zero means the default
}

// breakdowns are the values of Query.By.
var breakdowns = []string{"field", "agency", "unit", "officer", "procedure", "channel", "level", "month", "province", "interlinked"}

// ParseQuery reads a query from the words from, to, by, as_of and policy, and
// those of [register.ParseFilter]. Without from and to the period is the month
// of now in loc; with from alone it ends today, with to alone it begins with
// that month. as_of (an RFC 3339 instant, or a date meaning its end) is without
// a word the end of the period, or now if that is earlier: nobody is overdue
// yet by a date to come. It is also the instant of the filter's standing, unless
// at says another. policy names one of the known policies (name for its latest
// version, or name@version); without it the default one counts, in its latest
// version. What can't be read is refused with [domain.CodeInvalidField].
func ParseQuery(get func(name string) string, now time.Time, loc *time.Location, known ...CountingPolicy) (Query, error) {
	w := &register.Words{Get: get, Loc: loc}
	q := Query{Zone: loc, By: register.OneOf(w, "by", breakdowns), AsOf: w.Moment("as_of")}
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
	case q.AsOf.IsZero() && now.Before(end) && !now.Before(begin):
		q.AsOf = now
	case q.AsOf.IsZero():
		q.AsOf = end
	case q.AsOf.Before(begin) || q.AsOf.After(end):
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
func (q Query) span() span {
	q = q.normal()
	before := register.StartOfDay(q.From, q.Zone).Add(-time.Millisecond)
	end := q.AsOf
	if end.Before(before) {
		end = before
	}
	return span{before: before, end: end, policy: &q.Counting}
}

func monthOf(d calendar.Date) calendar.Date {
	_, _, day := d.Civil()
	return d.AddDays(1 - day)
}

// months cuts the period into its months, the first and the last as far as they
// belong to it, by their keys such as 2026-01.
func (q Query) months() (keys []string, spans []span) {
	for first := monthOf(q.From); !first.After(q.To); first = first.AddMonths(1) {
		part := q
		part.From = max(q.From, first)
		part.To = min(q.To, first.AddMonths(1).AddDays(-1))
		keys = append(keys, first.String()[:len("2006-01")])
		spans = append(spans, part.span())
	}
	return keys, spans
}

// keyOf returns the row that the dossier belongs to in every breakdown but that
// by month.
func (q *Query) keyOf(d *domain.Dossier) string {
	switch q.By {
	case "province":
		return d.Province
	case "agency":
		return d.Agency
	case "unit":
		return d.Holder().Unit
	case "officer":
		return d.Holder().Officer
	case "procedure":
		return d.Procedure
	case "channel":
		return string(d.Channel)
	case "level":
		return string(d.ServiceLevel)
	case "interlinked":
		return fmt.Sprint(d.Interlinked)
	}
	return d.Field
}
