package calendarfile

import (
	"strings"

	ics "github.com/arran4/golang-ical"
)

// meaning is what an event says of its dates.
type meaning uint8

const (
	dayOff meaning = iota
	extraDay
	unclear
)

// The words that say so, in lower case. Vietnamese may be written decomposed.
var (
	workedWords = []string{"làm bù", "la\u0300m bu\u0300", "working day", "worked"}
	offWords    = []string{"nghỉ", "nghi\u0309", "day off", "holiday"}
	// negations are taken out first, for the worked words stand in them.
	negations = strings.NewReplacer("non-working day", "day off", "nonworking day", "day off", "not worked", "day off", "not a working day", "day off")
)

func meaningOf(e *ics.VEvent) meaning {
	summary := negations.Replace(strings.ToLower(textOf(e, ics.ComponentPropertySummary)))
	said := summary
	for _, p := range e.GetProperties(ics.ComponentPropertyCategories) {
		said += "\n" + negations.Replace(strings.ToLower(p.Value))
	}
	// A whole file may be in the category of holidays: only the summary counts.
	worked, off := containsAny(said, workedWords), containsAny(summary, offWords)
	switch {
	case worked && off:
		return unclear
	case worked:
		return extraDay
	}
	return dayOff
}

func containsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
