package calendar

import (
	"fmt"
	"slices"
)

// Why says why a date or a stretch of time counts as working time or not.
type Why uint8

const (
	_ Why = iota

	// Of dates.
	WhyWorkday         // worked, as its weekday is
	WhyWeekend         // not worked, as its weekday isn't
	WhyDayOff          // listed as a day off
	WhyExtraWorkingDay // listed as worked although its weekday isn't; of stretches, a session on such a date
	WhyClosure         // the organisation is closed

	// Of stretches of a working day.
	WhySession // inside a session
	WhyLunch   // between two sessions of a day
	WhyNight   // before the first or after the last session of a day
)

var whyTexts = [...]string{
	WhyWorkday: "workday", WhyWeekend: "weekend", WhyDayOff: "day-off",
	WhyExtraWorkingDay: "extra-working-day", WhyClosure: "closure",
	WhySession: "session", WhyLunch: "lunch", WhyNight: "night",
}

// String prints "workday", "weekend", "day-off", "extra-working-day", "closure",
// "session", "lunch" or "night".
func (w Why) String() string { return textOf(w, whyTexts[:]) }

// MarshalText is [Why.String] in bytes.
func (w Why) MarshalText() ([]byte, error) { return marshalText(w, whyTexts[:], "reason") }

// UnmarshalText reads what [Why.MarshalText] writes.
func (w *Why) UnmarshalText(text []byte) error { return unmarshalText(w, text, whyTexts[:], "reason") }

// The small enumerations of this package print as texts[n]; an empty text
// belongs to no value.

func textOf[E ~uint8](e E, texts []string) string {
	if int(e) >= len(texts) || texts[e] == "" {
		return fmt.Sprintf("%d?", e)
	}
	return texts[e]
}

func marshalText[E ~uint8](e E, texts []string, what string) ([]byte, error) {
	if int(e) >= len(texts) || texts[e] == "" {
		return nil, fmt.Errorf("calendar: %d is no %s", e, what)
	}
	return []byte(texts[e]), nil
}

func unmarshalText[E ~uint8](e *E, text []byte, texts []string, what string) error {
	i := slices.Index(texts, string(text))
	if i < 0 || len(text) == 0 {
		return fmt.Errorf("calendar: %q is no %s", text, what)
	}
	*e = E(i)
	return nil
}
