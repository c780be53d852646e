package paper

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// writeXLSX writes the sheet as a workbook of one worksheet. It is streamed: a
// register may have a hundred thousand lines.
func writeXLSX(w io.Writer, s *forms.Sheet) (err error) {
	file := excelize.NewFile()
	defer func() { err = cmp.Or(err, file.Close()) }()
	b := &book{Sheet: s, file: file, name: tabName(s.File)}
	for _, step := range []func() error{b.setUp, b.open, b.letterhead, b.headings, b.rows, b.foot, b.close} {
		if err := step(); err != nil {
			return fmt.Errorf("paper: %w", err)
		}
	}
	return file.Write(w)
}

// tabName is what the worksheet's tab says: a name of at most 31 characters
// without those that tabs can't have.
func tabName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return '_'
		}
		return r
	}, name)
	if len(name) > excelize.MaxSheetNameLength {
		return name[:excelize.MaxSheetNameLength]
	}
	return name
}

// book is a workbook while it is written, row by row from the top.
type book struct {
	*forms.Sheet
	file   *excelize.File
	name   string
	styles styles
	out    *excelize.StreamWriter
	row    int // the last that was written, from 1
	first  int // of the table's rows
}

// open begins the stream. What stands before the rows in the file must be known
// by now: widths and the frozen pane.
func (b *book) open() (err error) {
	if b.styles, err = newStyles(b.file, b.Language); err != nil {
		return err
	}
	if b.out, err = b.file.NewStreamWriter(b.name); err != nil {
		return err
	}
	for i := range b.Columns {
		if err := b.out.SetColWidth(i+1, i+1, float64(b.Columns[i].Width)); err != nil {
			return err
		}
	}
	frozen := b.headEnd()
	return b.out.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: frozen, TopLeftCell: cell(1, frozen+1), ActivePane: "bottomLeft",
		Selection: []excelize.Selection{{SQRef: cell(1, frozen+1), ActiveCell: cell(1, frozen+1), Pane: "bottomLeft"}},
	})
}

// headStart and headEnd are the rows before the headings and the row of the
// columns' numbers.
func (b *book) headStart() int { return b.top() + 1 + len(b.Subtitle) + 1 }
func (b *book) headEnd() int   { return b.headStart() + b.Depth() + 1 }

// top returns how many rows the office and the nation take.
func (b *book) top() int { return max(len(b.left()), len(b.Nation)) }

// left is what stands at the top on the left.
func (b *book) left() []string {
	if b.Number == "" {
		return b.Office
	}
	return append(append([]string{}, b.Office...), b.Number)
}

// put writes the next row; height 0 leaves it to the program that shows it.
func (b *book) put(height float64, cells []any) error {
	b.row++
	return b.out.SetRow(cell(1, b.row), cells, excelize.RowOpts{Height: height})
}

// span merges cells of the next row.
func (b *book) span(from, to, down int) error {
	if from == to && down == 1 {
		return nil
	}
	return b.out.MergeCell(cell(from, b.row+1), cell(to, b.row+down))
}

// across writes a row of one text over all columns.
func (b *book) across(text string, style int, points float64) error {
	n := len(b.Columns)
	if err := b.span(1, n, 1); err != nil {
		return err
	}
	return b.put(points*float64(lines(text, b.width(0, n))), []any{excelize.Cell{StyleID: style, Value: text}})
}

func (b *book) close() error { return b.out.Flush() }

// cell names a cell; both count from 1.
func cell(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic(err) // a form has few columns, and rows within MostEntries
	}
	return name
}
