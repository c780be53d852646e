package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

type alertsCmd struct {
	List    alertsListCmd    `cmd:"" help:"List the alerts that fire."`
	Ack     alertsAckCmd     `cmd:"" help:"Acknowledge an alert: it is not told again until that expires."`
	Snooze  alertsSnoozeCmd  `cmd:"" help:"Have an alert come again on a working morning."`
	Silence alertsSilenceCmd `cmd:"" help:"Silences: set, preview, list, end."`
	Why     alertsWhyCmd     `cmd:"" help:"Tell why somebody was, or was not, told of a dossier."`
}

type alertsListCmd struct {
	readFlags
	knownFlags
	matcherFlags
	State      string `help:"firing, acknowledged or snoozed."`
	Level      string `help:"How far up it goes: officer, unit, agency, province."`
	Receiver   string `help:"Who is told."`
	Suppressed string `help:"yes: only those that something mutes; no: only the others."`
	Code       string `help:"Dossier."`
	Limit      int    `help:"How many at most." default:"50"`
	Cursor     string `help:"Go on where the page before ended."`
}

// matcherFlags name alerts.
type matcherFlags struct {
	Province  string `help:"Province."`
	Agency    string `help:"Agency."`
	Unit      string `help:"Unit that holds the dossier."`
	Officer   string `help:"Officer who holds the dossier."`
	Procedure string `help:"Code of the procedure."`
	Field     string `help:"Field of the procedure."`
	Clock     string `help:"Clock: dossier, step, intake, appointment, supplement, pause, collection."`
	Rung      string `help:"Rung of the ladder, such as missed."`
}

func (f *matcherFlags) matcher() domain.Matcher {
	return domain.Matcher{
		Province: f.Province, Agency: f.Agency, Unit: f.Unit, Officer: f.Officer,
		Procedure: f.Procedure, Field: f.Field, Clock: domain.ClockName(f.Clock), Rung: f.Rung,
	}
}

// Help shows examples.
func (alertsListCmd) Help() string {
	return `Examples:
  dossier alerts list --receiver gd-1 --suppressed no
  dossier alerts list --agency H37.13 --rung missed --json
  dossier alerts list --known-at 2026-01-31`
}

// Run prints a page of alerts.
func (a *alertsListCmd) Run(ctx context.Context, out *console) error {
	request := filled(map[string]string{
		"province": a.Province, "agency": a.Agency, "unit": a.Unit, "officer": a.Officer, "procedure": a.Procedure,
		"field": a.Field, "clock": a.Clock, "rung": a.Rung, "state": a.State, "level": a.Level, "receiver": a.Receiver,
		"suppressed": a.Suppressed, "code": a.Code, "cursor": a.Cursor, "min_position": a.position(), "known_at": a.KnownAt, "limit": strconv.Itoa(a.Limit),
	})
	var page supervision.Page
	if err := a.recall(ctx, a.KnownAt, "alerts", request, &page); err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(page)
	}
	a.printKnown(out)
	return printAlerts(out, page)
}

func printAlerts(out *console, page supervision.Page) error {
	rows := [][]string{{"CẢNH BÁO", "MÃ HỒ SƠ", "BẬC", "CẤP", "TÌNH TRẠNG", "LÚC", "HẠN", "NGƯỜI NHẬN"}}
	for _, v := range page.Alerts {
		rows = append(rows, []string{
			v.ID.String(), string(v.Code), v.Rung, string(v.Level), alertState(&v),
			v.Instant.Format("02/01/2006 15:04"), v.Due.Format("02/01/2006 15:04"), strings.Join(v.Receivers, ","),
		})
	}
	if err := out.table(rows); err != nil {
		return err
	}
	out.printf("%d of %d\n", len(page.Alerts), page.Total)
	if page.Next != "" {
		out.printf("more: --cursor %s\n", page.Next)
	}
	return nil
}

// alertState says where an alert stands, and what mutes it.
func alertState(v *supervision.View) string {
	text := string(v.State)
	if v.State == supervision.StateAcknowledged || v.State == supervision.StateSnoozed {
		text += " " + v.By + " -> " + v.Until.Format("02/01 15:04")
	}
	return text + muted(v.Suppressed)
}

func muted(s *supervision.Suppression) string {
	if s == nil {
		return ""
	}
	return " [" + string(s.By) + ": " + s.Reason.VI + "]"
}
