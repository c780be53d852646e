package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// sessionLines says each weekday's sessions, equal neighbours together.
func sessionLines(c *calendar.Calendar) (lines []string) {
	bare := c.Spec()
	bare.DaysOff, bare.ExtraWorkingDays, bare.Closures = nil, nil, nil
	plain, err := calendar.New(bare)
	if err != nil {
		return nil // c was made of the same sessions
	}
	monday, first := calendar.MinDate, calendar.MinDate
	for d := monday; d < monday+7; d++ {
		sessions, _ := plain.Day(d)
		next, _ := plain.Day(d + 1)
		if d < monday+6 && slices.Equal(sessions, next) {
			continue
		}
		if len(sessions) > 0 {
			lines = append(lines, weekdaysText(first, d)+": "+sessionsText(sessions))
		}
		first = d + 1
	}
	return lines
}

func weekdaysText(first, last calendar.Date) string {
	a, b := domain.Weekday(first), domain.Weekday(last)
	if first == last {
		return a.VI + " / " + a.EN
	}
	return a.VI + "-" + b.VI + " / " + a.EN + "-" + b.EN
}

func sessionsText(sessions []calendar.Session) string {
	texts := make([]string, len(sessions))
	for i, s := range sessions {
		texts[i] = s.String()
	}
	return strings.Join(texts, ", ")
}

func listedYears(spec calendar.Spec) []int {
	years := make(map[int]bool)
	for _, dates := range [...][]calendar.Date{spec.DaysOff, spec.ExtraWorkingDays} {
		for _, d := range dates {
			years[yearOf(d)] = true
		}
	}
	for _, closure := range spec.Closures {
		years[yearOf(closure.From)], years[yearOf(closure.To)] = true, true
	}
	return slices.Sorted(maps.Keys(years))
}

func yearOf(d calendar.Date) int {
	year, _, _ := d.Civil()
	return year
}

func printYear(out *console, c *calendar.Calendar, spec calendar.Spec, year int) {
	first := calendar.DateFrom(year, 1, 1)
	last := calendar.DateFrom(year+1, 1, 1) - 1
	within := func(d calendar.Date) bool { return d >= first && d <= last }
	off, extra := chosen(spec.DaysOff, within), chosen(spec.ExtraWorkingDays, within)
	out.printf("\n%d: %d ngày làm việc / working days\n", year, c.Workdays(first-1, last))
	if len(off) > 0 {
		out.printf("  nghỉ / off (%d): %s\n", len(off), runsText(off))
	}
	if len(extra) > 0 {
		out.printf("  làm bù / worked (%d): %s\n", len(extra), runsText(extra))
	}
	for _, closure := range spec.Closures {
		if within(closure.From) || within(closure.To) {
			out.printf("  đóng cửa / closed: %s\n", strings.TrimSpace(runText(closure.From, closure.To)+" "+closure.Reason))
		}
	}
}

func chosen(dates []calendar.Date, keep func(calendar.Date) bool) []calendar.Date {
	var kept []calendar.Date
	for _, d := range dates {
		if keep(d) {
			kept = append(kept, d)
		}
	}
	slices.Sort(kept)
	return kept
}

// runsText prints dates, days that follow each other together.
func runsText(dates []calendar.Date) string {
	var texts []string
	for i := 0; i < len(dates); {
		j := i
		for j+1 < len(dates) && dates[j+1] == dates[j]+1 {
			j++
		}
		texts = append(texts, runText(dates[i], dates[j]))
		i = j + 1
	}
	return strings.Join(texts, ", ")
}

func runText(from, to calendar.Date) string {
	if from == to {
		return dayText(from)
	}
	return dayText(from) + " - " + dayText(to)
}

func dayText(d calendar.Date) string {
	_, month, day := d.Civil()
	return fmt.Sprintf("%s %02d/%02d", domain.Weekday(d).VI, day, month)
}
