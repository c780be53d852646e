package ontime

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// Cell is the place of one number in a report.
type Cell struct {
	// Row is the row's [Row.Cell]: its keys, separated by commas, an empty key
	// as "-", a comma or a backslash in a key behind a backslash. Empty is the
	// total.
	Row string

	// Column is the name of a [Figure].
	Column string
}

// CellQuery asks for one page of the list behind a number.
type CellQuery struct {
	Query
	Cell
	Page register.Query // sort, limit and cursor; At is the instant of the standings shown
}

// ParseCellQuery reads the words of [ParseQuery], sort, limit and cursor as
// [register.ParseQuery] does, and row and column, see [Cell].
func ParseCellQuery(get func(name string) string, now time.Time, loc *time.Location, known ...CountingPolicy) (CellQuery, error) {
	q := CellQuery{Cell: Cell{Row: get("row"), Column: get("column")}}
	var err error
	if q.Query, err = ParseQuery(get, now, loc, known...); err != nil {
		return q, err
	}
	if q.Page, err = register.ParseQuery(get, q.AsOf, loc); err != nil {
		return q, err
	}
	err = q.check(q.normal())
	return q, err
}

// check refuses a column that is none, and a row that has not the report's
// breakdowns.
func (c *Cell) check(q Query) error {
	all := Figures()
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].Name
	}
	if !slices.Contains(names, c.Column) {
		return &domain.Error{Code: domain.CodeInvalidField, Field: "column", Message: fmt.Sprintf(
			"column %.80q is not one of %q", c.Column, names)}
	}
	if wanted := 1 + strings.Count(q.By, ","); c.Row != "" && len(splitKeys(c.Row)) != wanted {
		return &domain.Error{Code: domain.CodeInvalidField, Field: "row", Message: fmt.Sprintf(
			"row %.80q has not the keys of %q, %d of them, separated by commas", c.Row, q.By, wanted)}
	}
	return nil
}

// Behind returns a matcher of the rows of the register that are counted in the
// cell of the query's report: as many as its number says. A cell of a row that the
// report does not have is empty. The error refuses a cell that no report can have.
func Behind(c *register.Columns, q Query, cell Cell) (*register.Matcher, error) {
	q = q.normal()
	if err := cell.check(q); err != nil {
		return nil, err
	}
	m, whole := c.Compile(q.Filter), q.span()
	if cell.Row == "" {
		m.Keep(q.behind(c, whole, cell.Column))
		return m, nil
	}
	months, spans := q.rowSpans()
	x := q.crossing(c, months)
	numbers, there := x.find(splitKeys(cell.Row))
	if !there {
		m.Nothing()
		return m, nil
	}
	month := 0
	for i, number := range numbers {
		if d := &x.dimensions[i]; d.monthly() {
			month = number
		} else {
			d.ask(m, number)
		}
	}
	m.Keep(q.behind(c, spans[month], cell.Column))
	return m, nil
}

// behind asks of a row of the place what count counts of it.
func (q *Query) behind(c *register.Columns, period span, column string) func(row int) bool {
	all := Figures()
	figure := all[slices.IndexFunc(all, func(f Figure) bool { return f.Name == column })]
	s := q.scan(c, []span{period})
	ages := q.agesOf(s)
	return func(row int) bool {
		class := s.classify(row, &s.spans[0])
		return class != 0 && figure.counts(ages.see(row, 0, class))
	}
}

// see adds to the class what the figures beside the form need.
func (a *ages) see(row, month int, c class) seen {
	s := seen{class: c}
	switch {
	case c.in(ColumnOverdue):
		s.age = a.of(row, month)
	case c.in(ColumnResolved):
		s.measured = c.exit().completed() && a.scan.columns.Worked[row] >= 0
	}
	return s
}
