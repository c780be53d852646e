package main

import (
	"context"

	"github.com/hoso-engine/dossier/domain"
)

type calendarMeasureCmd struct {
	reckonFlags
	From     string `required:"" help:"An instant; without an offset in the calendar's zone." placeholder:"INSTANT"`
	To       string `required:"" help:"An instant; without an offset in the calendar's zone." placeholder:"INSTANT"`
	Calendar string `help:"Calendar file; the shipped calendar where it is absent." placeholder:"FILE"`
	Agency   string `help:"Agency whose calendar holds. Asks an engine."`
}

// Help shows examples.
func (calendarMeasureCmd) Help() string {
	return `Works without an engine, by the calendar that is shipped or that of a file; with --server or --agency by
that of a running engine.

Examples:
  dossier calendar measure --from "2026-01-15 09:30" --to "2026-02-12 17:00"
  dossier calendar measure --from 2026-02-13 --to 2026-02-24 --json`
}

// Run prints the working time.
func (m *calendarMeasureCmd) Run(ctx context.Context, out *console) error {
	measured, err := m.measure(ctx)
	if err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(measured)
	}
	out.printf("%s\n%s\n", measured.Sentence.VI, measured.Sentence.EN)
	out.printf("Lịch / calendar %s, %s\n", versionText(measured.Calendar), measured.Zone)
	if measured.Provisional {
		until := domain.PrintDate(measured.ConfirmedUntil)
		out.printf("Tạm tính / provisional: lịch nghỉ sau ngày %s chưa được xác nhận / the days off after %s are not confirmed yet\n", until, until)
	}
	return nil
}

func (m *calendarMeasureCmd) measure(ctx context.Context) (measured domain.Measurement, err error) {
	if m.asksEngine() || m.Agency != "" {
		if m.Calendar != "" {
			return measured, errFilesAndEngine
		}
		err = m.engine().ask(ctx, "measure", filled(map[string]string{"from": m.From, "to": m.To, "agency": m.Agency}), &measured)
		return measured, err
	}
	rules, err := localRules("", m.Calendar)
	if err != nil {
		return measured, err
	}
	zone := rules.Calendar.Location()
	from, err := localInstant("from", m.From, zone)
	if err != nil {
		return measured, err
	}
	to, err := localInstant("to", m.To, zone)
	if err != nil {
		return measured, err
	}
	return domain.Measure(rules.Calendar, from, to), nil
}
