package ontime

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
)

// csvHead are the names of the form's 13 columns; the second one is the
// breakdown's.
var csvHead = []string{
	"STT", "",
	"Tổng số tiếp nhận", "Tiếp nhận trực tuyến trong kỳ", "Tiếp nhận trực tiếp, bưu chính trong kỳ", "Từ kỳ trước",
	"Tổng số đã giải quyết", "Giải quyết trước hạn", "Giải quyết đúng hạn", "Giải quyết quá hạn",
	"Tổng số đang giải quyết", "Đang giải quyết trong hạn", "Đang giải quyết quá hạn",
}

var breakdownNames = map[string]string{
	"field": "Lĩnh vực", "agency": "Cơ quan", "unit": "Đơn vị", "officer": "Cán bộ",
	"procedure": "Thủ tục hành chính", "channel": "Kênh tiếp nhận", "level": "Mức độ dịch vụ",
	"month": "Tháng", "province": "Tỉnh", "interlinked": "Liên thông",
}

// WriteCSV writes the report's 13 columns as UTF-8 with a byte order mark, which
// spreadsheets need to read it as such: a head, the rows, the total.
func WriteCSV(w io.Writer, r Report) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	head := append([]string{}, csvHead...)
	head[1] = headOf(r.By)
	records := [][]string{head}
	for i := range r.Rows {
		row := &r.Rows[i]
		records = append(records, row.record(strconv.Itoa(row.No), row.Label()))
	}
	records = append(records, r.Total.record("", "Tổng cộng"))
	return out.WriteAll(records)
}

// headOf names a breakdown, in Vietnamese.
func headOf(by string) string {
	parts := strings.Split(by, ",")
	for i, part := range parts {
		parts[i] = breakdownNames[part]
	}
	return strings.Join(parts, ", ")
}

// Label returns what the row is about: its names, and its keys where they have
// none.
func (r *Row) Label() string {
	if r.Keys == nil {
		return cmp.Or(r.Name, r.Key)
	}
	words := slices.Clone(r.Keys)
	for i := range r.Names {
		words[i] = cmp.Or(r.Names[i], words[i])
	}
	return strings.Join(words, " · ")
}

// record returns the row's 13 fields.
func (r *Row) record(no, name string) []string {
	fields := []string{no, Plain(name)}
	for c := ColumnReceived; c <= ColumnOverdue; c++ {
		fields = append(fields, strconv.Itoa(r.Column(c)))
	}
	return fields
}

// Plain keeps a spreadsheet from taking a name for a formula.
func Plain(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}
