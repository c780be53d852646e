package web

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// lateHead are the columns of the late list.
var lateHead = []string{
	"STT", "Mã hồ sơ", "Thủ tục hành chính", "Lĩnh vực", "Cơ quan", "Đơn vị", "Cán bộ",
	"Ngày tiếp nhận", "Hạn giải quyết", "Ngày hẹn lại", "Ngày kết thúc",
	"Số ngày quá hạn", "Số ngày làm việc quá hạn", "Nguyên nhân", "Đã xin lỗi", "Số lần đôn đốc",
}

var causeNames = map[domain.Cause]string{domain.Subjective: "Chủ quan", domain.Objective: "Khách quan"}

// writeLateList writes the late list as UTF-8 with a byte order mark, which
// spreadsheets need to read it as such.
func writeLateList(w io.Writer, items []ontime.LateItem, counting ontime.CountingPolicy) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	records := [][]string{lateHead}
	for i := range items {
		records = append(records, lateRecord(i+1, &items[i]))
	}
	records = append(records, ontime.CountingRecord(counting, len(lateHead)))
	return out.WriteAll(records)
}

func lateRecord(no int, item *ontime.LateItem) []string {
	apologised := ""
	if item.Apologised {
		apologised = "x"
	}
	return []string{
		strconv.Itoa(no), plain(string(item.Code)), plain(item.Procedure), plain(item.Field),
		plain(item.Agency), plain(item.Unit), plain(item.Officer),
		local(item.Received), local(item.Due), local(item.Appointment), local(item.Completed),
		strconv.Itoa(item.Days), strconv.Itoa(item.Workdays), causeNames[item.Cause], apologised, strconv.Itoa(item.Reminders),
	}
}

// local prints an instant in its zone, as spreadsheets know it; a zero one is an
// empty field.
func local(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02 15:04")
}

// plain keeps a spreadsheet from taking a name for a formula.
func plain(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}
