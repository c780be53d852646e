package calendarfile

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	ics "github.com/arran4/golang-ical"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// readICal reads the events of an iCalendar file.
func (l *list) readICal(b []byte) error {
	file, err := ics.ParseCalendar(bytes.NewReader(b))
	if err != nil {
		return fmt.Errorf("it is no iCalendar file: %w", err)
	}
	if file == nil || len(file.Components) == 0 {
		return errors.New("it is no iCalendar file, or holds no event")
	}
	for _, component := range file.Components {
		switch c := component.(type) {
		case *ics.VEvent:
			l.takeEvent(c)
		case *ics.VTimezone:
		default:
			l.miss("a component that is no event (%T)", c)
		}
	}
	return nil
}

// takeEvent takes the dates of one event, or says why not.
func (l *list) takeEvent(e *ics.VEvent) {
	what := nameOf(e)
	first, last, err := datesOf(e)
	meaning := meaningOf(e)
	switch {
	case err != nil:
		l.miss("%s: %s", what, err)
		return
	case meaning == unclear:
		l.miss("%s (%s): it speaks of a day off and of a worked day at once", what, first)
		return
	}
	for d := first; d <= last; d++ {
		if meaning == extraDay {
			l.takeExtra(d, what)
		} else {
			l.takeOff(d)
		}
	}
}

func nameOf(e *ics.VEvent) string {
	if summary := textOf(e, ics.ComponentPropertySummary); summary != "" {
		return fmt.Sprintf("%.80q", summary)
	}
	return fmt.Sprintf("event %.80q", e.Id())
}

func textOf(e *ics.VEvent, property ics.ComponentProperty) string {
	if p := e.GetProperty(property); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

// longest is the longest run of days off that is believed.
const longest = 62

// datesOf returns the first and the last date of an all-day event.
func datesOf(e *ics.VEvent) (first, last calendar.Date, err error) {
	switch status := strings.ToUpper(textOf(e, ics.ComponentPropertyStatus)); {
	case status == "CANCELLED", status == "TENTATIVE":
		return 0, 0, fmt.Errorf("its status is %s", strings.ToLower(status))
	case e.HasProperty(ics.ComponentPropertyRrule), e.HasProperty(ics.ComponentPropertyRdate):
		return 0, 0, errors.New("it recurs: list each date as an event of its own")
	}
	if first, err = dateIn(e, ics.ComponentPropertyDtStart); err != nil {
		return 0, 0, err
	}
	last = first
	switch {
	case e.HasProperty(ics.ComponentPropertyDtEnd):
		var end calendar.Date
		if end, err = dateIn(e, ics.ComponentPropertyDtEnd); err != nil {
			return 0, 0, err
		}
		last = max(first, end.AddDays(-1)) // a one-day event may end on its own date
		if end < first {
			return 0, 0, fmt.Errorf("it ends on %s, before it begins on %s", end, first)
		}
	case e.HasProperty(ics.ComponentPropertyDuration):
		var days int
		if days, err = daysIn(textOf(e, ics.ComponentPropertyDuration)); err != nil {
			return 0, 0, err
		}
		last = first.AddDays(days - 1)
	}
	if last.Sub(first) >= longest {
		return 0, 0, fmt.Errorf("it lasts from %s to %s: more than %d days", first, last, longest)
	}
	return first, last, nil
}

// dateIn reads a DATE value, marked as one or not.
func dateIn(e *ics.VEvent, property ics.ComponentProperty) (calendar.Date, error) {
	text := textOf(e, property)
	if text == "" {
		return 0, fmt.Errorf("it has no %s", property)
	}
	if len(text) != len("20260216") {
		return 0, fmt.Errorf("%s %.40q is no date of a whole day", property, text)
	}
	d, err := calendar.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:])
	if err != nil {
		return 0, fmt.Errorf("%s %.40q is no date of a whole day", property, text)
	}
	return d, nil
}

// daysIn reads a duration of whole days or weeks.
func daysIn(text string) (days int, err error) {
	var unit string
	if n, err := fmt.Sscanf(text, "P%d%s", &days, &unit); err != nil || n != 2 || days < 1 || unit != "D" && unit != "W" {
		return 0, fmt.Errorf("its duration %.40q is not one of whole days", text)
	}
	if unit == "W" {
		days *= 7
	}
	return days, nil
}
