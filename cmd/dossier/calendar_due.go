package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

type calendarDueCmd struct {
	reckonFlags
	Received  string `required:"" help:"When it is received: an instant; without an offset in the calendar's zone." placeholder:"INSTANT"`
	Limit     string `help:"How long it may take: 5workday, 0.5workday, 8workhour, 30day, 3month; 0workday is the same day." placeholder:"LIMIT"`
	Policy    string `help:"Policy file; the shipped policy (vn) where it is absent." placeholder:"FILE"`
	Calendar  string `help:"Calendar file; the shipped calendar where it is absent." placeholder:"FILE"`
	Procedure string `help:"Instead of --limit: the procedure whose limit holds. Asks an engine." placeholder:"CODE"`
	Channel   string `help:"Channel: in-person, online, postal."`
	Case      string `help:"Case of the procedure."`
	Agency    string `help:"Agency whose calendar and policy hold. Asks an engine."`
}

// Help shows examples.
func (calendarDueCmd) Help() string {
	return `Works without an engine, by the rules that are shipped or those of files; with --server, --procedure or
--agency by the rules of a running engine.

Examples:
  dossier calendar due --received "2026-01-15 09:30" --limit 20workday
  dossier calendar due --received 2026-01-15T09:30:00+01:00 --limit 56day --policy nl-permits.json
  dossier calendar due --received "2026-01-15 09:30" --procedure 1.000948 --channel online --server nats://127.0.0.1:4222`
}

// Run prints the slip.
func (d *calendarDueCmd) Run(ctx context.Context, out *console) error {
	slip, err := d.slip(ctx)
	if err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(slip)
	}
	return printSlip(out, &slip)
}

func (d *calendarDueCmd) slip(ctx context.Context) (slip domain.Slip, err error) {
	switch {
	case d.Limit == "" && d.Procedure == "":
		return slip, &usageError{errors.New("give --limit or --procedure")}
	case !d.asksEngine() && d.Procedure == "" && d.Agency == "":
		return d.locally()
	case d.Policy != "" || d.Calendar != "":
		return slip, errFilesAndEngine
	}
	err = d.engine().ask(ctx, "due", filled(map[string]string{
		"received": d.Received, "limit": d.Limit, "procedure": d.Procedure, "channel": d.Channel, "case": d.Case, "agency": d.Agency,
	}), &slip)
	return slip, err
}

// locally computes the slip without an engine.
func (d *calendarDueCmd) locally() (slip domain.Slip, err error) {
	limit, err := calendar.ParseLimit(d.Limit)
	if err != nil {
		return slip, &usageError{fmt.Errorf("--limit: %w", err)}
	}
	rules, err := localRules(d.Policy, d.Calendar)
	if err != nil {
		return slip, err
	}
	received, err := localInstant("received", d.Received, rules.Calendar.Location())
	if err != nil {
		return slip, err
	}
	return rules.Slip(received, limit)
}

func printSlip(out *console, s *domain.Slip) error {
	out.printf("%s\n%s\n", s.Sentence.VI, s.Sentence.EN)
	rows := [][]string{{"Tiếp nhận", "received", s.Received.Format(stampLayout)}}
	if s.Procedure.ID != "" {
		rows = append(rows, []string{"Thủ tục", "procedure", versionText(domain.VersionRef{ID: s.Procedure.ID, Version: s.Procedure.Version})})
	}
	if !s.Due.IsZero() {
		rows = append(rows,
			[]string{"Thời hạn", "limit", s.Limit.String()},
			[]string{"Hạn giải quyết", "due", s.Due.Format(stampLayout)},
			[]string{"Quá hạn từ", "overdue", overdueFrom(s)})
	}
	return out.table(append(rows,
		[]string{"Lịch", "calendar", versionText(s.Calendar) + ", " + s.Zone},
		[]string{"Quy tắc", "policy", versionText(s.Policy) + ", " + string(s.Verdict)}))
}

// overdueFrom says when a pending dossier becomes overdue: by date at the breach,
// else just after it.
func overdueFrom(s *domain.Slip) string {
	if s.Verdict == domain.ByDate {
		return "từ / from " + s.Breach.Format(stampLayout)
	}
	return "sau / after " + s.Breach.Format(stampLayout)
}

func versionText(v domain.VersionRef) string { return fmt.Sprintf("%s v%d", v.ID, v.Version) }
