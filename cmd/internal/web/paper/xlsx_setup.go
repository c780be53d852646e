package paper

import (
	"fmt"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

const paperA4 = 9 // in the list of paper sizes of ECMA-376

// setUp names the worksheet and sets up its pages: A4 across, as wide as the
// page, headings on every page, the page's number below.
func (b *book) setUp() error {
	if err := b.file.SetSheetName("Sheet1", b.name); err != nil {
		return err
	}
	fit, center, size, across, wide, tall := true, true, paperA4, "landscape", 1, 0
	if err := b.file.SetSheetProps(b.name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(b.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &across, FitToWidth: &wide, FitToHeight: &tall,
	}); err != nil {
		return err
	}
	side, end, foot := 0.4, 0.55, 0.25 // inches
	if err := b.file.SetPageMargins(b.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &foot, Footer: &foot, Horizontally: &center,
	}); err != nil {
		return err
	}
	if err := b.file.SetHeaderFooter(b.name, &excelize.HeaderFooterOptions{OddFooter: "&R&P/&N"}); err != nil {
		return err
	}
	if err := b.file.SetDocProps(&excelize.DocProperties{Title: b.Title, Creator: "dossier", Language: string(b.Language)}); err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: b.name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", b.name, b.headStart()+1, b.headEnd()),
	})
}

// styles are the looks of cells.
type styles struct {
	superior, office, nation, motto, form int
	title, italic, small                  int
	heading, number                       int
	body, total                           map[forms.Kind]int
	place, role, how                      int
}

const font = "Times New Roman" // of state papers

func newStyles(file *excelize.File, l forms.Language) (s styles, err error) {
	add := func(size float64, look string, align excelize.Alignment, extra ...func(*excelize.Style)) int {
		style := &excelize.Style{Font: &excelize.Font{Family: font, Size: size}, Alignment: &align}
		style.Font.Bold, style.Font.Italic = look == bold, look == italic
		for _, f := range extra {
			f(style)
		}
		id, failed := file.NewStyle(style)
		if err == nil {
			err = failed
		}
		return id
	}
	center := excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	left := excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true}
	right := excelize.Alignment{Horizontal: "right", Vertical: "center"}
	s.superior, s.office, s.form = add(11, "", center), add(11, bold, center), add(10, italic, center)
	s.nation, s.motto = add(11, bold, center), add(11, bold, center, underlined)
	s.title, s.italic, s.small = add(14, bold, center), add(11, italic, center), add(10, italic, left)
	s.heading, s.number = add(10, bold, center, framed, shaded), add(8, italic, center, framed)
	s.place, s.role, s.how = add(11, italic, center), add(11, bold, center), add(10, italic, center)
	kinds := func(look string) map[forms.Kind]int {
		made := map[forms.Kind]int{forms.Words: add(10, look, left, framed), forms.Mark: add(10, look, center, framed)}
		formats := formats(l)
		for _, kind := range slices.Sorted(maps.Keys(formats)) { // in order: the same sheet has the same bytes
			format, align := formats[kind], right
			if kind == forms.Day || kind == forms.Instant {
				align = center
			}
			made[kind] = add(10, look, align, framed, func(s *excelize.Style) { s.CustomNumFmt = &format })
		}
		return made
	}
	s.body, s.total = kinds(""), kinds(bold)
	return s, err
}

const bold, italic = "bold", "italic"

// formats are the number formats of the kinds; "_)" keeps figures off the frame.
func formats(l forms.Language) map[forms.Kind]string {
	day := "dd/mm/yyyy"
	if l == forms.English {
		day = "yyyy-mm-dd"
	}
	return map[forms.Kind]string{
		forms.Number: "#,##0_)", forms.Percent: "0.00%_)", forms.Day: day, forms.Instant: day + " hh:mm",
	}
}

func framed(s *excelize.Style) {
	for _, side := range []string{"left", "right", "top", "bottom"} {
		s.Border = append(s.Border, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
}

func underlined(s *excelize.Style) { s.Font.Underline = "single" }

func shaded(s *excelize.Style) {
	s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EEEEEE"}}
}
