// Package calendarfile reads calendars from files: the engine's own JSON
// ([calendar.Spec]), a national list of dates (JSON) and iCalendar.
//
// # The forms
//
// The engine's own form is a whole calendar and is taken as it is.
//
// A national list says dates only:
//
//	{"off_weekdays": ["2026-01-01"], "worked_saturdays": ["2026-01-10"], "uncertain": ["2026-11-24"]}
//
// Dates under uncertain are never taken, and said.
//
// An iCalendar file (.ics) holds an event for each day off, or run of days off:
// all-day events (DATE values), the end not included, as in RFC 5545. An event
// whose SUMMARY or CATEGORIES say "làm bù", "working day" or "worked" is an extra
// working day. Whatever else it holds (events with a time of day, recurring
// ones, those that were cancelled or are tentative, those that speak of a day off
// and of a worked day at once) is not taken, and said.
//
// Lists of dates are laid over another calendar, from which zone, sessions and
// closures come: the years that the list speaks of are then the list's, all
// others stay as they were; or its dates are added ([Add]).
package calendarfile

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Format is how a file says its calendar.
type Format string

const (
	Own      Format = "calendar"
	National Format = "national-list"
	ICal     Format = "icalendar"
)

// Laying is how a list of dates is laid over another calendar.
type Laying uint8

const (
	Replace Laying = iota // the years that the list speaks of are the list's
	Add                   // its dates are added
)

// File is what a file holds.
type File struct {
	Format   Format        `json:"format"`
	Calendar calendar.Spec `json:"calendar"`
	Years    []int         `json:"years,omitempty"`     // that a list of dates speaks of
	Notes    []string      `json:"notes,omitempty"`     // what was passed over, as it should be
	NotTaken []string      `json:"not_taken,omitempty"` // what could not be taken
}

// Read reads a file; a list of dates is laid over the base and becomes its next
// version. The error says that the file is no calendar, or a wrong one.
func Read(name string, b []byte, base calendar.Spec, how Laying) (*File, error) {
	b = bytes.TrimPrefix(b, []byte("\uFEFF"))
	f := &File{Format: formatOf(name, b)}
	if err := f.read(b, base, how); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	if _, err := calendar.New(f.Calendar); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return f, nil
}

func formatOf(name string, b []byte) Format {
	var list struct {
		Off    []any `json:"off_weekdays"`
		Worked []any `json:"worked_saturdays"`
	}
	switch {
	case strings.EqualFold(filepath.Ext(name), ".ics"), bytes.HasPrefix(bytes.TrimSpace(b), []byte("BEGIN:VCALENDAR")):
		return ICal
	case json.Unmarshal(b, &list) == nil && (list.Off != nil || list.Worked != nil):
		return National
	}
	return Own
}

func (f *File) read(b []byte, base calendar.Spec, how Laying) error {
	if f.Format == Own {
		return ownForm(b, &f.Calendar)
	}
	l := newList(f, base)
	read := l.readNational
	if f.Format == ICal {
		read = l.readICal
	}
	if err := read(b); err != nil {
		return err
	}
	if len(l.off)+len(l.extra) == 0 {
		return errors.New("it holds no date that can be taken" + said(f.NotTaken))
	}
	f.Calendar, f.Years = l.lay(how)
	return nil
}

func said(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return ": " + strings.Join(lines, "; ")
}

func ownForm(b []byte, spec *calendar.Spec) error {
	if err := json.Unmarshal(b, spec, json.RejectUnknownMembers(true)); err != nil {
		return fmt.Errorf("it is no calendar: %w", err)
	}
	return nil
}
