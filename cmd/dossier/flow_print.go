package main

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
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
