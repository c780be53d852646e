package scorecard

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// csvHead are the columns of the scores as CSV.
var csvHead = []string{
	"Hạng", "Mã", "Tên", "Nhóm", "Tiêu chí", "Tên tiêu chí", "Nguồn số liệu", "Công thức", "Số liệu",
	"Giá trị", "Đơn vị tính", "Tình trạng", "Điểm", "Điểm tối đa",
	"Mục tiêu", "Chênh lệch", "Kỳ trước", "Thay đổi", "Cùng kỳ năm trước", "Thay đổi",
}

// WriteCSV writes the scores as UTF-8 with a byte order mark, which spreadsheets
// need to read it as such: a head, a line for each criterion of all and then of
// each agency or unit, and after the criteria of each its total.
func WriteCSV(w io.Writer, r Report) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	records := [][]string{csvHead}
	records = append(records, r.records(&r.Whole)...)
	for i := range r.Rows {
		records = append(records, r.records(&r.Rows[i])...)
	}
	for _, record := range records {
		for i := range record {
			record[i] = plain(record[i])
		}
	}
	return csv.NewWriter(w).WriteAll(records)
}

// records returns the lines of one sheet.
func (r *Report) records(s *Sheet) (records [][]string) {
	who := []string{"", s.Key, s.Name}
	if s.Rank > 0 {
		who[0] = strconv.Itoa(s.Rank)
	}
	for i := range s.Criteria {
		k, l := &r.Criteria[i], &s.Criteria[i]
		records = append(records, append(append([]string{}, who...), l.record(k)...))
	}
	total := make([]string, len(csvHead))
	copy(total, who)
	total[5], total[9], total[12], total[13] = "Tổng cộng", string(s.Total.Percent), string(s.Total.Points), string(s.Total.Counted)
	if s.Total.Percent != "" {
		total[10] = UnitPercent.sign()
	}
	total[16], total[18] = string(s.Total.Before), string(s.Total.YearBefore)
	return append(records, total)
}

func (l *Line) record(k *Criterion) []string {
	record := []string{
		k.Group, k.ID, k.Title.VI, k.Origin(), k.Formula, l.FiguresText(),
		string(l.Value), k.Unit.sign(), l.Status.VI(), string(l.Points), string(k.Maximum),
	}
	if l.Goal == nil {
		record = append(record, "", "")
	} else {
		record = append(record, l.Goal.Is.sign()+" "+string(l.Goal.Value), string(l.Goal.Gap))
	}
	if l.Trend == nil {
		return append(record, "", "", "", "")
	}
	before, year := l.Trend.Before, l.Trend.YearBefore
	return append(record, string(before.Value), string(before.Change), string(year.Value), string(year.Change))
}

// FiguresText returns the figures behind the line, as "received = 1321; ...".
func (l *Line) FiguresText() string {
	var parts []string
	for _, f := range l.Figures {
		value := string(f.Value)
		if f.Missing {
			value = "chưa có"
		}
		parts = append(parts, f.Name+" = "+value)
	}
	return strings.Join(parts, "; ")
}

// Origin returns, in Vietnamese, whether the criterion is computed or recorded.
func (k *Criterion) Origin() string {
	if k.Recorded {
		return "ghi nhận"
	}
	return "tính từ hồ sơ"
}

// VI returns the status in Vietnamese.
func (s Status) VI() string {
	switch s {
	case NoValue:
		return "không tính được (n/a)"
	case Missing:
		return "chưa có số liệu"
	}
	return "có số liệu"
}

// sign returns what follows a value.
func (u Unit) sign() string {
	if u == UnitPercent {
		return "%"
	}
	return ""
}

// With returns the value with its unit, as people print it: "97.6 %".
func (u Unit) With(value Number) string {
	if value == "" {
		return ""
	}
	return strings.TrimSpace(string(value) + " " + u.sign())
}

func (s Sense) sign() string {
	switch s {
	case AtLeast:
		return "≥"
	case MoreThan:
		return ">"
	case AtMost:
		return "≤"
	}
	return "<"
}

// Text returns the goal as people print it: "≥ 30 %".
func (g *Goal) Text(u Unit) string { return g.Is.sign() + " " + u.With(g.Value) }

// plain keeps a spreadsheet from taking a text for a formula; a negative number
// stays one.
func plain(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return text
	}
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	return "'" + text
}
