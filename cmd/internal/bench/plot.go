package bench

import (
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"
)

// WriteCSV writes a table with a line for each row.
func (t *Table) WriteCSV(to io.Writer) error {
	w := csv.NewWriter(to)
	_ = w.Write(append([]string{"row"}, t.Columns...)) // Flush tells
	for _, row := range t.Rows {
		line := []string{row.Name}
		for _, v := range row.Values {
			line = append(line, v.plain())
		}
		_ = w.Write(line)
	}
	w.Flush()
	return w.Error()
}

// The panels of a plot, in units of the drawing.
const (
	across              = 3 // panels in a row
	panelWide, panelTop = 300, 200
	plotLeft, plotBase  = 20, 160
	plotWide, plotTall  = 240, 110
)

// panel shows how one column grows with the first.
type panel struct {
	X, Y        int
	Name, Most  string
	First, Last string // sizes
	Line        string // points of the polyline
	Marks       []mark
}

type mark struct{ X, Y float64 }

// drawing is all panels.
type drawing struct {
	Wide, Tall int
	Panels     []panel
}

// svg draws a plot: sizes grow by powers from left to right, figures from 0 to the
// most.
var svg = template.Must(template.New("plot").Parse(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{.Wide}} {{.Tall}}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
{{range .Panels}}<g transform="translate({{.X}} {{.Y}})">
<text x="20" y="22" font-weight="bold">{{.Name}}</text><text x="20" y="40" fill="#666">{{.Most}}</text>
<path d="M20 50V160H260" fill="none" stroke="#999"/>
<text x="20" y="176" fill="#666">{{.First}}</text><text x="260" y="176" fill="#666" text-anchor="end">{{.Last}}</text>
<polyline points="{{.Line}}" fill="none" stroke="#05a" stroke-width="2"/>
{{range .Marks}}<circle cx="{{.X}}" cy="{{.Y}}" r="3" fill="#05a"/>{{end}}
</g>
{{end}}</svg>
`))

// WriteSVG draws a panel for each column but the first, which is the size.
func (t *Table) WriteSVG(to io.Writer) error {
	shown := len(t.Columns) - 1
	d := drawing{Wide: across * panelWide, Tall: (shown + across - 1) / across * panelTop}
	for i := range shown {
		p := t.panel(i + 1)
		p.X, p.Y = i%across*panelWide, i/across*panelTop
		d.Panels = append(d.Panels, p)
	}
	return svg.Execute(to, d)
}

// panel draws a column.
func (t *Table) panel(column int) panel {
	size := func(row int) float64 { return math.Log(math.Max(float64(t.Rows[row].Values[0]), 1)) }
	last, most := len(t.Rows)-1, 0.0
	for _, row := range t.Rows {
		most = math.Max(most, float64(row.Values[column])) // NaN stays NaN, and draws nothing
	}
	p := panel{
		Name: t.Columns[column], Most: "0 to " + Value(most).String(),
		First: t.Rows[0].Name, Last: t.Rows[last].Name,
	}
	var points []string
	for i, row := range t.Rows {
		m := mark{X: plotLeft, Y: plotBase - plotTall*float64(row.Values[column])/math.Max(most, math.SmallestNonzeroFloat64)}
		if from, to := size(0), size(last); to > from {
			m.X += plotWide * (size(i) - from) / (to - from)
		}
		p.Marks = append(p.Marks, m)
		points = append(points, fmt.Sprintf("%.1f,%.1f", m.X, m.Y))
	}
	p.Line = strings.Join(points, " ")
	return p
}
