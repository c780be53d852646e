package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/hoso-engine/dossier/cmd/internal/calendarfile"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// calendarFileFlags say what to make of a calendar file.
type calendarFileFlags struct {
	ID             string `help:"Id of the calendar; the file's own, or the default one, where it is absent."`
	Add            bool   `help:"Add the dates of a list (national JSON, .ics) to the calendar in force, instead of replacing the years it speaks of."`
	ConfirmedUntil string `name:"confirmed-until" help:"Last date for which the days off are decided." placeholder:"DATE"`
}

// read reads the file over the calendar in force.
func (f *calendarFileFlags) read(name string, base calendar.Spec) (*calendarfile.File, error) {
	how := calendarfile.Replace
	if f.Add {
		how = calendarfile.Add
	}
	file, err := readCalendarFile(name, base, how)
	if err != nil {
		return nil, err
	}
	if f.ID != "" {
		file.Calendar.ID = f.ID
	}
	if f.ConfirmedUntil != "" {
		if file.Calendar.ConfirmedUntil, err = calendar.ParseDate(f.ConfirmedUntil); err != nil {
			return nil, &usageError{err}
		}
	}
	return file, nil
}

type calendarCheckCmd struct {
	reckonFlags
	calendarFileFlags
	File string `arg:"" help:"The engine's own JSON, a national list (JSON) or iCalendar (.ics)." type:"existingfile"`
}

// Help shows examples.
func (calendarCheckCmd) Help() string {
	return `Says what the file holds, what of it can't be taken, and what it changes: in the calendar in force where an
engine is named, else in the shipped one. Exit code 1 where something can't be taken.

Examples:
  dossier calendar check vn-2027.json
  dossier calendar check holidays.ics --server nats://127.0.0.1:4222
  dossier calendar check swap.json --add`
}

// checked is the answer of check.
type checked struct {
	*calendarfile.File
	Against domain.VersionRef `json:"against"`
	Changes []calendar.Change `json:"changes"`
}

// Run checks the file.
func (k *calendarCheckCmd) Run(ctx context.Context, out *console) error {
	base, err := k.inForce(ctx, k.ID)
	if err != nil {
		return err
	}
	file, err := k.read(k.File, base)
	if err != nil {
		return err
	}
	answer := checked{File: file, Against: domain.VersionRef{ID: base.ID, Version: base.Version}, Changes: file.Calendar.Changes(base)}
	if out.JSON {
		err = out.printJSON(answer)
	} else {
		printChecked(out, &answer)
	}
	if err == nil && len(file.NotTaken) > 0 {
		fmt.Fprintf(out.Stderr, "dossier: %d entries of the file can't be taken\n", len(file.NotTaken))
		return errSilent
	}
	return err
}

func printChecked(out *console, a *checked) {
	spec := a.Calendar
	out.printf("Lịch %s, %s (%s): %d ngày nghỉ / days off, %d ngày làm bù / extra working days, %d đợt đóng cửa / closures\n",
		spec.ID, spec.Zone, a.Format, len(spec.DaysOff), len(spec.ExtraWorkingDays), len(spec.Closures))
	printTaken(out, a.File)
	printChanges(out, a.Changes, a.Against)
}

// printTaken says what was passed over, and what can't be taken.
func printTaken(out *console, f *calendarfile.File) {
	if len(f.Years) > 0 {
		out.printf("Năm / years: %s\n", strings.Trim(fmt.Sprint(f.Years), "[]"))
	}
	for _, note := range f.Notes {
		out.printf("lưu ý / note: %s\n", note)
	}
	for _, miss := range f.NotTaken {
		out.printf("không nhận / not taken: %s\n", miss)
	}
}

func printChanges(out *console, changes []calendar.Change, against domain.VersionRef) {
	if len(changes) == 0 {
		out.printf("Không khác / the same as %s\n", versionText(against))
		return
	}
	out.printf("Khác với / differs from %s:\n", versionText(against))
	for _, c := range changes {
		switch {
		case c.Was == "":
			out.printf("  + %s %s\n", fieldText(c.Field), valueText(c.Is))
		case c.Is == "":
			out.printf("  - %s %s\n", fieldText(c.Field), valueText(c.Was))
		default:
			out.printf("  ~ %s %s -> %s\n", fieldText(c.Field), valueText(c.Was), valueText(c.Is))
		}
	}
}

var fieldTexts = map[string]string{
	"days_off": "ngày nghỉ / day off", "extra_working_days": "ngày làm bù / extra working day",
	"closures": "đóng cửa / closure", "confirmed_until": "xác nhận đến / confirmed until",
	"zone": "múi giờ / zone", "id": "mã lịch / id",
}

func fieldText(field string) string {
	if text := fieldTexts[field]; text != "" {
		return text
	}
	return strings.Replace(field, "sessions.", "giờ làm việc / sessions ", 1)
}

// valueText prints a date with its weekday, and anything else as it is.
func valueText(value string) string {
	d, err := calendar.ParseDate(value)
	if err != nil {
		return value
	}
	return domain.Weekday(d).VI + " " + domain.PrintDate(d)
}
