package forms_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// printed returns the table's cells as people read them.
func printed(s forms.Sheet) (rows []string) {
	for _, cells := range append(s.Rows[:len(s.Rows):len(s.Rows)], s.Total) {
		texts := []string{}
		for i := range cells {
			texts = append(texts, s.Language.Print(s.Columns[i].Kind, cells[i]))
		}
		if len(texts) > 0 {
			rows = append(rows, strings.Join(texts, " | "))
		}
	}
	return rows
}

func expect(t *testing.T, s forms.Sheet, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, printed(s)); diff != "" {
		t.Error(diff)
	}
}

// registerOf fills in the register.
func registerOf(t *testing.T, w *logtest.World, words string) forms.Entries {
	t.Helper()
	f, err := forms.EntriesOf(tableOf(t, w).All(), ask(t, w, "so-theo-doi", words), 7, w.Registry)
	must(t, err)
	return f
}

func TestTheRegisterIsOfThePeriodsReceipts(t *testing.T) {
	w := desk(t)
	const (
		first  = "1 | H38.21-260105-0001 | Cấp phép days | 2 | nd-1 |  |  | 05/01/2026 | "
		second = "2 | H38.21-260105-0002 | Cấp phép hours |  | applicant-1 |  |  | 05/01/2026 | 06/01/2026 | 06/01/2026 | Bưu chính công ích | desk | desk | "
		third  = "3 | H38.21-260105-0003 | Cấp phép never |  | applicant-1 |  |  | 05/01/2026 |  |  |  | desk | desk | Đang giải quyết"
	)
	expect(t, registerOf(t, w, "from=2026-01-05&to=2026-01-05&as_of=2026-01-05").Sheet(forms.Vietnamese),
		first+"12/01/2026 |  |  | counter-3 | desk | Đang giải quyết",
		strings.Replace(second, "06/01/2026 | 06/01/2026 | Bưu chính công ích | desk | desk | ", "06/01/2026 |  |  | desk | desk | Đang giải quyết", 1), third)
	all := registerOf(t, w, "from=2026-01-01&to=2026-01-31").Sheet(forms.Vietnamese)
	expect(t, all,
		first+"20/01/2026 |  |  | counter-3 | unit-9 | Chờ trả kết quả; Có phiếu xin lỗi và hẹn lại", second, third,
		"4 | H38.21-260105-0004 | Cấp phép days |  | applicant-1 |  |  | 06/01/2026 | 13/01/2026 |  |  | desk | desk | Đang giải quyết, quá hạn")
	if none := registerOf(t, w, "from=2026-01-07&to=2026-01-31").Dossiers; len(none) != 0 {
		t.Errorf("%d dossiers were received after the 6th", len(none))
	}
	if other := registerOf(t, w, "from=2026-01-01&agency=STC").Dossiers; len(other) != 0 {
		t.Errorf("%d dossiers of another agency", len(other))
	}
}

// Of the applicant no form holds anything but the reference, neither for people
// nor for programs.
func TestNoFormHoldsPersonalData(t *testing.T) {
	w := desk(t)
	for name, form := range filled(t, w) {
		for _, l := range []forms.Language{forms.Vietnamese, forms.English} {
			body, err := json.Marshal(form)
			must(t, err)
			all := fmt.Sprint(form.Sheet(l)) + string(body)
			for _, secret := range []string{"Nguyễn", "036090001234", "0900", "a@b", "Phố Huế"} {
				if strings.Contains(all, secret) {
					t.Errorf("%s holds %s", name, secret)
				}
			}
		}
	}
}

// filled returns one of every form.
func filled(t *testing.T, w *logtest.World) map[forms.Name]forms.Form {
	t.Helper()
	const january = "from=2026-01-01&to=2026-01-31"
	columns := tableOf(t, w).Columns()
	made := map[forms.Name]forms.Form{
		forms.Register: registerOf(t, w, january),
		forms.Control:  controlOf(t, w, w.Now.Format("2006-01-02T15:04:05Z07:00")),
	}
	for _, name := range []forms.Name{forms.Statutory, forms.Punctuality} {
		q := ask(t, w, string(name), january)
		made[name] = forms.ReportOf(ontime.Statistics(columns, q.Query), q, w.Registry)
	}
	q := ask(t, w, "late-list", january)
	made[forms.LateList] = forms.LateOf(ontime.LateList(columns, q.Query, ontime.CalendarOf(w.Registry)), q, 7, w.Registry)
	return made
}

func controlOf(t *testing.T, w *logtest.World, at string) forms.ControlSheet {
	t.Helper()
	q := ask(t, w, "phieu-kiem-soat", "code="+string(logtest.Code(1))+"&at="+at)
	d := w.Dossier(logtest.Code(1))
	rules, err := d.RulesAt(w.Registry, q.At)
	must(t, err)
	return forms.ControlOf(d, d.ClockAt(q.At, rules), logtest.Zone, 7, w.Registry)
}

func TestTheControlSheetJudgesEveryHandover(t *testing.T) {
	w := desk(t)
	rows := []string{
		"1 | Người nộp hồ sơ | desk, SYT (officer-0) | 05/01/2026 08:00 | Tiếp nhận |  | 06/01/2026 08:00 |  | ",
		"2 | desk, SYT (officer-0) | unit-1, SYT (officer-1) | 06/01/2026 08:00 | check | 07/01/2026 17:00 | 08/01/2026 09:00 | Quá hạn | ",
		"3 | unit-1, SYT (officer-1) | unit-9, STC | 08/01/2026 09:00 | opinion |  | 16/01/2026 10:00 | Không có thời hạn | Tạm dừng lấy ý kiến từ 08/01/2026 09:00 đến 09/01/2026 09:00",
	}
	s := controlOf(t, w, "2026-01-20").Sheet(forms.Vietnamese)
	expect(t, s, rows...)
	if got := strings.Join(s.Notes, ""); got != "Kết thúc xử lý 16/01/2026 10:00: quá hạn so với hạn giải quyết." {
		t.Errorf("the outcome is %q", got)
	}
	before := controlOf(t, w, "2026-01-08T10:00:00%2B07:00").Sheet(forms.Vietnamese)
	expect(t, before, rows[0], rows[1],
		"3 | unit-1, SYT (officer-1) | unit-9, STC | 08/01/2026 09:00 | opinion |  |  |  | Tạm dừng lấy ý kiến từ 08/01/2026 09:00, chưa tiếp tục")
	if got := strings.Join(before.Notes, ""); got != "Chưa kết thúc xử lý tại thời điểm lập phiếu." {
		t.Errorf("the outcome before the end is %q", got)
	}
}

// A sheet of an earlier instant says what was true then: not the due that a stop
// moved later, no stop that was still to come, no receipt before it was.
func TestTheControlSheetOfAnEarlierInstant(t *testing.T) {
	w := desk(t)
	now, early := controlOf(t, w, "2026-01-20"), controlOf(t, w, "2026-01-07")
	first := w.Dossier(logtest.Code(1)).Deadlines[0].Due
	if !early.Due.Equal(first) || now.Due.Equal(first) || len(now.Stops) == 0 || len(early.Stops) > 0 {
		t.Errorf("due %s, first %s, then %s; %d stops, then %d", now.Due, first, early.Due, len(now.Stops), len(early.Stops))
	}
	none := controlOf(t, w, "2026-01-04")
	if s := none.Sheet(forms.Vietnamese); !none.Received.IsZero() || !none.Due.IsZero() || len(s.Rows) > 0 {
		t.Errorf("before the receipt: %+v", none)
	}
}

// Whatever is said about dossiers, what a column says it is the sum of is its
// sum, in every row and the total; and the total is the sum of the rows where
// the sheet says so.
func TestSumsAreSums(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := logtest.Random(t, nil)
		by := rapid.SampledFrom([]string{"field", "unit", "month", "channel", "interlinked", "field,channel", "month,unit"}).Draw(t, "by")
		name := rapid.SampledFrom([]forms.Name{forms.Statutory, forms.Punctuality}).Draw(t, "form")
		q := ask(t, w, string(name), "from=2026-01-01&to=2026-02-28&by="+by)
		s := forms.ReportOf(ontime.Statistics(tableOf(t, w).Columns(), q.Query), q, w.Registry).Sheet(forms.Vietnamese)
		totals := make([]int, len(s.Columns))
		for _, row := range append(s.Rows[:len(s.Rows):len(s.Rows)], s.Total) {
			for c, column := range s.Columns {
				sum := 0
				for _, part := range column.Sum {
					sum += row[part].Number
				}
				if len(column.Sum) > 0 && row[c].Number != sum {
					t.Fatalf("column %s is %d, the sum is %d", column.Number, row[c].Number, sum)
				}
				if share := column.Share; share.Parts != nil &&
					(row[c].Rate.Denominator != row[share.Whole].Number || row[c].Rate.Numerator != row[share.Parts[0]].Number+row[share.Parts[1]].Number) {
					t.Fatalf("the rate is %+v, its columns say otherwise", row[c].Rate)
				}
				totals[c] += row[c].Number
			}
		}
		for c := range s.Columns {
			if s.Adds && totals[c] != 2*s.Total[c].Number {
				t.Fatalf("column %d adds up to %d, the total is %d", c+1, totals[c]-s.Total[c].Number, s.Total[c].Number)
			}
		}
	})
}

// Headings cover the head of the table without a hole and without overlap, and
// columns have their number and a width.
func TestHeadsAreWhole(t *testing.T) {
	for name, form := range filled(t, desk(t)) {
		s := form.Sheet(forms.Vietnamese)
		covered := make([][]int, s.Depth())
		for i := range covered {
			covered[i] = make([]int, len(s.Columns))
		}
		for r, headings := range s.Head() {
			for _, h := range headings {
				for down := range h.Down {
					for across := range h.Across {
						covered[r+down][h.Column+across]++
					}
				}
			}
		}
		for r := range covered {
			for c, times := range covered[r] {
				if times != 1 {
					t.Errorf("%s: row %d of column %d is covered %d times", name, r+1, c+1, times)
				}
			}
		}
		for i, c := range s.Columns {
			if !strings.HasPrefix(c.Number, fmt.Sprintf("(%d)", i+1)) || c.Width < 4 || c.Label == "" {
				t.Errorf("%s: column %d is %+v", name, i+1, c)
			}
		}
		for i, row := range s.Rows {
			if len(row) != len(s.Columns) {
				t.Errorf("%s: row %d has %d cells for %d columns", name, i+1, len(row), len(s.Columns))
			}
		}
	}
}

func TestTheColumnsThatTheFormsHave(t *testing.T) {
	for name, want := range map[forms.Name]int{forms.Statutory: 13, forms.Punctuality: 15, forms.LateList: 16, forms.Register: 14, forms.Control: 9} {
		if got := len(filled(t, desk(t))[name].Sheet(forms.Vietnamese).Columns); got != want {
			t.Errorf("%s has %d columns, want %d", name, got, want)
		}
	}
}

// Every form says by which policy it counts, up to when, and from where in the
// log; the register and the control sheet count nothing.
func TestEveryFormSaysHowItWasMade(t *testing.T) {
	for name, form := range filled(t, desk(t)) {
		facts := strings.Join(form.Sheet(forms.Vietnamese).Facts, " ")
		counts := name != forms.Register && name != forms.Control
		if strings.Contains(facts, "Cách tính: default, phiên bản 1") != counts || !strings.Contains(facts, "Số liệu tính đến ") {
			t.Errorf("%s says %q", name, facts)
		}
	}
}

// The English rendering has no Vietnamese left, names of offices and procedures
// apart: those are data, in this world plain ones.
func TestEnglishIsEnglish(t *testing.T) {
	for name, form := range filled(t, desk(t)) {
		s := form.Sheet(forms.English)
		texts := append(append(append(append([]string{s.Number, s.Title, s.Place}, s.Office...), s.Nation...), s.Facts...), s.Notes...)
		texts = append(texts, s.Subtitle...)
		for _, c := range s.Columns {
			texts = append(append(texts, c.Label), c.Path...)
		}
		for _, sign := range s.Signed {
			texts = append(texts, sign.Role, sign.How)
		}
		for _, row := range printed(s) {
			texts = append(texts, strings.ReplaceAll(row, "Cấp phép", ""))
		}
		for _, text := range texts {
			if strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxLatin1 && unicode.IsLetter(r) }) || strings.Contains(text, "%!") {
				t.Errorf("%s says %q", name, text)
			}
		}
	}
}

func TestRowsAreCalledByTheirNames(t *testing.T) {
	w := desk(t)
	for _, c := range []struct{ by, key, name, vi, en string }{
		{"channel", "postal", "", "Bưu chính công ích", "Postal"},
		{"channel", "", "", "(không ghi)", "(not stated)"},
		{"level", "full", "", "Toàn trình", "Full"},
		{"interlinked", "true", "", "Có liên thông", "Interlinked"},
		{"month", "2026-01", "", "01/2026", "2026-01"},
		{"unit", "nvy", "Phòng Y", "Phòng Y", "Phòng Y"},
		{"unit", "nvd", "", "nvd", "nvd"},
	} {
		q := ask(t, w, "II.06a", "by="+c.by)
		form := forms.ReportOf(ontime.Report{By: c.by, Rows: []ontime.Row{{Key: c.key, Name: c.name}}}, q, w.Registry)
		for l, want := range map[forms.Language]string{forms.Vietnamese: c.vi, forms.English: c.en} {
			if got := form.Sheet(l).Rows[0][1].Text; got != want {
				t.Errorf("by %s, %q is called %q in %s, want %q", c.by, c.key, got, l, want)
			}
		}
	}
}

func TestCrossedRowsAreCalledByAllTheirNames(t *testing.T) {
	w := desk(t)
	q := ask(t, w, "II.06a", "by=unit,channel")
	row := ontime.Row{Keys: []string{"nvy", "online"}, Names: []string{"Phòng Y", ""}}
	s := forms.ReportOf(ontime.Report{By: q.By, Rows: []ontime.Row{row}}, q, w.Registry).Sheet(forms.Vietnamese)
	if got := s.Columns[1].Label + ": " + s.Rows[0][1].Text; got != "Đơn vị, Kênh tiếp nhận: Phòng Y · Trực tuyến" {
		t.Error(got)
	}
}

func TestOfficesOfThePaper(t *testing.T) {
	w := desk(t)
	registry := w.Registry
	for i, u := range []struct {
		id string
		domain.UnitDefined
	}{
		{"H38", domain.UnitDefined{Kind: domain.UnitProvince, Name: "UBND TỈNH", NameEN: "PROVINCE"}},
		{"SYT", domain.UnitDefined{Kind: domain.UnitAgency, Name: "SỞ Y TẾ", Parent: "H38"}},
	} {
		registry = registry.With(domain.Event{ID: fmt.Sprint("u", i), Source: "urn:test", Type: domain.TypeUnitDefined, Subject: u.id, At: w.Now, Sequence: 1, Data: &u.UnitDefined})
	}
	for words, want := range map[string]string{
		"":                     "TÊN CƠ QUAN, ĐƠN VỊ: ……………………",
		"province=H38":         "UBND TỈNH",
		"agency=SYT":           "UBND TỈNH/SỞ Y TẾ",
		"agency=SYT&lang=en":   "PROVINCE/SỞ Y TẾ",
		"agency=STC&unit=p%3C": "p<",
	} {
		q := ask(t, w, "II.06a", words)
		l := forms.Vietnamese
		if strings.HasSuffix(words, "lang=en") {
			l = forms.English
		}
		if got := strings.Join(forms.ReportOf(ontime.Report{}, q, registry).Sheet(l).Office, "/"); got != want {
			t.Errorf("%s is a paper of %q, want %q", words, got, want)
		}
	}
}
