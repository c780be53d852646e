package forms

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// counted is one counted column: what it is called, and where its figures come
// from.
type counted struct {
	label domain.Text
	path  []domain.Text
	width int
	kind  Kind
	cell  func(*ontime.Row) Cell
	sum   []int // columns that add up to it, by their printed numbers
	share Share // by printed numbers
}

// column is a counted column of the form II.06a.
func column(c ontime.Column, label domain.Text, path ...domain.Text) counted {
	return counted{
		label: label, path: path, width: 10, kind: Number,
		cell: func(r *ontime.Row) Cell { return number(r.Column(c)) },
	}
}

// addsUp says which columns the number is the sum of.
func (c counted) addsUp(columns ...int) counted {
	c.sum = columns
	return c
}

// table lays out a report: the number, what the row is about, and the counted
// columns, with the total below.
func (s *Sheet) table(r *ontime.Report, columns []counted) {
	l := s.Language
	by := breakdown(l, r.By)
	s.Columns = []Column{
		{Label: l.of(textNumber), Path: []string{l.of(textNumber)}, Number: "(1)", Kind: Mark, Width: 6},
		{Label: by, Path: []string{by}, Number: "(2)", Kind: Words, Width: 34},
	}
	for i := range columns {
		s.Columns = append(s.Columns, columns[i].column(l, i+3))
	}
	for i := range r.Rows {
		s.Rows = append(s.Rows, cells(columns, &r.Rows[i], strconv.Itoa(i+1), rowTitle(l, r.By, &r.Rows[i])))
	}
	s.Total = cells(columns, &r.Total, "", l.of(textTotal))
	s.Adds = !slices.Contains(strings.Split(r.By, ","), "month")
	if !s.Adds {
		s.Notes = append(s.Notes, l.of(textMonthsDoNotAdd))
	}
}

// column returns the column as it is printed under its number.
func (c *counted) column(l Language, printed int) Column {
	made := Column{Label: l.of(c.label), Kind: c.kind, Width: c.width, Number: "(" + strconv.Itoa(printed) + ")"}
	for _, heading := range c.path {
		made.Path = append(made.Path, l.of(heading))
	}
	terms := []string{}
	for _, n := range c.sum {
		made.Sum = append(made.Sum, n-1)
		terms = append(terms, "("+strconv.Itoa(n)+")")
	}
	if len(terms) > 0 {
		made.Number += " = " + strings.Join(terms, " + ")
	}
	for _, n := range c.share.Parts {
		made.Share.Parts = append(made.Share.Parts, n-1)
	}
	if c.share.Whole > 0 {
		made.Share.Whole = c.share.Whole - 1
	}
	return made
}

func cells(columns []counted, r *ontime.Row, no, title string) []Cell {
	row := []Cell{words(no), words(title)}
	for i := range columns {
		row = append(row, columns[i].cell(r))
	}
	return row
}

// breakdown returns what the rows are about; crossed ones are separated by commas.
func breakdown(l Language, by string) string {
	parts := strings.Split(by, ",")
	for i, part := range parts {
		parts[i] = l.of(textBreakdowns[part])
	}
	return strings.Join(parts, ", ")
}

// rowTitle returns what people call a row; the titles of a crossed one stand side
// by side.
func rowTitle(l Language, by string, r *ontime.Row) string {
	if r.Keys == nil {
		return keyTitle(l, by, r.Key, r.Name)
	}
	parts := strings.Split(by, ",")
	for i := range parts {
		name := ""
		if i < len(r.Names) {
			name = r.Names[i]
		}
		parts[i] = keyTitle(l, parts[i], r.Keys[i], name)
	}
	return strings.Join(parts, " · ")
}

// keyTitle returns what people call a key of a breakdown, whose name may be known.
func keyTitle(l Language, by, key, name string) string {
	if text, known := textKeys[by][key]; known {
		return l.of(text)
	}
	if year, month, is := strings.Cut(key, "-"); is && by == "month" && name == "" && l == Vietnamese {
		return month + "/" + year
	}
	return cmp.Or(name, key, l.of(textNoKey))
}

func paths(headings ...domain.Text) []domain.Text { return headings }
