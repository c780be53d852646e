package main

import (
	"fmt"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
)

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
	out.printf("Cao nhất còn đạt được / at best on time: %s của tiếp nhận (of received) · %s của đến hạn (of due)\n",
		percent(r.Best.OfReceived), percent(r.Best.OfDue))
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
