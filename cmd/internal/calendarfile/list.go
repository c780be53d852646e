package calendarfile

import (
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// list is the dates that a file says, in terms of a calendar.
type list struct {
	file       *File
	base       calendar.Spec
	plain      *calendar.Calendar // the base without listed dates: what weekdays are worked; nil where the base is wrong
	off, extra map[calendar.Date]bool
	needless   int // dates off that are not worked anyway
}

func newList(f *File, base calendar.Spec) *list {
	plain := base
	plain.DaysOff, plain.ExtraWorkingDays, plain.Closures = nil, nil, nil
	l := &list{file: f, base: base, off: map[calendar.Date]bool{}, extra: map[calendar.Date]bool{}}
	l.plain, _ = calendar.New(plain) // what is wrong shows when the result is checked
	return l
}

func (l *list) worked(d calendar.Date) bool { return l.plain != nil && l.plain.IsWorkday(d) }

// takeOff takes a day off. One whose weekday is not worked says nothing.
func (l *list) takeOff(d calendar.Date) {
	if l.worked(d) {
		l.off[d] = true
	} else {
		l.needless++
	}
}

// takeExtra takes an extra working day.
func (l *list) takeExtra(d calendar.Date, what string) {
	if l.worked(d) {
		l.miss("%s: %s is said to be worked, but is a working day already", what, d)
		return
	}
	l.extra[d] = true
}

func (l *list) note(format string, args ...any) {
	l.file.Notes = append(l.file.Notes, fmt.Sprintf(format, args...))
}

func (l *list) miss(format string, args ...any) {
	l.file.NotTaken = append(l.file.NotTaken, fmt.Sprintf(format, args...))
}

// lay lays the dates over the base, and returns the years they speak of.
func (l *list) lay(how Laying) (calendar.Spec, []int) {
	years := make(map[int]bool)
	for _, dates := range [...]map[calendar.Date]bool{l.off, l.extra} {
		for d := range dates {
			years[yearOf(d)] = true
		}
	}
	keep := func(d calendar.Date) bool { return how == Add || !years[yearOf(d)] }
	spec := l.base
	spec.Version++
	spec.DaysOff = laid(l.base.DaysOff, l.off, l.extra, keep)
	spec.ExtraWorkingDays = laid(l.base.ExtraWorkingDays, l.extra, l.off, keep)
	if l.needless > 0 {
		l.note("%d dates off fall on days that are not worked anyway", l.needless)
	}
	l.noteConfirmed(years)
	return spec, slices.Sorted(maps.Keys(years))
}

// laid returns the dates that are kept or new, but for those that are the other
// kind now.
func laid(base []calendar.Date, taken, other map[calendar.Date]bool, keep func(calendar.Date) bool) []calendar.Date {
	dates := slices.Collect(maps.Keys(taken))
	for _, d := range base {
		if keep(d) && !taken[d] && !other[d] {
			dates = append(dates, d)
		}
	}
	slices.Sort(dates)
	return dates
}

// noteConfirmed says where the list goes beyond what counts as confirmed.
func (l *list) noteConfirmed(years map[int]bool) {
	last := slices.Max(slices.Collect(maps.Keys(years)))
	if until := l.base.ConfirmedUntil; !until.IsZero() && yearOf(until) < last {
		l.note("dues after %s stay provisional: a list does not say until when it is confirmed", domain.PrintDate(until))
	}
}

func yearOf(d calendar.Date) int {
	year, _, _ := d.Civil()
	return year
}

// readNational reads a national list.
func (l *list) readNational(b []byte) error {
	var form struct {
		Off       []calendar.Date `json:"off_weekdays"`
		Worked    []calendar.Date `json:"worked_saturdays"`
		Uncertain []calendar.Date `json:"uncertain"`
		Note      any             `json:"note"`
		Source    string          `json:"source"`
	}
	if err := json.Unmarshal(b, &form, json.RejectUnknownMembers(true)); err != nil {
		return fmt.Errorf("it is no national list: %w", err)
	}
	for _, d := range form.Off {
		l.takeOff(d)
	}
	for _, d := range form.Worked {
		l.takeExtra(d, "worked_saturdays")
	}
	for _, d := range form.Uncertain {
		l.note("%s is listed as uncertain: ignored", d)
	}
	if form.Source != "" {
		l.base.Source = form.Source
	}
	return nil
}
