package main

import (
	"context"

	"github.com/hoso-engine/dossier/cmd/internal/calendarfile"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

type calendarShowCmd struct {
	serverFlags
	ID   string `arg:"" optional:"" help:"Id of the calendar; the default one (vn) where it is absent."`
	Year []int  `help:"Only these years." placeholder:"YEAR"`
	File string `help:"Show the calendar of a file, or \"shipped\", instead of an engine's." placeholder:"FILE"`
}

// Help shows examples.
func (calendarShowCmd) Help() string {
	return `Examples:
  dossier calendar show
  dossier calendar show nl --year 2026
  dossier calendar show --file shipped --year 2026`
}

// Run prints the calendar.
func (s *calendarShowCmd) Run(ctx context.Context, out *console) error {
	spec, err := s.spec(ctx)
	if err != nil {
		return err
	}
	if out.JSON {
		return out.printJSON(spec)
	}
	return printCalendar(out, spec, s.Year)
}

func (s *calendarShowCmd) spec(ctx context.Context) (spec calendar.Spec, err error) {
	switch s.File {
	case "":
		err = s.ask(ctx, "calendar", filled(map[string]string{"id": s.ID}), &spec)
		return spec, err
	case "shipped":
		return shippedCalendar(s.ID)
	}
	base, err := shippedCalendar("")
	if err != nil {
		return spec, err
	}
	file, err := readCalendarFile(s.File, base, calendarfile.Replace)
	if err != nil {
		return spec, err
	}
	return file.Calendar, nil
}

// printCalendar prints the sessions, and the listed dates of each year.
func printCalendar(out *console, spec calendar.Spec, years []int) error {
	c, err := calendar.New(spec)
	if err != nil {
		return err
	}
	out.printf("Lịch %s phiên bản %d, %s / calendar %s version %d\n", spec.ID, spec.Version, spec.Zone, spec.ID, spec.Version)
	for _, line := range sessionLines(c) {
		out.printf("  %s\n", line)
	}
	if !spec.ConfirmedUntil.IsZero() {
		out.printf("Xác nhận đến / confirmed until %s\n", domain.PrintDate(spec.ConfirmedUntil))
	}
	if len(years) == 0 {
		years = listedYears(spec)
	}
	for _, year := range years {
		printYear(out, c, spec, year)
	}
	return nil
}
