package paper_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/hoso-engine/dossier/cmd/internal/web/paper"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// opened is a workbook as a reader finds it.
type opened struct {
	*excelize.File
	tab   string
	first int // of the table's rows
	sheet forms.Sheet
}

func open(t *testing.T, form forms.Form, l forms.Language) *opened {
	t.Helper()
	sheet := form.Sheet(l)
	file, err := excelize.OpenReader(bytes.NewReader(write(t, paper.XLSX, &sheet)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return &opened{File: file, tab: file.GetSheetName(0), first: firstRow(&sheet), sheet: sheet}
}

func TestPagesOfEveryWorkbook(t *testing.T) {
	for name, form := range samples() {
		w := open(t, form, forms.Vietnamese)
		layout, err := w.GetPageLayout(w.tab)
		if err != nil || *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s: %v, paper %d %s, %d by %d pages", name, err, *layout.Size, *layout.Orientation, *layout.FitToWidth, *layout.FitToHeight)
		}
		if props, err := w.GetSheetProps(w.tab); err != nil || !*props.FitToPage {
			t.Errorf("%s does not fit its page: %v", name, err)
		}
		panes, err := w.GetPanes(w.tab)
		if err != nil || !panes.Freeze || panes.YSplit != w.first-1 || panes.XSplit != 0 {
			t.Errorf("%s: %v, panes %+v; the rows begin at %d", name, err, panes, w.first)
		}
		names := w.GetDefinedName()
		if len(names) != 1 || names[0].Name != "_xlnm.Print_Titles" || !strings.HasSuffix(names[0].RefersTo, span(w.first-1-w.sheet.Depth(), w.first-1)) {
			t.Errorf("%s repeats %+v", name, names)
		}
		if foot, err := w.GetHeaderFooter(w.tab); err != nil || foot.OddFooter != "&R&P/&N" {
			t.Errorf("%s: %v, footer %+v", name, err, foot)
		}
		if width, err := w.GetColWidth(w.tab, "B"); err != nil || int(width) != w.sheet.Columns[1].Width {
			t.Errorf("%s: %v, column B is %v wide", name, err, width)
		}
	}
}

func span(from, to int) string {
	return "!$" + strings.Join([]string{itoa(from), itoa(to)}, ":$")
}

func TestHeadingsOfII06a(t *testing.T) {
	w := open(t, samples()["II.06a"], forms.Vietnamese)
	merged, err := w.GetMergeCells(w.tab)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, m := range merged {
		got[m.GetStartAxis()+":"+m.GetEndAxis()] = m.GetCellValue()
	}
	for area, want := range map[string]string{
		"A1:F1": "UBND TỈNH H37", "G1:M1": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
		"A4:M4": "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
		"A7:A9": "STT", "B7:B9": "Lĩnh vực", "C7:F7": "Số hồ sơ nhận giải quyết", "C8:C9": "Tổng số", "D8:E8": "Trong kỳ", "F8:F9": "Từ kỳ trước",
		"G7:J7": "Số hồ sơ đã giải quyết", "K7:M7": "Số hồ sơ đang giải quyết", "M8:M9": "Quá hạn",
	} {
		if got[area] != want {
			t.Errorf("%s says %q, want %q", area, got[area], want)
		}
	}
	for c, want := range []string{"(1)", "(2)", "(3) = (4) + (5) + (6)", "(4)", "(5)", "(6)", "(7) = (8) + (9) + (10)", "(8)", "(9)", "(10)", "(11) = (12) + (13)", "(12)", "(13)"} {
		if got := w.raw(t, c, 10); got != want {
			t.Errorf("column %d is numbered %q", c+1, got)
		}
	}
}

// raw returns what is stored in a cell; columns count from 0.
func (w *opened) raw(t *testing.T, column, row int) string {
	t.Helper()
	name, _ := excelize.CoordinatesToCellName(column+1, row)
	value, err := w.GetCellValue(w.tab, name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// In a list, dates are dates: a number of days that is shown as one.
func TestDatesAreDates(t *testing.T) {
	w := open(t, samples()["late-list"], forms.Vietnamese)
	for c, want := range map[int]struct{ stored, shown string }{
		7:  {"46027", "05/01/2026"},
		8:  {"46034.7083333333", "12/01/2026 17:00"},
		9:  {"46042", "20/01/2026"},
		10: {"46036.4166666667", "14/01/2026 10:00"},
		11: {"2", "2 "}, // kept off the frame
	} {
		name, _ := excelize.CoordinatesToCellName(c+1, w.first)
		shown, err := w.GetCellValue(w.tab, name)
		if stored := w.raw(t, c, w.first); err != nil || stored != want.stored || shown != want.shown {
			t.Errorf("%s: %v, stored %s, shown %s", name, err, stored, shown)
		}
	}
	if got := w.raw(t, 9, w.first+1); got != "" {
		t.Errorf("no new appointment is stored as %q", got)
	}
}

// Months do not add up to the period, so their total is no sum of them.
func TestTheTotalOfMonthsIsNoSum(t *testing.T) {
	r := report("month", row("2026-01", "", 5, 5, 3, 0, 0, 7, 0), row("2026-02", "", 1, 1, 2, 0, 0, 7, 0))
	r.Total = row("", "", 6, 6, 5, 0, 0, 7, 0)
	w := open(t, forms.Report{Report: r}, forms.Vietnamese)
	for c, want := range []string{"", "Tổng cộng", "12", "6", "6", "0", "5", "5", "0", "0", "7", "7", "0"} {
		name, _ := excelize.CoordinatesToCellName(c+1, w.first+2)
		if formula, _ := w.GetCellFormula(w.tab, name); w.raw(t, c, w.first+2) != want || strings.HasPrefix(formula, "SUM(") {
			t.Errorf("%s is %s, formula %q", name, w.raw(t, c, w.first+2), formula)
		}
	}
	if w.raw(t, 1, w.first) != "01/2026" {
		t.Errorf("January is %q", w.raw(t, 1, w.first))
	}
}

func TestTheSameSheetHasTheSameBytes(t *testing.T) {
	sheet := samples()["late-list"].Sheet(forms.Vietnamese)
	first := write(t, paper.XLSX, &sheet)
	for range 20 {
		if !bytes.Equal(first, write(t, paper.XLSX, &sheet)) {
			t.Fatal("two files of one sheet differ")
		}
	}
}

// A tab's name has limits that a code may not fit.
func TestTabsOfLongNames(t *testing.T) {
	for _, code := range []string{"000.00.00.H19-210101-0001-and-more", "H26/7[x]'*?"} {
		sheet := forms.Sheet{File: code, Office: []string{""}, Columns: []forms.Column{{Path: []string{"a"}, Width: 9}, {Path: []string{"b"}, Width: 9}}}
		if _, err := excelize.OpenReader(bytes.NewReader(write(t, paper.XLSX, &sheet))); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// The worksheet is streamed: its last line is as whole as its first.
func TestALongRegister(t *testing.T) {
	f := forms.Entries{Dossiers: make([]forms.Entry, 5000)}
	for i := range f.Dossiers {
		f.Dossiers[i] = forms.Entry{Code: domain.Code("H37.13-260105-" + itoa(i)), Content: "Cấp mới", Received: instant("2026-01-05 09:30")}
	}
	w := open(t, f, forms.Vietnamese)
	last := w.first + len(f.Dossiers) - 1
	if no, code, note := w.raw(t, 0, last), w.raw(t, 1, last), w.raw(t, 0, last+1); no != "5000" || code != "H37.13-260105-4999" || note != "Tổng số: 5.000 hồ sơ" {
		t.Errorf("the last line is %s %s, below it %s", no, code, note)
	}
}
