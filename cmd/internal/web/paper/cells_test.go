package paper_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// anyReport draws a report whose names are as bad as names get.
func anyReport(t *rapid.T) ontime.Report {
	n := func(label string) int { return rapid.IntRange(0, 30000).Draw(t, label) }
	rows := []ontime.Row{}
	for range rapid.IntRange(0, 6).Draw(t, "rows") {
		name := rapid.SampledFrom([]string{"Dược phẩm", "=SUM(A1)", "+1", "-1", "@x", "a,b", `"q"`, "<script>alert(1)</script>", "a & b", "{{.}}", "1", "  two  spaces", "Đắk Lắk"}).Draw(t, "name")
		r := row(fmt.Sprint("key-", len(rows)), name, 0, 0, n("early"), n("on time"), n("late"), n("in time"), n("overdue"))
		r.Online = rapid.IntRange(0, r.Received).Draw(t, "online")
		r.Direct = rapid.IntRange(0, r.Received-r.Online).Draw(t, "direct")
		r.Carried = r.Received - r.Online - r.Direct
		rows = append(rows, r)
	}
	return report(rapid.SampledFrom([]string{"field", "unit", "month", "channel"}).Draw(t, "by"), rows...)
}

// figures are what the report says, column by column, before any sheet.
func figures(form string, r *ontime.Row) (all []int, rate int) {
	if form == string(forms.Punctuality) {
		return []int{
			r.Received, r.Carried, r.Online + r.Direct, r.Online, r.Direct, r.Resolved, r.Early, r.OnTime, r.Late, -1, r.Pending, r.InTime, r.Overdue,
		}, 9
	}
	for c := ontime.ColumnReceived; c <= ontime.ColumnOverdue; c++ {
		all = append(all, r.Column(c))
	}
	return all, -1
}

// Every figure of the report stands in its cell of every format, and nowhere
// else; the names beside it are whole.
func TestEveryCellIsTheReports(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyReport(t)
		if rapid.Bool().Draw(t, "on-time") {
			r.Form = string(forms.Punctuality)
		}
		l := rapid.SampledFrom([]forms.Language{forms.Vietnamese, forms.English}).Draw(t, "language")
		sheet := forms.Report{Report: r}.Sheet(l)
		readers := map[paper.Format]func(*rapid.T, *forms.Sheet) [][]string{paper.CSV: readCSV, paper.HTML: readHTML, paper.XLSX: readXLSX}
		for format, read := range readers {
			table := read(t, &sheet)
			if len(table) != len(r.Rows)+1 {
				t.Fatalf("%s has %d rows, want %d and the total", format, len(table), len(r.Rows))
			}
			for i, cells := range table {
				row := &r.Total
				if i < len(r.Rows) {
					row = &r.Rows[i]
					checkName(t, format, cells, i, row.Name)
				}
				checkFigures(t, format, l, r.Form, cells[2:], row)
			}
		}
	})
}

func checkName(t *rapid.T, format paper.Format, cells []string, i int, name string) {
	if format == paper.CSV && strings.ContainsAny(name[:1], "=+-@") {
		name = "'" + name
	}
	if cells[0] != strconv.Itoa(i+1) || cells[1] != name {
		t.Fatalf("%s: row %d is %q %q, want %q", format, i+1, cells[0], cells[1], name)
	}
}

func checkFigures(t *rapid.T, format paper.Format, l forms.Language, form string, cells []string, row *ontime.Row) {
	want, rate := figures(form, row)
	if len(cells) != len(want) {
		t.Fatalf("%s: %d figures, want %d", format, len(cells), len(want))
	}
	for c := range want {
		if c == rate {
			checkRate(t, format, cells[c], row.Rates.OfResolved)
			continue
		}
		printed := strconv.Itoa(want[c])
		if format == paper.HTML {
			cells[c] = strings.NewReplacer(".", "", ",", "").Replace(cells[c])
		}
		if cells[c] != printed {
			t.Fatalf("%s in %s: column %d is %s, the report says %s", format, l, c+3, cells[c], printed)
		}
	}
}

func checkRate(t *rapid.T, format paper.Format, got string, want ontime.Rate) {
	switch {
	case want.Denominator == 0:
		if got != "n/a" {
			t.Fatalf("%s: the rate of nothing is %q", format, got)
		}
		return
	case format == paper.XLSX:
		share, err := strconv.ParseFloat(got, 64)
		if err != nil || math.Abs(share-float64(want.Numerator)/float64(want.Denominator)) > 1e-9 {
			t.Fatalf("the rate is %s, want %d/%d", got, want.Numerator, want.Denominator)
		}
		return
	}
	if got := strings.TrimSuffix(strings.Replace(got, ",", ".", 1), " %"); got != want.Percent {
		t.Fatalf("%s: the rate is %s, want %s", format, got, want.Percent)
	}
}

// readCSV returns the rows and the total.
func readCSV(t *rapid.T, s *forms.Sheet) [][]string {
	plain, marked := strings.CutPrefix(string(write(t, paper.CSV, s)), "\ufeff")
	records, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
	if !marked || err != nil {
		t.Fatalf("byte order mark %t, %v", marked, err)
	}
	foot := strings.Join(s.Facts, "")
	for _, record := range records[len(s.Rows)+2:] {
		foot = strings.Replace(foot, record[0], "", 1)
	}
	if foot != "" {
		t.Fatalf("the file does not say %q", foot)
	}
	return records[1 : len(s.Rows)+2]
}

// readHTML returns the cells of the table's body, read by a parser that knows
// nothing of the page.
func readHTML(t *rapid.T, s *forms.Sheet) (rows [][]string) {
	d := xml.NewDecoder(bytes.NewReader(write(t, paper.HTML, s)))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	body, inCell := false, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "tbody":
				body = true
			case "tr":
				if body {
					rows = append(rows, nil)
				}
			case "td":
				if inCell = body; body {
					rows[len(rows)-1] = append(rows[len(rows)-1], "")
				}
			case "script", "b":
				t.Fatalf("a name became markup: %v", e)
			}
		case xml.EndElement:
			body, inCell = body && e.Name.Local != "tbody", false
		case xml.CharData:
			if inCell {
				last := rows[len(rows)-1]
				last[len(last)-1] += string(e)
			}
		}
	}
}

// readXLSX returns the rows and the total as stored. Counts are numbers, names
// are texts, and what a formula gives is what is stored beside it.
func readXLSX(t *rapid.T, s *forms.Sheet) (rows [][]string) {
	file, err := excelize.OpenReader(bytes.NewReader(write(t, paper.XLSX, s)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tab, first := file.GetSheetName(0), firstRow(s)
	for r := range len(s.Rows) + 1 {
		cells := make([]string, len(s.Columns))
		for c := range s.Columns {
			cells[c] = readCell(t, file, tab, c, first+r, s.Columns[c].Kind)
		}
		rows = append(rows, cells)
	}
	return rows
}

// firstRow is where the table's rows begin: below office and nation, the title,
// the period, the facts, the headings and their numbers.
func firstRow(s *forms.Sheet) int {
	left := len(s.Office)
	if s.Number != "" {
		left++
	}
	return max(left, len(s.Nation)) + 1 + len(s.Subtitle) + 1 + s.Depth() + 1 + 1
}

func readCell(t *rapid.T, file *excelize.File, tab string, column, row int, kind forms.Kind) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := file.GetCellValue(tab, name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	formula, _ := file.GetCellFormula(tab, name)
	text, _ := file.GetCellType(tab, name)
	isText := text == excelize.CellTypeInlineString || text == excelize.CellTypeSharedString
	switch {
	case kind == forms.Number && isText, kind == forms.Words && stored != "" && !isText, kind == forms.Words && formula != "":
		t.Fatalf("%s holds %q (formula %q) as type %d", name, stored, formula, text)
	case formula == "":
		return stored
	}
	calculated, err := file.CalcCellValue(tab, name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatalf("%s = %s: %v", name, formula, err)
	}
	a, errA := strconv.ParseFloat(calculated, 64)
	b, errB := strconv.ParseFloat(stored, 64)
	if errA != nil || errB != nil || math.Abs(a-b) > 1e-9 {
		t.Fatalf("%s = %s gives %s, %s is stored", name, formula, calculated, stored)
	}
	return stored
}
