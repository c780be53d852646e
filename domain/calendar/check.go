package calendar

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Listed dates lie between these. Whatever else is written is a slip of the
// pen, and the tables stay small.
const (
	firstListed Date = 693596 // 1900-01-01
	lastListed  Date = 803168 // 2199-12-31
)

// check returns all that is wrong with s, but for its zone.
func (s Spec) check() error {
	var wrong []error
	if s.ID == "" {
		wrong = append(wrong, errors.New("calendar: id: is empty"))
	}
	if s.Version < 1 {
		wrong = append(wrong, fmt.Errorf("calendar: version: %d is below 1", s.Version))
	}
	wrong = append(wrong, s.checkSessions()...)
	wrong = append(wrong, s.checkDates()...)
	wrong = append(wrong, s.checkClosures()...)
	if d := s.ConfirmedUntil; !d.IsZero() && !d.valid() {
		wrong = append(wrong, fmt.Errorf("calendar: confirmed_until: date number %d is outside the years 1-9999", int(d)))
	}
	return errors.Join(wrong...)
}

func (s Spec) checkSessions() (wrong []error) {
	for _, day := range slices.Sorted(maps.Keys(s.Sessions)) {
		if day != defaultDays && !slices.Contains(weekdays[:], day) {
			wrong = append(wrong, fmt.Errorf("calendar: sessions.%s: is neither mon, tue, wed, thu, fri, sat, sun nor default", day))
		}
		var ended TimeOfDay
		for i, session := range s.Sessions[day] {
			if err := session.check(ended); err != nil {
				wrong = append(wrong, fmt.Errorf("calendar: sessions.%s[%d]: %w", day, i, err))
			}
			ended = session.To
		}
	}
	if !s.isWorked() {
		wrong = append(wrong, errors.New("calendar: sessions: no weekday is worked"))
	}
	return wrong
}

// check says what is wrong with a session, given when the one before it ended.
func (s Session) check(ended TimeOfDay) error {
	switch {
	case s.From < 0 || s.To > endOfDay:
		return fmt.Errorf("%s is outside 00:00-24:00", s)
	case s.From >= s.To:
		return fmt.Errorf("%s ends before it begins, or at once", s)
	case s.From < ended:
		return fmt.Errorf("%s begins before %s ended", s.From, ended)
	}
	return nil
}

func (s Spec) isWorked() bool {
	for _, sessions := range s.week() {
		if len(sessions) > 0 {
			return true
		}
	}
	return false
}

func (s Spec) checkDates() (wrong []error) {
	seen := make(map[Date]string)
	list := func(field string, dates []Date) {
		for i, d := range dates {
			at := fmt.Sprintf("%s[%d]", field, i)
			if err := checkListed(at, d); err != nil {
				wrong = append(wrong, err)
			} else if before, again := seen[d]; again {
				wrong = append(wrong, fmt.Errorf("calendar: %s: %s is already listed as %s", at, d, before))
			}
			seen[d] = at
		}
	}
	list("days_off", s.DaysOff)
	list("extra_working_days", s.ExtraWorkingDays)
	return wrong
}

func (s Spec) checkClosures() (wrong []error) {
	for i, closure := range s.Closures {
		at := fmt.Sprintf("closures[%d]", i)
		err := errors.Join(checkListed(at+".from", closure.From), checkListed(at+".to", closure.To))
		if err == nil && closure.To < closure.From {
			err = fmt.Errorf("calendar: %s: %s is before %s", at, closure.To, closure.From)
		}
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	return wrong
}

func checkListed(at string, d Date) error {
	if d.IsZero() {
		return fmt.Errorf("calendar: %s: is no date", at)
	}
	if d < firstListed || d > lastListed {
		return fmt.Errorf("calendar: %s: %s is outside the years 1900-2199", at, d)
	}
	return nil
}
