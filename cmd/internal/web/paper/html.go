package paper

import (
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var style string

var page = template.Must(template.New("page").Parse(pageSource))

// StylePolicy returns the source that a Content-Security-Policy must allow for
// the style of the pages: that style and no other.
func StylePolicy() string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// printed is a sheet as the page shows it.
type printed struct {
	*forms.Sheet
	Style    template.CSS
	Superior []string
	Own      string // the office itself
	Widths   []string
	Wide     bool // more columns than the usual letters leave room for
	Rows     [][]text
	Total    []text
}

// text is a cell of the page.
type text struct {
	Text  string
	Class string
}

func writeHTML(w io.Writer, s *forms.Sheet) error {
	own := len(s.Office) - 1
	p := printed{
		Sheet: s, Superior: s.Office[:own], Own: s.Office[own],
		Style:  template.CSS(style), //nolint:gosec // our own
		Widths: shares(s.Columns), Wide: width(s.Columns) > usualWidth,
	}
	for _, row := range s.Rows {
		p.Rows = append(p.Rows, texts(s, row))
	}
	if s.Total != nil {
		p.Total = texts(s, s.Total)
	}
	return page.Execute(w, p)
}

// shares are the columns' widths in per cent of the table's.
func shares(columns []forms.Column) []string {
	whole := width(columns)
	all := make([]string, len(columns))
	for i := range columns {
		all[i] = fmt.Sprintf("%.2f%%", 100*float64(columns[i].Width)/float64(whole))
	}
	return all
}

// usualWidth is how many characters of the usual letters a page takes.
const usualWidth = 175

func width(columns []forms.Column) (width int) {
	for i := range columns {
		width += columns[i].Width
	}
	return width
}

func texts(s *forms.Sheet, row []forms.Cell) []text {
	cells := make([]text, len(row))
	for i := range row {
		kind := s.Columns[i].Kind
		cells[i] = text{Text: s.Language.Print(kind, row[i]), Class: classes[kind]}
	}
	return cells
}

// classes are how the style calls the kinds of cells.
var classes = map[forms.Kind]string{
	forms.Words: "words", forms.Mark: "mark", forms.Number: "number",
	forms.Percent: "number", forms.Day: "day", forms.Instant: "mark",
}
