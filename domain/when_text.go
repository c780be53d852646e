package domain

import (
	"fmt"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// when says when a segment is: dates, or times and dates where time is counted.
func (p *painter) when(s *Segment) Text {
	first, last := p.dateOf(s.From), p.dateOf(s.To.Add(-1))
	switch {
	case p.x.Counts == CountsSeconds && first == last:
		t := s.From.Format("15:04") + "-" + hourOf(s.To, last) + " "
		return Text{t + PrintDate(first), t + PrintDate(first)}
	case p.x.Counts == CountsSeconds:
		return Text{clockText(s.From) + " - " + clockText(s.To), clockText(s.From) + " to " + clockText(s.To)}
	case first == last:
		day := Weekday(first)
		return Text{day.VI + " " + PrintDate(first), day.EN + " " + PrintDate(first)}
	}
	return Text{PrintDate(first) + " - " + PrintDate(last), PrintDate(first) + " to " + PrintDate(last)}
}

// hourOf prints the end of a stretch: midnight as 24:00 of the date that it ends.
func hourOf(at time.Time, date calendar.Date) string {
	if calendar.DateOf(at, at.Location()) != date {
		return "24:00"
	}
	return at.Format("15:04")
}

// clockText prints an instant for people: "09:30 15/01/2026".
func clockText(at time.Time) string { return at.Format("15:04 02/01/2006") }

// dueText prints a due for people: one at midnight as 24:00 of the day it closes.
func (p *painter) dueText(due time.Time) string {
	day := p.rules.Calendar.DueDay(due)
	return hourOf(due.In(p.rules.Calendar.Location()), day) + " " + PrintDate(day)
}

// decimalVI prints a number with the Vietnamese decimal comma.
func decimalVI(n float64) string { return strings.Replace(fmt.Sprintf("%g", n), ".", ",", 1) }
