package calendar

import (
	"maps"
	"slices"
	"strings"
)

// Change is one thing that a calendar says otherwise than another one: a date
// that is listed or isn't, a weekday's sessions, a closure, a single value.
type Change struct {
	Field string `json:"field"`         // as in [Spec]; of sessions with the weekday: "sessions.sat"
	Was   string `json:"was,omitempty"` // empty: it was not said
	Is    string `json:"is,omitempty"`  // empty: it is no longer said
}

// Changes returns what s says otherwise than was, by field, dates in their
// order. The version, the note and the source are not compared.
func (s Spec) Changes(was Spec) []Change {
	changes := changed("id", was.ID, s.ID)
	changes = append(changes, changed("zone", was.Zone, s.Zone)...)
	before, after := was.week(), s.week()
	for i, day := range weekdays {
		changes = append(changes, changed("sessions."+day, printSessions(before[i]), printSessions(after[i]))...)
	}
	changes = append(changes, relisted("days_off", printDates(was.DaysOff), printDates(s.DaysOff))...)
	changes = append(changes, relisted("extra_working_days", printDates(was.ExtraWorkingDays), printDates(s.ExtraWorkingDays))...)
	changes = append(changes, relisted("closures", printClosures(was.Closures), printClosures(s.Closures))...)
	return append(changes, changed("confirmed_until", was.ConfirmedUntil.String(), s.ConfirmedUntil.String())...)
}

func changed(field, was, is string) []Change {
	if was == is {
		return nil
	}
	return []Change{{Field: field, Was: was, Is: is}}
}

// relisted returns a change for each entry that only one of the lists has.
func relisted(field string, was, is map[string]bool) (changes []Change) {
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, entry := range slices.Sorted(maps.Keys(all)) {
		switch {
		case !was[entry]:
			changes = append(changes, Change{Field: field, Is: entry})
		case !is[entry]:
			changes = append(changes, Change{Field: field, Was: entry})
		}
	}
	return changes
}

func printSessions(sessions []Session) string {
	texts := make([]string, len(sessions))
	for i, s := range sessions {
		texts[i] = s.String()
	}
	return strings.Join(texts, " ")
}

func printDates(dates []Date) map[string]bool {
	texts := make(map[string]bool, len(dates))
	for _, d := range dates {
		texts[d.String()] = true
	}
	return texts
}

func printClosures(closures []Closure) map[string]bool {
	texts := make(map[string]bool, len(closures))
	for _, c := range closures {
		texts[strings.TrimSpace(c.From.String()+"/"+c.To.String()+" "+c.Reason)] = true
	}
	return texts
}
