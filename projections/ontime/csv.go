package ontime

import (
	"encoding/csv"
	"io"
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
// spreadsheets need to read it as such: a head, the rows, the total, and by which
// policy it was counted.
func WriteCSV(w io.Writer, r Report) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	head := append([]string{}, csvHead...)
	head[1] = breakdownNames[r.By]
	records := [][]string{head}
	for i := range r.Rows {
		row := &r.Rows[i]
		name := row.Name
		if name == "" {
			name = row.Key
		}
		records = append(records, row.record(strconv.Itoa(row.No), name))
	}
	records = append(records, r.Total.record("", "Tổng cộng"), CountingRecord(r.Counting, len(csvHead)))
	return out.WriteAll(records)
}

// CountingRecord returns the last record of a file of so many columns: the
// counting policy, by name and version, in the second.
func CountingRecord(p CountingPolicy, columns int) []string {
	record := make([]string, columns)
	record[1] = "Cách tính: " + p.String()
	return record
}

// record returns the row's 13 fields.
func (r *Row) record(no, name string) []string {
	fields := []string{no, plain(name)}
	for c := ColumnReceived; c <= ColumnOverdue; c++ {
		fields = append(fields, strconv.Itoa(r.Column(c)))
	}
	return fields
}

// plain keeps a spreadsheet from taking a name for a formula.
func plain(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}
