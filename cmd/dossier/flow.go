package main

import (
	"context"
	"strconv"

	"github.com/hoso-engine/dossier/projections/flow"
)

type flowCmd struct {
	Dwell    dwellCmd    `cmd:"" help:"How long dossiers lay with each unit, officer, step or agency."`
	Waits    waitsCmd    `cmd:"" help:"Who waited on whom, and what the clock stood for."`
	Lateness latenessCmd `cmd:"" help:"Which hand-overs made dossiers late, and by how much."`
	Officers officersCmd `cmd:"" help:"Officers who are late again for subjective reasons, although reminded."`
	Outlook  outlookCmd  `cmd:"" help:"What can still become late, and by when it must be passed on."`
}

// Help shows examples.
func (flowCmd) Help() string {
	return `Examples:
  dossier flow dwell --from 2026-01-01 --to 2026-03-31 --by officer
  dossier flow waits --agency H37.13
  dossier flow lateness --from 2026-01-01 --to 2026-03-31 --format csv > lateness.csv
  dossier flow officers --from 2026-01-01 --to 2026-12-31 --times 3 --reminders 2
  dossier flow outlook --days 5 --json`
}

// flowFlags are the options of every analysis.
type flowFlags struct {
	readFlags
	filterFlags
	knownFlags
	From   string `help:"First day of the period; the first of this month where it is absent." placeholder:"DATE"`
	To     string `help:"Last day of the period." placeholder:"DATE"`
	AsOf   string `name:"as-of" help:"The last instant that counts, or the end of a day." placeholder:"DATE"`
	Policy string `help:"Counting policy: NAME for its latest version, or NAME@VERSION; the default one where it is absent."`
	Format string `enum:"text,csv" default:"text" help:"text or csv (for spreadsheets)."`
}

type dwellCmd struct {
	flowFlags
	By string `enum:"unit,officer,step,agency" default:"unit" help:"Rows: unit, officer, step or agency."`
}

// Run prints how long dossiers lay where.
func (d *dwellCmd) Run(ctx context.Context, out *console) error {
	report := new(flow.Dwell)
	return d.report(ctx, out, "dwell", map[string]string{"by": d.By}, report, func() error { return printDwell(out, report) })
}

type waitsCmd struct {
	flowFlags
	By string `enum:"unit,officer,step,agency" default:"unit" help:"Between whom: unit, officer, step or agency."`
}

// Run prints who waited on whom.
func (w *waitsCmd) Run(ctx context.Context, out *console) error {
	report := new(flow.Waits)
	return w.report(ctx, out, "waits", map[string]string{"by": w.By}, report, func() error { return printWaits(out, report) })
}

type latenessCmd struct {
	flowFlags
	Limit int `help:"How many dossiers are listed at most." default:"100"`
}

// Run prints what made dossiers late.
func (l *latenessCmd) Run(ctx context.Context, out *console) error {
	report := new(flow.Lateness)
	words := map[string]string{"limit": strconv.Itoa(l.Limit)}
	return l.report(ctx, out, "lateness", words, report, func() error { return printLateness(out, report) })
}

type officersCmd struct {
	flowFlags
	Times     int `help:"Least number of late dossiers with a subjective cause." default:"2"`
	Reminders int `help:"Least number of reminders before one of them became overdue." default:"2"`
	Limit     int `help:"How many dossiers of an officer are listed at most." default:"100"`
}

// Run prints who is late again and again.
func (o *officersCmd) Run(ctx context.Context, out *console) error {
	report := new(flow.Officers)
	words := map[string]string{
		"times": strconv.Itoa(o.Times), "reminders": strconv.Itoa(o.Reminders), "limit": strconv.Itoa(o.Limit),
	}
	return o.report(ctx, out, "officers", words, report, func() error { return printOfficers(out, report) })
}

type outlookCmd struct {
	flowFlags
	By    string `enum:"unit,officer,step,agency" default:"unit" help:"Holders: unit, officer, step or agency."`
	Days  int    `help:"How many working days to look ahead." default:"5"`
	Limit int    `help:"How many dossiers are listed at most." default:"100"`
}

// Run prints what can still become late.
func (o *outlookCmd) Run(ctx context.Context, out *console) error {
	report := new(flow.Outlook)
	words := map[string]string{"by": o.By, "days": strconv.Itoa(o.Days), "limit": strconv.Itoa(o.Limit)}
	return o.report(ctx, out, "outlook", words, report, func() error { return printOutlook(out, report) })
}

// report asks an engine for an analysis and prints it.
func (f *flowFlags) report(ctx context.Context, out *console, analysis string, words map[string]string, report flow.Report, print func() error) error {
	if err := f.period(words); err != nil {
		return err
	}
	words["analysis"] = analysis
	if err := f.recall(ctx, f.KnownAt, "flow", words, report); err != nil {
		return err
	}
	switch {
	case out.JSON:
		return out.printJSON(report)
	case f.Format == "csv":
		return flow.WriteCSV(out.Stdout, report)
	}
	f.printKnown(out)
	return print()
}

// period adds the words of the period and the filter.
func (f *flowFlags) period(words map[string]string) error {
	f.into(words)
	for name, value := range map[string]string{"from": f.From, "to": f.To} {
		if err := localDate(name, value); err != nil {
			return err
		}
	}
	for name, value := range map[string]string{
		"from": f.From, "to": f.To, "as_of": f.AsOf, "known_at": f.KnownAt, "policy": f.Policy, "min_position": f.position(),
	} {
		if value != "" {
			words[name] = value
		}
	}
	return nil
}
