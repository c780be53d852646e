package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/projections/register"
)

// filterFlags choose dossiers; reports and lists share them.
type filterFlags struct {
	State     string `help:"State: submitted, received, processing, supplement, paused, completed, returned, refused, withdrawn, terminated."`
	Province  string `help:"Province."`
	Agency    string `help:"Agency."`
	Unit      string `help:"Unit that holds it."`
	Officer   string `help:"Officer who holds it."`
	Procedure string `help:"Code of the procedure."`
	Field     string `help:"Field of the procedure."`
	Channel   string `help:"Channel: in-person, online, postal."`
}

func (f *filterFlags) into(request map[string]string) {
	for name, value := range map[string]string{
		"state": f.State, "province": f.Province, "agency": f.Agency, "unit": f.Unit, "officer": f.Officer,
		"procedure": f.Procedure, "field": f.Field, "channel": f.Channel,
	} {
		if value != "" {
			request[name] = value
		}
	}
}

type listCmd struct {
	readFlags
	filterFlags
	knownFlags
	Standing  string `help:"Standing: waiting, in-time, overdue, stopped, no-deadline, completed, refused, withdrawn, terminated."`
	DueBefore string `name:"due-before" help:"Due before this date or instant."`
	Q         string `name:"search" short:"q" help:"Search in code, procedure and content."`
	Sort      string `help:"due, received or code; -due for the latest first." default:"due"`
	Limit     int    `help:"How many at most." default:"50"`
	Cursor    string `help:"Go on where the page before ended."`
}

// Help shows examples.
func (listCmd) Help() string {
	return `Examples:
  dossier list --standing overdue
  dossier list --unit nvy --due-before 2026-02-13 --json`
}

// Run prints a page of dossiers.
func (l *listCmd) Run(ctx context.Context, out *console) error {
	request := map[string]string{"limit": strconv.Itoa(l.Limit)}
	l.into(request)
	for name, value := range map[string]string{
		"standing": l.Standing, "due_before": l.DueBefore, "q": l.Q, "sort": l.Sort,
		"cursor": l.Cursor, "min_position": l.position(), "known_at": l.KnownAt,
	} {
		if value != "" {
			request[name] = value
		}
	}
	var page register.Page
	if err := l.recall(ctx, l.KnownAt, "list", request, &page); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(page)
	}
	return printPage(out, page)
}

func printPage(out *console, page register.Page) error {
	rows := [][]string{{"MÃ HỒ SƠ", "TRẠNG THÁI", "TÌNH TRẠNG", "THỦ TỤC", "ĐANG GIỮ", "HẠN GIẢI QUYẾT"}}
	for _, v := range page.Dossiers {
		due := ""
		if !v.Due.IsZero() {
			due = v.Due.Format("02/01/2006 15:04")
		}
		rows = append(rows, []string{string(v.Code), v.State.String(), v.Standing.String(), v.Procedure, v.Unit, due})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d of %d\n", len(page.Dossiers), page.Total)
	if page.Next != "" {
		out.printf("more: --cursor %s\n", page.Next)
	}
	return nil
}

// localDate checks a date of the command line.
func localDate(name, value string) error {
	if _, err := time.Parse("2006-01-02", value); value != "" && err != nil {
		return &usageError{fmt.Errorf("--%s %q is not a date such as 2026-01-15", name, value)}
	}
	return nil
}
