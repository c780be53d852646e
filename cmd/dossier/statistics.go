package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

type statisticsCmd struct {
	readFlags
	filterFlags
	knownFlags
	From   string `help:"First day of the period; the first of this month where it is absent." placeholder:"DATE"`
	To     string `help:"Last day of the period." placeholder:"DATE"`
	By     string `help:"Rows: field, agency, unit, officer, procedure, channel, level, month, province, interlinked; up to four, separated by commas, are crossed." default:"field"`
	AsOf   string `name:"as-of" help:"The last instant that counts, or the end of a day." placeholder:"DATE"`
	LateBy string `name:"late-by" help:"Count what is in time, and overdue at the end of this day if nothing is done." placeholder:"DATE"`
	Policy string `help:"Counting policy: NAME for its latest version, or NAME@VERSION; the default one where it is absent."`
	Row    string `help:"With --column: the row's cell, as --json shows it; the total where it is absent."`
	Column string `help:"List the dossiers behind a number, such as resolved_late or stopped, instead of printing the figures."`
	Limit  int    `help:"With --column: how many dossiers at most." default:"50"`
	Cursor string `help:"With --column: go on where the page before ended."`
	Format string `enum:"text,csv" default:"text" help:"text or csv (for spreadsheets: every figure)."`
}

// Help shows examples.
func (statisticsCmd) Help() string {
	return `Examples:
  dossier statistics --by unit --late-by 2026-01-16
  dossier statistics --from 2026-01-01 --to 2026-03-31 --by field,channel --format csv > figures.csv
  dossier statistics --by unit --row nvy --column pending_overdue`
}

// Run prints the figures, or the list behind one of them.
func (s *statisticsCmd) Run(ctx context.Context, out *console) error {
	request, err := s.query()
	if err != nil {
		return err
	}
	if s.Column != "" {
		var page register.Page
		if err := s.recall(ctx, s.KnownAt, "behind", request, &page); err != nil {
			return err
		}
		if out.JSON {
			return out.printJSON(page)
		}
		return printPage(out, page)
	}
	var report ontime.Report
	if err := s.recall(ctx, s.KnownAt, "statistics", request, &report); err != nil {
		return err
	}
	switch {
	case out.JSON:
		return out.printJSON(report)
	case s.Format == "csv":
		return writeFigures(out, &report)
	}
	s.printKnown(out)
	return printFigures(out, &report)
}

func (s *statisticsCmd) query() (map[string]string, error) {
	request := map[string]string{}
	s.into(request)
	for name, value := range map[string]string{"from": s.From, "to": s.To} {
		if err := localDate(name, value); err != nil {
			return nil, err
		}
	}
	words := map[string]string{
		"from": s.From, "to": s.To, "by": s.By, "as_of": s.AsOf, "late_by": s.LateBy, "policy": s.Policy,
		"known_at": s.KnownAt, "min_position": s.position(),
	}
	switch {
	case s.Column != "":
		words["row"], words["column"], words["cursor"], words["limit"] = s.Row, s.Column, s.Cursor, strconv.Itoa(s.Limit)
	case s.Row != "" || s.Cursor != "":
		return nil, &usageError{fmt.Errorf("--row and --cursor go with --column: which number's list?")}
	}
	for name, value := range words {
		if value != "" {
			request[name] = value
		}
	}
	return request, nil
}

// printFigures prints what a head of department looks at.
func printFigures(out *console, r *ontime.Report) error {
	out.printf("%s - %s  (tính đến %s; cách tính %s)\n", r.From, r.To,
		r.AsOf.Format("02/01/2006 15:04"), r.Counting)
	rows := [][]string{{
		"", "Tiếp nhận", "Đã g.q.", "trước hạn", "đúng hạn", "quá hạn", "Đang g.q.", "quá hạn", "tạm dừng",
		"Đúng hạn %", "Sắp quá hạn", "Giờ làm việc p50", "p90", "p95",
	}}
	for i := range r.Rows {
		rows = append(rows, figuresOf(r.Rows[i].Label(), &r.Rows[i]))
	}
	rows = append(rows, figuresOf("Tổng cộng", &r.Total))
	if err := out.table(rows); err != nil {
		return err
	}
	ages := r.Total.Ageing
	out.printf("Quá hạn theo ngày làm việc / overdue by workdays: 0: %d · 1-2: %d · 3-5: %d · 6-10: %d · 11-20: %d · >20: %d\n",
		ages.None, ages.To2, ages.To5, ages.To10, ages.To20, ages.Beyond)
	rates := r.Total.Rates
	out.printf("Đúng hạn / on time: %s của đã giải quyết (of resolved) · %s của đến hạn (of due) · %s của tiếp nhận (of received)\n",
		percent(rates.OfResolved), percent(rates.OfDue), percent(rates.OfReceived))
	return nil
}

// percent prints a rate with its sign; one of nothing has none.
func percent(r ontime.Rate) string {
	if r.Denominator == 0 {
		return r.Percent
	}
	return r.Percent + " %"
}

func figuresOf(name string, r *ontime.Row) []string {
	cells := []string{name}
	for _, n := range []int{r.Received, r.Resolved, r.Early, r.OnTime, r.Late, r.Pending, r.Overdue, r.Apart.Stopped} {
		cells = append(cells, strconv.Itoa(n))
	}
	cells = append(cells, r.Rates.OfResolved.Percent, strconv.Itoa(r.Apart.LateBy))
	for _, seconds := range []int{r.Working.P50, r.Working.P90, r.Working.P95} {
		cells = append(cells, fmt.Sprintf("%.1f", (time.Duration(seconds)*time.Second).Hours()))
	}
	return cells
}

// writeFigures writes every figure by its name in the JSON, as UTF-8 with a byte
// order mark, which spreadsheets need to read it as such.
func writeFigures(out *console, r *ontime.Report) error {
	out.printf("\ufeff")
	figures := ontime.Figures()
	head := []string{"row", "name"}
	for i := range figures {
		head = append(head, figures[i].Name)
	}
	records := [][]string{append(head, "on_time_of_resolved_percent", "p50_seconds", "p90_seconds", "p95_seconds")}
	total := r.Total
	total.Key, total.Name = "total", "Tổng cộng"
	for _, row := range append(r.Rows, total) {
		record := []string{ontime.Plain(row.Key), ontime.Plain(row.Label())}
		for i := range figures {
			record = append(record, strconv.Itoa(figures[i].Of(&row)))
		}
		w := row.Working
		records = append(records, append(record, row.Rates.OfResolved.Percent, strconv.Itoa(w.P50), strconv.Itoa(w.P90), strconv.Itoa(w.P95)))
	}
	return csv.NewWriter(out.Stdout).WriteAll(records)
}
