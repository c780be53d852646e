package flow

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// WriteCSV writes the report's table as UTF-8 with a byte order mark, which
// spreadsheets need to read it as such.
func WriteCSV(w io.Writer, r Report) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	return csv.NewWriter(w).WriteAll(r.Records())
}

// The names of breakdowns, reasons of stops and causes for people.
var byNames = map[string]string{"unit": "Đơn vị", "officer": "Cán bộ", "step": "Bước", "agency": "Cơ quan"}

var reasonNames = map[string]string{
	Supplement:                         "Chờ công dân bổ sung",
	string(domain.FinancialObligation): "Chờ nghĩa vụ tài chính",
	string(domain.OutsideConsultation): "Chờ ý kiến cơ quan khác",
	string(domain.Verification):        "Xác minh",
	string(domain.OtherReason):         "Lý do khác",
}

var causeNames = map[domain.Cause]string{domain.Subjective: "Chủ quan", domain.Objective: "Khách quan"}

// ReasonName returns what people call the reason of a stop.
func ReasonName(reason string) string { return reasonNames[reason] }

// Records implements [Report]: a row for each holder or step, then the total.
func (r *Dwell) Records() [][]string {
	records := [][]string{{
		"STT", byNames[r.By], "Tên", "Số lượt giữ", "Đang giữ", "Thời gian trong kỳ (giây)", "Dừng trong kỳ (giây)",
		"Trung bình (giây)", "p50 (giây)", "p90 (giây)", "p95 (giây)", "Dài nhất (giây)", "Thời hạn bước", "Có thời hạn", "Vượt thời hạn",
	}}
	record := func(no string, row *DwellRow) []string {
		var limits []string
		for _, l := range row.Limits {
			limits = append(limits, l.String())
		}
		l := &row.Length
		return texts(no, plain(row.Key), plain(row.Name), row.Stays, row.There, row.Running, row.Stopped,
			l.Mean, l.P50, l.P90, l.P95, l.Longest, strings.Join(limits, " "), row.Limited, row.Exceeded)
	}
	for i := range r.Rows {
		records = append(records, record(strconv.Itoa(r.Rows[i].No), &r.Rows[i]))
	}
	total := r.Total
	total.Key = "Tổng cộng"
	return append(records, record("", &total))
}

// Records implements [Report]: the hand-overs of each pair, then the stops, whose
// first column is empty.
func (r *Waits) Records() [][]string {
	records := [][]string{{
		byNames[r.By] + " giao", byNames[r.By] + " nhận", "Lý do dừng", "Số lần", "Chưa xong", "Tổng (giây)",
		"Trung bình (giây)", "p50 (giây)", "p90 (giây)", "p95 (giây)", "Dài nhất (giây)", "Dừng (giây)", "Có thời hạn", "Vượt thời hạn",
	}}
	for i := range r.Handovers {
		w := &r.Handovers[i]
		l := &w.Length
		records = append(records, texts(plain(w.From), plain(w.To), "", w.Handovers, w.There, l.Total,
			l.Mean, l.P50, l.P90, l.P95, l.Longest, w.Stopped, w.Limited, w.Exceeded))
	}
	for i := range r.Stops {
		s := &r.Stops[i]
		l := &s.Length
		records = append(records, texts("", "", ReasonName(s.Reason), s.Stops, s.Open, l.Total,
			l.Mean, l.P50, l.P90, l.P95, l.Longest, s.Stopped, "", ""))
	}
	return records
}

// Records implements [Report]: a row for each stay of each dossier listed.
func (r *Lateness) Records() [][]string {
	records := [][]string{{
		"Mã hồ sơ", "Thủ tục hành chính", "Tiếp nhận", "Hạn giải quyết", "Kết thúc", "Nguyên nhân",
		"Từ", "Đến", "Cơ quan", "Đơn vị", "Cán bộ", "Bước", "Hạn bước", "Vượt hạn bước", "Giữ khi quá hạn",
		"Thời gian (giây)", "Trước chuyển (giây)", "Trong hạn bước (giây)", "Vượt hạn bước (giây)", "Không hạn bước (giây)", "Dừng (giây)",
		"Sau hạn giải quyết (giây)",
	}}
	for i := range r.Dossiers {
		d := &r.Dossiers[i]
		for j := range d.Parts {
			p := &d.Parts[j]
			s := &p.Shares
			records = append(records, texts(
				plain(string(d.Code)), plain(d.Procedure), d.Received, d.Due, d.Ended, causeNames[d.Cause],
				p.From, p.Until, plain(p.Agency), plain(p.Unit), plain(p.Officer), plain(p.Step), p.StepDue, p.Late, p.AtBreach,
				s.Total, s.Receipt, s.Within, s.Over, s.Unlimited, s.Stopped, p.After))
		}
	}
	return records
}

// Records implements [Report]: a row for each dossier of each officer.
func (r *Officers) Records() [][]string {
	records := [][]string{{
		"Cán bộ", "Số hồ sơ quá hạn", "Do chủ quan", "Quá hạn sau đôn đốc", "Số lần đôn đốc",
		"Mã hồ sơ", "Đơn vị", "Bước", "Hạn giải quyết", "Quá hạn từ", "Kết thúc", "Quá hạn (giây)", "Nguyên nhân", "Đôn đốc trước đó", "Tái diễn",
	}}
	for i := range r.Rows {
		o := &r.Rows[i]
		for j := range o.Dossiers {
			d := &o.Dossiers[j]
			records = append(records, texts(plain(o.Officer), o.Late, o.Subjective, o.Again, o.Reminded,
				plain(string(d.Code)), plain(d.Unit), plain(d.Step), d.Due, d.Breach, d.Ended, d.Over, causeNames[d.Cause], d.Reminded, d.Again))
		}
	}
	return records
}

// Records implements [Report]: a row for each dossier listed.
func (r *Outlook) Records() [][]string {
	records := [][]string{{
		"Mã hồ sơ", "Thủ tục hành chính", "Cơ quan", "Đơn vị", "Cán bộ", "Bước", "Giữ từ", "Hạn giải quyết", "Quá hạn từ",
		"Hạn bước", "Chậm bước", "Chuyển chậm nhất", "Còn lại (giây)",
	}}
	for i := range r.Dossiers {
		d := &r.Dossiers[i]
		records = append(records, texts(plain(string(d.Code)), plain(d.Procedure), plain(d.Agency), plain(d.Unit), plain(d.Officer),
			plain(d.Step), d.Since, d.Due, d.Breach, d.StepDue, d.StepLate, d.PassBy, d.Left))
	}
	return records
}

// texts prints the values of a record: instants as spreadsheets know them, a
// zero one as nothing, yes as x.
func texts(values ...any) []string {
	record := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case time.Time:
			if !v.IsZero() {
				record[i] = v.Format("2006-01-02 15:04")
			}
		case bool:
			if v {
				record[i] = "x"
			}
		default:
			record[i] = fmt.Sprint(v)
		}
	}
	return record
}

// plain keeps a spreadsheet from taking a name for a formula.
func plain(name string) string {
	if name != "" && strings.ContainsRune("=+-@\t\r", rune(name[0])) {
		return "'" + name
	}
	return name
}
