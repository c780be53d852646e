package ontime

import (
	"fmt"
	"math"
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// Statistics fills in the form from the columns of the register. Rows in which
// nothing is counted are left out, but for those of a breakdown by month alone;
// of the form alone, those in which no dossier could be in a column.
func Statistics(c *register.Columns, q Query) Report {
	r, _ := statistics(c, q, math.MaxInt)
	return r
}

// MostRows is how many rows [Bounded] counts at most: enough for every procedure
// at every unit of a province, some ten thousands that occur, and few enough for a
// spreadsheet. 70,000 rows allocate 320 MB.
const MostRows = 100_000

// Bounded is [Statistics] of a query that anybody may ask. A report of more than
// [MostRows] rows is refused with [domain.CodeTooLarge] as soon as they are too
// many.
func Bounded(c *register.Columns, q Query) (Report, error) { return statistics(c, q, MostRows) }

// statistics is [Statistics] of up to so many rows.
func statistics(c *register.Columns, q Query, most int) (Report, error) {
	q = q.normal()
	r := Report{
		Form: Form, From: q.From, To: q.To, AsOf: q.AsOf.In(q.Zone), LateBy: q.LateBy, Zone: q.Zone.String(),
		By: q.By, Counting: q.Counting, Cells: q.encode(), Rows: []Row{},
	}
	months, spans := q.rowSpans()
	x := q.crossing(c, months)
	t := q.count(q.scan(c, spans), x, most)
	if len(t.rows) > most {
		return Report{}, &domain.Error{Code: domain.CodeTooLarge, Field: "by", Message: fmt.Sprintf(
			"the report has more than %d rows: cross fewer breakdowns, or ask for a shorter period, or for one agency, unit or procedure", most)}
	}
	working, whole := t.working()
	r.Total = t.sum().row(whole)
	if byMonth(q.By) { // its rows are periods themselves
		r.Total = q.total(c)
	}
	r.fill(t, x, working, q.shows)
	return r, nil
}

// total returns the row of the whole period.
func (q *Query) total(c *register.Columns) Row {
	t := q.count(q.scan(c, []span{q.span()}), crossing{marks: c.Marks}, math.MaxInt)
	_, whole := t.working()
	return t.sum().row(whole)
}

// sum adds up the rows.
func (t *tallies) sum() *tally {
	sum := new(tally)
	for i := range t.rows {
		sum.plus(&t.rows[i])
	}
	return sum
}

// fill puts the rows in order, and numbers them.
func (r *Report) fill(t *tallies, x crossing, working []Working, shows func(*Row) bool) {
	if t.places != nil { // hardly one is left out
		r.Rows = make([]Row, 0, len(t.rows))
	}
	for n := range t.rows {
		row := t.rows[n].row(working[n])
		if shows(&row) {
			row.label(x.keys(t.place(n)))
			r.Rows = append(r.Rows, row)
		}
	}
	if r.By == "month" {
		r.addEmpty(x)
	}
	slices.SortFunc(r.Rows, func(a, b Row) int { return byKeys(a.parts(), b.parts()) })
	for i := range r.Rows {
		r.Rows[i].No = i + 1
	}
}

// shows reports whether the report has the row.
func (q *Query) shows(r *Row) bool {
	if q.Detail == FormOnly {
		return r.Received > 0 || r.Apart.Excluded > 0
	}
	return r.Received > 0 || r.Apart != Apart{}
}

// addEmpty adds the months in which nothing is counted.
func (r *Report) addEmpty(x crossing) {
	there := make(map[string]bool)
	for i := range r.Rows {
		there[r.Rows[i].Key] = true
	}
	for month := range x.size() {
		if keys := x.keys(month); !there[keys[0]] {
			row := new(tally).row(Working{})
			row.label(keys)
			r.Rows = append(r.Rows, row)
		}
	}
}

// label gives the row its keys.
func (r *Row) label(keys []string) {
	r.Cell = joinKeys(keys)
	if r.Key = keys[0]; len(keys) > 1 {
		r.Key, r.Keys = r.Cell, keys
	}
}

// parts returns the row's keys, one for each breakdown.
func (r *Row) parts() []string {
	if r.Keys == nil {
		return []string{r.Key}
	}
	return r.Keys
}

// row returns the figures that were counted.
func (t *tally) row(w Working) Row {
	r := Row{Working: w, Ageing: ageingOf(&t.ageing)}
	due, dueInTime := 0, 0
	for c, n := range t.classes {
		if n == 0 {
			continue
		}
		c, n := class(c), int(n)
		r.Apart.add(c, n)
		if c.entry() == 0 {
			continue
		}
		r.add(c, n)
		if c&cameDue != 0 {
			due += n
			if exit := c.exit().column(); exit == ColumnEarly || exit == ColumnOnTime {
				dueInTime += n
			}
		}
	}
	r.Apart.addAsides(&t.asides)
	r.Rates = Rates{
		OfResolved: RateOf(r.Early+r.OnTime, r.Resolved),
		OfDue:      RateOf(dueInTime, due),
		OfReceived: RateOf(r.Early+r.OnTime+r.InTime, r.Received),
		Early:      RateOf(r.Early, r.Resolved),
		Achievable: RateOf(r.Early+r.OnTime+r.InTime, r.Resolved+r.Pending),
	}
	return r
}

// add counts n dossiers of a class.
func (r *Row) add(c class, n int) {
	for _, column := range [...]struct {
		number Column
		count  *int
	}{
		{ColumnReceived, &r.Received},
		{ColumnOnline, &r.Online},
		{ColumnDirect, &r.Direct},
		{ColumnCarried, &r.Carried},
		{ColumnResolved, &r.Resolved},
		{ColumnEarly, &r.Early},
		{ColumnOnTime, &r.OnTime},
		{ColumnLate, &r.Late},
		{ColumnPending, &r.Pending},
		{ColumnInTime, &r.InTime},
		{ColumnOverdue, &r.Overdue},
	} {
		if c.in(column.number) {
			*column.count += n
		}
	}
}

func (a *Apart) add(c class, n int) {
	exit := c.exit()
	if c.entry() == 0 {
		switch exit {
		case exitExcluded:
			a.Excluded += n
		case exitRefused:
			a.Refused += n
		}
		return
	}
	switch exit {
	case exitNoDeadline:
		a.NoDeadline += n
	case exitWithdrawn, exitWithdrawnLate:
		a.Withdrawn += n
	case exitTerminated, exitTerminatedLate:
		a.Terminated += n
	case exitLateApology:
		a.Apologised += n
	case exitLate:
		a.Unapologised += n
	case exitStopped, exitStoppedOverdue:
		a.Stopped += n
	case exitNoDue:
		a.NoDue += n
	case exitWaiting:
		a.Waiting += n
	}
}

func (a *Apart) addAsides(counts *[asides]uint32) {
	a.Backdated, a.Corrected = int(counts[asideBackdated]), int(counts[asideCorrected])
	a.GivenDiffers, a.LimitUnknown = int(counts[asideGivenDiffers]), int(counts[asideLimitUnknown])
	a.Uncollected, a.LateBy = int(counts[asideUncollected]), int(counts[asideLateBy])
}
