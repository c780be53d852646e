package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/projections/ontime"
)

// knownFlags ask for what was known in the past.
type knownFlags struct {
	KnownAt string `name:"known-at" help:"Answer by what had been recorded at this instant (RFC 3339), or by the end of this date." placeholder:"INSTANT"`
}

// printKnown says by what had been recorded when a text was filled in; the papers
// themselves are those of then.
func (k *knownFlags) printKnown(out *console) {
	if k.KnownAt != "" {
		out.printf("Như đã biết lúc / as known at %s\n", k.KnownAt)
	}
}

// knownWithin is what a question about the past is waited for at least: the
// engine reads its whole log for it.
const knownWithin = 2*time.Minute + 5*time.Second

// patience lets the client wait for an answer about the past.
func (c *client) patience(instants ...string) {
	if cmp.Or(instants...) != "" {
		c.timeout = max(c.timeout, knownWithin)
	}
}

// recall asks what is known, or was known at an instant where that is given.
func (f *serverFlags) recall(ctx context.Context, knownAt, endpoint string, request, answer any) error {
	c, err := f.connect()
	if err != nil {
		return err
	}
	defer c.close()
	c.patience(knownAt)
	return c.call(ctx, endpoint, request, answer)
}

type diffCmd struct {
	readFlags
	filterFlags
	knownFlags
	Against       string `help:"The second reading: known at this instant, or at the end of this date; now where it is absent." placeholder:"INSTANT"`
	From          string `help:"First day of the period; the first of this month where it is absent." placeholder:"DATE"`
	To            string `help:"Last day of the period." placeholder:"DATE"`
	By            string `help:"Rows: field, agency, unit, officer, procedure, channel, level, month, province, interlinked." default:"field"`
	AsOf          string `name:"as-of" help:"The last instant that counts, or the end of a day." placeholder:"DATE"`
	AgainstAsOf   string `name:"against-as-of" help:"The same of the second reading, where it is another." placeholder:"DATE"`
	Policy        string `help:"Counting policy: NAME, or NAME@VERSION."`
	AgainstPolicy string `name:"against-policy" help:"The same of the second reading, where it is another."`
	Limit         int    `help:"How many dossiers are listed at most." default:"1000"`
	Format        string `enum:"text,csv" default:"text" help:"text or csv (for spreadsheets)."`
}

// Help shows examples.
func (diffCmd) Help() string {
	return `Two readings of form II.06a: which figures differ, which dossiers made them differ, and what was recorded about
each of these in between.

Examples:
  dossier diff --from 2026-01-01 --to 2026-01-31 --known-at 2026-01-31
  dossier diff --from 2026-01-01 --to 2026-01-31 --policy default --against-policy withdrawn-outside --json`
}

// Run prints how the readings differ.
func (d *diffCmd) Run(ctx context.Context, out *console) error {
	request := map[string]string{
		"from": d.From, "to": d.To, "by": d.By, "known_at": d.KnownAt, "against": d.Against,
		"as_of": d.AsOf, "against_as_of": d.AgainstAsOf, "policy": d.Policy, "against_policy": d.AgainstPolicy,
		"limit": fmt.Sprint(d.Limit), "min_position": d.position(),
	}
	d.into(request)
	for _, name := range [...]string{"from", "to"} {
		if err := localDate(name, request[name]); err != nil {
			return err
		}
	}
	var diff ontime.Diff
	if err := d.recall(ctx, cmp.Or(d.KnownAt, d.Against), "diff", filled(request), &diff); err != nil {
		return err
	}
	switch {
	case out.JSON:
		return out.printJSON(diff)
	case d.Format == "csv":
		return ontime.WriteDiffCSV(out.Stdout, diff)
	}
	return printDiff(out, &diff)
}

func printDiff(out *console, d *ontime.Diff) error {
	out.printf("Biểu %s  %s - %s, so sánh / compared\n", d.Form, d.From, d.To)
	for _, r := range [...]struct {
		name string
		ontime.Reading
	}{{"trước / before", d.Before}, {"sau / after", d.After}} {
		out.printf("  %s: như đã biết lúc / as known at %s, tính đến / as of %s, cách tính / counting %s\n",
			r.name, r.KnownAt.Format("02/01/2006 15:04:05"), r.AsOf.Format("02/01/2006 15:04"), r.Counting)
	}
	rows := [][]string{{"", "CỘT", "TRƯỚC", "SAU"}}
	for _, f := range d.Rows {
		rows = append(rows, []string{f.Label(), fmt.Sprintf("(%d)", f.Column), fmt.Sprint(f.Before), fmt.Sprint(f.After)})
	}
	for _, f := range d.Total {
		rows = append(rows, []string{"Tổng cộng", fmt.Sprintf("(%d)", f.Column), fmt.Sprint(f.Before), fmt.Sprint(f.After)})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d hồ sơ thay đổi / dossiers moved\n", len(d.Moves)+d.LeftOut)
	for i := range d.Moves {
		m := &d.Moves[i]
		out.printf("%s: %s -> %s\n", m.Code, ontime.PrintPlaces(m.Before), ontime.PrintPlaces(m.After))
		for _, e := range m.Events {
			out.printf("    %s\n", e)
		}
	}
	if d.LeftOut > 0 {
		out.printf("... và %d nữa / and %d more\n", d.LeftOut, d.LeftOut)
	}
	return nil
}
