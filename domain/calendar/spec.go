package calendar

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Spec is a calendar as it is stored: its JSON form is a contract, names never
// change.
type Spec struct {
	// ID names the calendar, Version counts its editions, from 1. A limit is
	// computed with one edition, and says with which.
	ID      string `json:"id"`
	Version int    `json:"version"`

	// Zone is an IANA name such as "Asia/Ho_Chi_Minh": where dates begin and
	// by whose wall clock sessions are kept.
	Zone string `json:"zone"`

	// Sessions holds the worked stretches of each weekday, "mon" to "sun", in
	// order. "default" stands for each of Monday to Friday that has no entry
	// of its own. A weekday without an entry, or with an empty one, is not
	// worked.
	Sessions map[string][]Session `json:"sessions"`

	// DaysOff are not worked. Dates whose weekday isn't worked may be listed.
	DaysOff []Date `json:"days_off,omitempty"`

	// ExtraWorkingDays are worked, with the sessions of their weekday if it
	// has some, else with Monday's (or those of the first weekday that has
	// some).
	ExtraWorkingDays []Date `json:"extra_working_days,omitempty"`

	// Closures are dates on which this organisation is closed. They prevail
	// over extra working days.
	Closures []Closure `json:"closures,omitempty"`

	// ConfirmedUntil is the last date for which the days off are decided;
	// later ones are provisional. No date: none ever is.
	ConfirmedUntil Date `json:"confirmed_until,omitzero"`

	Note   string `json:"note,omitempty"`
	Source string `json:"source,omitempty"` // the decisions that the dates were taken from
}

// Closure is a run of dates, both ends included, on which one organisation is
// closed.
type Closure struct {
	From   Date   `json:"from"`
	To     Date   `json:"to"`
	Reason string `json:"reason,omitempty"`
}

// weekdays are the keys of [Spec.Sessions], in the order of the week.
var weekdays = [7]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// defaultDays is the key of the sessions of Monday to Friday.
const defaultDays = "default"

// week returns the sessions of a regular week, Monday first.
func (s Spec) week() (week [7][]Session) {
	for i, day := range weekdays {
		sessions, given := s.Sessions[day]
		if !given && i < 5 {
			sessions = s.Sessions[defaultDays]
		}
		week[i] = slices.Clone(sessions)
	}
	return week
}

func (s Spec) location() (*time.Location, error) {
	// LoadLocation takes "" for UTC and "Local" for the machine's zone: the
	// one is an omission, the other differs from machine to machine.
	if s.Zone == "" || s.Zone == "Local" {
		return nil, fmt.Errorf("calendar: zone: %q is no IANA zone name", s.Zone)
	}
	loc, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, fmt.Errorf("calendar: zone: %w", err)
	}
	return loc, nil
}

// clone returns a copy that shares nothing with s.
func (s Spec) clone() Spec {
	s.Sessions = maps.Clone(s.Sessions)
	for day, sessions := range s.Sessions {
		s.Sessions[day] = slices.Clone(sessions)
	}
	s.DaysOff = slices.Clone(s.DaysOff)
	s.ExtraWorkingDays = slices.Clone(s.ExtraWorkingDays)
	s.Closures = slices.Clone(s.Closures)
	return s
}
