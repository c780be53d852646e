package paper

import (
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// letterhead writes what stands above the table: office and nation side by side,
// the title, the period, and how it was counted.
func (b *book) letterhead() error {
	left, middle, n := b.left(), b.middle(), len(b.Columns)
	for i := range b.top() {
		cells := make([]any, n)
		if i < len(left) {
			cells[0] = excelize.Cell{StyleID: b.leftStyle(i), Value: left[i]}
		}
		if i < len(b.Nation) {
			cells[middle] = excelize.Cell{StyleID: []int{b.styles.nation, b.styles.motto}[i%2], Value: b.Nation[i]}
		}
		if err := b.sides(18, cells); err != nil {
			return err
		}
	}
	if err := b.across(b.Title, b.styles.title, 24); err != nil {
		return err
	}
	for _, line := range b.Subtitle {
		if err := b.across(line, b.styles.italic, 16); err != nil {
			return err
		}
	}
	return b.across(strings.Join(b.Facts, " · "), b.styles.italic, 18)
}

// leftStyle returns the look of a line on the left: superior offices, the office,
// the form's number.
func (b *book) leftStyle(line int) int {
	switch last := len(b.Office) - 1; {
	case line < last:
		return b.styles.superior
	case line == last:
		return b.styles.office
	}
	return b.styles.form
}

// sides writes a row of two cells, each over half of the sheet.
func (b *book) sides(height float64, cells []any) error {
	middle := b.middle()
	if err := b.span(1, middle, 1); err != nil {
		return err
	}
	if err := b.span(middle+1, len(b.Columns), 1); err != nil {
		return err
	}
	return b.put(height, cells)
}

// middle returns how many columns make the left half of the sheet.
func (b *book) middle() int {
	n := len(b.Columns)
	for half := 1; half < n; half++ {
		if 2*b.width(0, half) >= b.width(0, n) {
			return half
		}
	}
	return n - 1
}

// width returns how many characters the columns from..to take.
func (b *book) width(from, to int) int { return width(b.Columns[from:to]) }

// headings writes the table's head and the row of numbers.
func (b *book) headings() error {
	heights := b.headHeights()
	for r, headings := range b.Head() {
		cells := make([]any, len(b.Columns))
		for i := range cells {
			cells[i] = excelize.Cell{StyleID: b.styles.heading} // the frame of merged cells
		}
		for _, h := range headings {
			if err := b.span(h.Column+1, h.Column+h.Across, h.Down); err != nil {
				return err
			}
			cells[h.Column] = excelize.Cell{StyleID: b.styles.heading, Value: h.Text}
		}
		if err := b.put(heights[r], cells); err != nil {
			return err
		}
	}
	numbers, most := make([]any, len(b.Columns)), 1
	for i := range b.Columns {
		numbers[i] = excelize.Cell{StyleID: b.styles.number, Value: b.Columns[i].Number}
		most = max(most, lines(b.Columns[i].Number, b.Columns[i].Width))
	}
	err := b.put(11*float64(most)+2, numbers)
	b.first = b.row + 1
	return err
}

// headHeights returns the heights of the rows of headings, in points: no program
// fits the height of merged cells by itself.
func (b *book) headHeights() []float64 {
	const line = 13.5
	heights := make([]float64, b.Depth())
	for i := range heights {
		heights[i] = line + 3
	}
	for pass := 1; pass <= len(heights); pass++ { // those that span fewer rows first
		for r, headings := range b.Head() {
			for _, h := range headings {
				if h.Down != pass {
					continue
				}
				has := 0.0
				for _, height := range heights[r : r+h.Down] {
					has += height
				}
				if lacks := line*float64(lines(h.Text, b.width(h.Column, h.Column+h.Across))) + 3 - has; lacks > 0 {
					heights[r+h.Down-1] += lacks
				}
			}
		}
	}
	return heights
}

// lines estimates how many lines a text takes in so many characters of the
// sheet: it is broken between words.
func lines(text string, width int) int {
	n, used := 1, 0
	for word := range strings.FieldsSeq(text) {
		length := len([]rune(word))
		if used > 0 && used+1+length > width {
			n, used = n+1, 0
		}
		if used > 0 {
			used++
		}
		used += length
		n, used = n+(used-1)/width, (used-1)%width+1
	}
	return n
}

// rows writes the table's rows and the total.
func (b *book) rows() error {
	for _, row := range b.Rows {
		if err := b.put(b.rowHeight(row), b.cells(row, b.styles.body, nil)); err != nil {
			return err
		}
	}
	if b.Total == nil {
		return nil
	}
	return b.put(b.rowHeight(b.Total), b.cells(b.Total, b.styles.total, b.columnSum))
}

// rowHeight returns the height of a row whose texts are broken, in points.
func (b *book) rowHeight(row []forms.Cell) float64 {
	most := 1
	for i := range row {
		most = max(most, lines(b.Language.Print(b.Columns[i].Kind, row[i]), b.Columns[i].Width))
	}
	return 13*float64(most) + 3
}

// cells returns a row's cells. sum, if any, is the formula of a column that no
// other columns of its row make up.
func (b *book) cells(row []forms.Cell, styles map[forms.Kind]int, sum func(column int) string) []any {
	made := make([]any, len(row))
	for i := range row {
		column := &b.Columns[i]
		c := excelize.Cell{StyleID: styles[column.Kind], Value: value(column.Kind, &row[i])}
		switch {
		case row[i].Text != "":
		case len(column.Sum) > 0:
			c.Formula = b.plus(column.Sum)
		case column.Share.Parts != nil && row[i].Rate.Denominator > 0:
			c.Formula = "(" + b.plus(column.Share.Parts) + ")/" + cell(column.Share.Whole+1, b.row+1)
		case column.Kind == forms.Number && sum != nil:
			c.Formula = sum(i)
		}
		made[i] = c
	}
	return made
}

// plus returns the sum of columns of the next row.
func (b *book) plus(columns []int) string {
	terms := make([]string, len(columns))
	for i, c := range columns {
		terms[i] = cell(c+1, b.row+1)
	}
	return strings.Join(terms, "+")
}

// columnSum returns the sum of a column's rows; none where the total is another
// figure than that, or there are no rows.
func (b *book) columnSum(column int) string {
	if !b.Adds || b.row < b.first {
		return ""
	}
	return "SUM(" + cell(column+1, b.first) + ":" + cell(column+1, b.row) + ")"
}

// value is what a cell holds. A date is written as it is read in its zone.
func value(k forms.Kind, c *forms.Cell) any {
	switch {
	case c.Text != "":
		return c.Text
	case k == forms.Number:
		return c.Number
	case k == forms.Percent && c.Rate.Denominator > 0:
		return float64(c.Rate.Numerator) / float64(c.Rate.Denominator)
	case k == forms.Percent:
		return c.Rate.Percent
	case c.At.IsZero():
		return nil
	}
	year, month, day := c.At.Date()
	hour, minute, second := c.At.Clock()
	if k == forms.Day {
		hour, minute, second = 0, 0, 0
	}
	return time.Date(year, month, day, hour, minute, second, 0, time.UTC)
}

// foot writes the notes, the place for the date, and where to sign.
func (b *book) foot() error {
	for _, note := range b.Notes {
		if err := b.across(note, b.styles.small, 14); err != nil {
			return err
		}
	}
	n, middle := len(b.Columns), b.middle()
	place := make([]any, n)
	place[middle] = excelize.Cell{StyleID: b.styles.place, Value: b.Place}
	roles, how := make([]any, n), make([]any, n)
	for i, s := range b.Signed {
		roles[i*middle] = excelize.Cell{StyleID: b.styles.role, Value: s.Role}
		how[i*middle] = excelize.Cell{StyleID: b.styles.how, Value: s.How}
	}
	for _, cells := range [][]any{place, roles, how} {
		if err := b.sides(17, cells); err != nil {
			return err
		}
	}
	return nil
}
