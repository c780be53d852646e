package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

type reportCmd struct {
	readFlags
	filterFlags
	knownFlags
	Form   string `arg:"" enum:"II.06a,late-list" help:"II.06a (II.06a/VPCP/KSTT) or late-list."`
	From   string `help:"First day of the period; the first of this month where it is absent." placeholder:"DATE"`
	To     string `help:"Last day of the period." placeholder:"DATE"`
	By     string `help:"Rows: field, agency, unit, officer, procedure, channel, level, month, province, interlinked." default:"field"`
	AsOf   string `name:"as-of" help:"The last instant that counts, or the end of a day." placeholder:"DATE"`
	Policy string `help:"Counting policy: NAME for its latest version, or NAME@VERSION."`
	Format string `enum:"text,csv" default:"text" help:"text or csv (for spreadsheets)."`
}

// Help shows examples.
func (reportCmd) Help() string {
	return `Examples:
  dossier report II.06a --from 2025-12-15 --to 2026-01-14
  dossier report II.06a --by unit --format csv > report.csv
  dossier report II.06a --from 2026-01-01 --to 2026-01-31 --known-at 2026-01-31 --policy default@1
  dossier report late-list --from 2026-01-01 --to 2026-03-31 --json`
}

// Run prints a report.
func (r *reportCmd) Run(ctx context.Context, out *console) error {
	request, err := r.query()
	if err != nil {
		return err
	}
	c, err := r.connect()
	if err != nil {
		return err
	}
	defer c.close()
	c.patience(r.KnownAt)
	if r.KnownAt != "" && !out.JSON && r.Format == "text" {
		defer out.printf("Như đã biết lúc / as known at %s\n", r.KnownAt)
	}
	if r.Form == "late-list" {
		var list lateList
		if err := c.call(ctx, "report", request, &list); err != nil {
			return err
		}
		return list.print(out)
	}
	var report ontime.Report
	if err := c.call(ctx, "report", request, &report); err != nil {
		return err
	}
	switch {
	case out.JSON:
		return out.printJSON(report)
	case r.Format == "csv":
		return ontime.WriteCSV(out.Stdout, report)
	}
	return printForm(out, &report)
}

func (r *reportCmd) query() (map[string]string, error) {
	request := map[string]string{"form": r.Form}
	r.into(request)
	for name, value := range map[string]string{"from": r.From, "to": r.To} {
		if err := localDate(name, value); err != nil {
			return nil, err
		}
	}
	for name, value := range map[string]string{
		"from": r.From, "to": r.To, "as_of": r.AsOf, "min_position": r.position(), "by": r.By,
		"policy": r.Policy, "known_at": r.KnownAt,
	} {
		if value != "" {
			request[name] = value
		}
	}
	return request, nil
}

// printForm prints form II.06a in its 13 numbered columns.
func printForm(out *console, r *ontime.Report) error {
	out.printf("Biểu %s  %s - %s  (tính đến %s; cách tính %s)\n", r.Form, r.From, r.To,
		r.AsOf.Format("02/01/2006 15:04"), r.Counting)
	rows := [][]string{
		{"STT", "", "Tiếp nhận", "trực tuyến", "trực tiếp", "kỳ trước", "Giải quyết", "trước hạn", "đúng hạn", "quá hạn", "Đang g.q.", "trong hạn", "quá hạn"},
	}
	numbers := []string{}
	for column := 1; column <= 13; column++ {
		numbers = append(numbers, "("+strconv.Itoa(column)+")")
	}
	rows = append(rows, numbers)
	for i := range r.Rows {
		rows = append(rows, formRow(strconv.Itoa(r.Rows[i].No), &r.Rows[i]))
	}
	total := r.Total
	total.Name = "Tổng cộng"
	rows = append(rows, formRow("", &total))
	if err := out.table(rows); err != nil {
		return err
	}
	rates := r.Total.Rates
	out.printf("Đúng hạn / on time: %s %% của đã giải quyết (of resolved) · %s %% của đến hạn (of due) · %s %% của tiếp nhận (of received)\n",
		rates.OfResolved.Percent, rates.OfDue.Percent, rates.OfReceived.Percent)
	return nil
}

func formRow(no string, row *ontime.Row) []string {
	name := row.Name
	if name == "" {
		name = row.Key
	}
	cells := []string{no, name}
	for c := ontime.ColumnReceived; c <= ontime.ColumnOverdue; c++ {
		cells = append(cells, strconv.Itoa(row.Column(c)))
	}
	return cells
}

// lateList is the answer of the late list.
type lateList struct {
	Form     string                `json:"form"`
	From     calendar.Date         `json:"from"`
	To       calendar.Date         `json:"to"`
	AsOf     time.Time             `json:"as_of"`
	Counting ontime.CountingPolicy `json:"counting"`
	Dossiers []ontime.LateItem     `json:"dossiers"`
}

func (l lateList) print(out *console) error {
	if out.JSON {
		return out.printJSON(l)
	}
	rows := [][]string{{"MÃ HỒ SƠ", "THỦ TỤC", "LĨNH VỰC", "ĐƠN VỊ", "TIẾP NHẬN", "HẠN GIẢI QUYẾT", "KẾT THÚC", "NGÀY LÀM VIỆC TRỄ", "NGUYÊN NHÂN", "XIN LỖI"}}
	for _, i := range l.Dossiers {
		completed := "đang giải quyết"
		if !i.Completed.IsZero() {
			completed = i.Completed.Format("02/01/2006")
		}
		apology := ""
		if i.Apologised {
			apology = "có"
		}
		rows = append(rows, []string{
			string(i.Code), i.Procedure, i.Field, i.Unit, i.Received.Format("02/01/2006"), i.Due.Format("02/01/2006 15:04"),
			completed, fmt.Sprint(i.Workdays), string(i.Cause), apology,
		})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d hồ sơ / dossiers; cách tính / counting %s\n", len(l.Dossiers), l.Counting)
	return nil
}
