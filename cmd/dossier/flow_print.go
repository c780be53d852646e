package main

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// printTop prints what a report is about.
func printTop(out *console, title string, h *flow.Head) {
	out.printf("%s  %s - %s  (tính đến / as of %s; cách tính / counting %s v%d)\n",
		title, h.From, h.To, minute(h.AsOf), h.Counting.Name, h.Counting.Version)
}

// span prints working time in the usual working days.
func span(h *flow.Head, s flow.Seconds) string {
	d, sign := time.Duration(s), ""
	if d < 0 {
		d, sign = -d, "-"
	}
	if h.Workday <= 0 {
		return sign + d.Round(time.Minute).String()
	}
	return sign + domain.WorkingTime(d, time.Duration(h.Workday)).VI
}

// minute prints an instant; none is a dash.
func minute(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.Format("02/01/2006 15:04")
}

// called prints the name of a key, or the key.
func called(key, name string) string {
	switch {
	case name != "":
		return name
	case key == flow.ReceiptStep:
		return "(tiếp nhận / receipt)"
	case key == "":
		return "-"
	}
	return key
}

func printDwell(out *console, r *flow.Dwell) error {
	printTop(out, "Thời gian lưu giữ / dwell", r.Top())
	rows := [][]string{{"", "LƯỢT", "ĐANG GIỮ", "TRONG KỲ", "DỪNG", "TRUNG BÌNH", "P50", "P90", "DÀI NHẤT", "VƯỢT HẠN"}}
	row := func(name string, d *flow.DwellRow) []string {
		top := r.Top()
		return []string{
			name, fmt.Sprint(d.Stays), fmt.Sprint(d.There), span(top, d.Running), span(top, d.Stopped), span(top, d.Length.Mean),
			span(top, d.Length.P50), span(top, d.Length.P90), span(top, d.Length.Longest), fmt.Sprintf("%d/%d", d.Exceeded, d.Limited),
		}
	}
	for i := range r.Rows {
		rows = append(rows, row(called(r.Rows[i].Key, r.Rows[i].Name), &r.Rows[i]))
	}
	rows = append(rows, row("Tổng cộng", &r.Total))
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d hồ sơ / dossiers\n", r.Dossiers)
	return nil
}

func printWaits(out *console, r *flow.Waits) error {
	top := r.Top()
	printTop(out, "Ai chờ ai / who waited on whom", top)
	rows := [][]string{{"GIAO", "NHẬN", "LƯỢT", "CHƯA CHUYỂN", "TỔNG", "TRUNG BÌNH", "P90", "DỪNG", "VƯỢT HẠN"}}
	for i := range r.Handovers {
		w := &r.Handovers[i]
		rows = append(rows, []string{
			called(w.From, w.FromName), called(w.To, w.ToName), fmt.Sprint(w.Handovers), fmt.Sprint(w.There),
			span(top, w.Length.Total), span(top, w.Length.Mean), span(top, w.Length.P90), span(top, w.Stopped),
			fmt.Sprintf("%d/%d", w.Exceeded, w.Limited),
		})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("\n")
	rows = [][]string{{"DỪNG VÌ", "STOPPED FOR", "LẦN", "ĐANG DỪNG", "TRONG KỲ", "TRUNG BÌNH", "DÀI NHẤT"}}
	for i := range r.Stops {
		s := &r.Stops[i]
		rows = append(rows, []string{
			flow.ReasonName(s.Reason), s.Reason, fmt.Sprint(s.Stops), fmt.Sprint(s.Open),
			span(top, s.Stopped), span(top, s.Length.Mean), span(top, s.Length.Longest),
		})
	}
	return out.table(rows)
}

func printLateness(out *console, r *flow.Lateness) error {
	top := r.Top()
	printTop(out, "Vì sao quá hạn / what made dossiers late", top)
	out.printf("%d giải quyết quá hạn / resolved late, %d đang quá hạn / pending overdue; quá hạn tổng cộng / late in all: %s\n",
		r.Late, r.Overdue, span(top, r.Over))
	if err := out.table(shareRows(top, &r.Shares)); err != nil {
		return err
	}
	for _, ranking := range []struct {
		title  string
		blames []flow.Blame
	}{{"ĐƠN VỊ / UNIT", r.Units}, {"CÁN BỘ / OFFICER", r.Officers}, {"BƯỚC / STEP", r.Steps}} {
		out.printf("\n")
		if err := out.table(blameRows(top, ranking.title, ranking.blames)); err != nil {
			return err
		}
	}
	out.printf("\n")
	return out.table(lateRows(top, r.Dossiers))
}

// shareRows prints where the time of the late dossiers went.
func shareRows(top *flow.Head, s *flow.Shares) [][]string {
	rows := [][]string{{"THỜI GIAN ĐÃ DÙNG / TIME USED", "", "%"}}
	for _, share := range [...]struct {
		name string
		time flow.Seconds
	}{
		{"trước khi chuyển / before the first hand-over", s.Receipt},
		{"trong hạn bước / within steps' limits", s.Within},
		{"vượt hạn bước / over steps' limits", s.Over},
		{"bước không có hạn / steps without a limit", s.Unlimited},
		{"dừng / stopped", s.Stopped},
		{"tổng / total", s.Total},
	} {
		percent := ontime.RateOf(int(share.time/1e6), int(s.Total/1e6)).Percent
		rows = append(rows, []string{share.name, span(top, share.time), percent})
	}
	return rows
}

func blameRows(top *flow.Head, title string, blames []flow.Blame) [][]string {
	rows := [][]string{{title, "HỒ SƠ", "GIỮ KHI QUÁ HẠN", "LƯỢT VƯỢT HẠN", "VƯỢT HẠN BƯỚC", "%", "SAU HẠN HỒ SƠ"}}
	for i := range blames {
		b := &blames[i]
		rows = append(rows, []string{
			called(b.Key, b.Name), fmt.Sprint(b.Dossiers), fmt.Sprint(b.AtBreach), fmt.Sprint(b.Exceeded),
			span(top, b.Over), b.Share.Percent, span(top, b.After),
		})
	}
	return rows
}

func lateRows(top *flow.Head, dossiers []flow.LateDossier) [][]string {
	rows := [][]string{{"MÃ HỒ SƠ", "HẠN GIẢI QUYẾT", "QUÁ", "GIỮ KHI QUÁ HẠN", "TRƯỚC CHUYỂN", "TRONG HẠN BƯỚC", "VƯỢT HẠN BƯỚC", "KHÔNG HẠN", "DỪNG", "NGUYÊN NHÂN"}}
	for i := range dossiers {
		d := &dossiers[i]
		s := &d.Shares
		rows = append(rows, []string{
			string(d.Code), minute(d.Due), span(top, d.Over), called(d.Unit, "") + " " + d.Officer,
			span(top, s.Receipt), span(top, s.Within), span(top, s.Over), span(top, s.Unlimited), span(top, s.Stopped), string(d.Cause),
		})
	}
	return rows
}

func printOfficers(out *console, r *flow.Officers) error {
	top := r.Top()
	printTop(out, "Cán bộ nhiều lần quá hạn / repeatedly late officers", top)
	rows := [][]string{{"CÁN BỘ", "QUÁ HẠN", "CHỦ QUAN", "ĐÔN ĐỐC", "LẠI QUÁ HẠN", "MÃ HỒ SƠ", "HẠN GIẢI QUYẾT", "QUÁ", "NGUYÊN NHÂN", "ĐÔN ĐỐC TRƯỚC ĐÓ"}}
	for i := range r.Rows {
		o := &r.Rows[i]
		rows = append(rows, []string{o.Officer, fmt.Sprint(o.Late), fmt.Sprint(o.Subjective), fmt.Sprint(o.Reminded), fmt.Sprint(o.Again), "", "", "", "", ""})
		for j := range o.Dossiers {
			d := &o.Dossiers[j]
			again := ""
			if d.Again {
				again = "x"
			}
			rows = append(rows, []string{
				"", "", "", "", again, string(d.Code), minute(d.Due), span(top, d.Over), string(d.Cause), fmt.Sprint(d.Reminded),
			})
		}
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d cán bộ / officers: từ %d hồ sơ quá hạn do chủ quan / late for subjective reasons, quá hạn lại sau %d lần đôn đốc / again after reminders; %d hồ sơ quá hạn / late dossiers, %d cán bộ giữ / holders\n",
		len(r.Rows), r.Times, r.Reminders, r.Late, r.Holders)
	return nil
}

func printOutlook(out *console, r *flow.Outlook) error {
	top := r.Top()
	printTop(out, "Có thể quá hạn / what can still become late", top)
	rows := [][]string{{"NGÀY HẠN CUỐI / LAST DAY", "HỒ SƠ", "ĐẾN NGÀY ĐÓ / BY THEN"}}
	for _, d := range r.Days {
		weekday := domain.Weekday(d.Date)
		rows = append(rows, []string{weekday.VI + " " + domain.PrintDate(d.Date), fmt.Sprint(d.Dossiers), fmt.Sprint(d.ByThen)})
	}
	rows = append(rows, []string{"sau đó / later", fmt.Sprint(r.Later), fmt.Sprint(r.InTime)})
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("đang dừng / stopped: %d, không có hạn / no deadline: %d, đã quá hạn / overdue: %d\n\n", r.Stopped, r.NoDeadline, r.Overdue)
	rows = [][]string{{"ĐANG GIỮ / HOLDER", "TRONG HẠN", "ĐẾN HẠN", "CHẬM BƯỚC"}}
	for i := range r.Rows {
		h := &r.Rows[i]
		rows = append(rows, []string{called(h.Key, h.Name), fmt.Sprint(h.InTime), fmt.Sprint(h.Due), fmt.Sprint(h.StepLate)})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("\n")
	if err := out.table(outlookRows(top, r.Dossiers)); err != nil {
		return err
	}
	out.printf("Cao nhất còn đạt được / at best on time: %s %% của tiếp nhận (of received) · %s %% của đến hạn (of due)\n",
		r.Best.OfReceived.Percent, r.Best.OfDue.Percent)
	return nil
}

func outlookRows(top *flow.Head, dossiers []flow.OutlookItem) [][]string {
	rows := [][]string{{"MÃ HỒ SƠ", "ĐANG GIỮ", "BƯỚC", "HẠN BƯỚC", "HẠN GIẢI QUYẾT", "CÒN", "CHUYỂN CHẬM NHẤT / PASS ON BY"}}
	for i := range dossiers {
		d := &dossiers[i]
		rows = append(rows, []string{
			string(d.Code), called(d.Unit, "") + " " + d.Officer, called(d.Step, ""), minute(d.StepDue), minute(d.Due), span(top, d.Left), minute(d.PassBy),
		})
	}
	return rows
}
