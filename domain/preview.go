package domain

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Preview is what a version of a calendar would do to the dossiers in hand if it
// were published now. Nothing of it is written.
type Preview struct {
	Calendar VersionRef        `json:"calendar"`
	Replaces VersionRef        `json:"replaces,omitzero"`
	Changes  []calendar.Change `json:"changes"`
	Open     int               `json:"open"`     // dossiers in hand and submissions that wait
	Stopped  int               `json:"stopped"`  // of them: their dues are computed when their stops end
	Moved    int               `json:"moved"`    // dossiers that would get a new due on any clock
	Restated int               `json:"restated"` // those whose due stays, but is no longer, or newly, provisional
	ByDays   []DaysMoved       `json:"by_days"`  // clocks by calendar days moved, the earliest first
	Healed   int               `json:"healed"`   // dossiers overdue now, and in time then
	Broken   int               `json:"broken"`   // dossiers in time now, and overdue then
	Dossiers []Move            `json:"dossiers"`
	LeftOut  int               `json:"left_out"` // moves beyond those listed
}

// DaysMoved is how many clocks move by as many calendar days.
type DaysMoved struct {
	Days   int `json:"days"`
	Clocks int `json:"clocks"`
}

// Move is one due that would move.
type Move struct {
	Code        Code      `json:"code"`
	Agency      string    `json:"agency"`
	Procedure   string    `json:"procedure"`
	Clock       ClockName `json:"clock"`
	Was         time.Time `json:"was,omitzero"`
	Due         time.Time `json:"due,omitzero"`
	Days        int       `json:"days"` // calendar days from the one to the other
	Provisional bool      `json:"provisional,omitzero"`
}

// ParseProposal reads the question for a preview: {"calendar": {...}}.
func ParseProposal(b []byte) (calendar.Spec, error) {
	var p struct {
		Calendar calendar.Spec `json:"calendar"`
	}
	err := readDocument(b, &p)
	return p.Calendar, err
}

// PreviewCalendar begins the preview of the version: it is refused as its
// publication would be. The registry is the one that would be in force then.
func (g *Registry) PreviewCalendar(spec calendar.Spec, now time.Time) (*Preview, *Registry, error) {
	e := Event{
		ID: "preview", Source: "urn:dossier:preview", Type: TypeCalendarChanged, Subject: spec.ID,
		At: now, Data: &CalendarChanged{Calendar: spec},
	}
	decided, err := DecideFact(g.Fact(KindCalendar, spec.ID), e, now)
	if err != nil {
		return nil, nil, err
	}
	p := &Preview{Calendar: VersionRef{ID: spec.ID, Version: spec.Version}, ByDays: []DaysMoved{}, Dossiers: []Move{}}
	var was calendar.Spec
	if c, ok := g.Calendar(spec.ID); ok {
		was = c.Spec()
		p.Replaces = VersionRef{ID: c.ID(), Version: c.Version()}
	}
	p.Changes = spec.Changes(was)
	return p, g.With(decided[0]), nil
}

// Take looks at one dossier: what its publication would make the engine append.
func (p *Preview) Take(d *Dossier, then *Registry, now time.Time) error {
	if d.State != StateSubmitted && !d.State.Open() {
		return nil
	}
	p.Open++
	if d.Stopped() {
		p.Stopped++
	}
	events, err := d.Recalculated(then, now)
	if err != nil || len(events) == 0 {
		return err
	}
	moved := false
	for _, e := range events {
		moved = p.move(d, e.Data.(*DeadlineSet), now) || moved
	}
	if moved {
		p.Moved++
	} else {
		p.Restated++
	}
	return nil
}

// move notes what becomes of one clock, and reports whether its due moves.
func (p *Preview) move(d *Dossier, set *DeadlineSet, now time.Time) bool {
	was := d.present(set)
	if set.Clock == DossierClock {
		switch before, after := was.Passed(now), set.Passed(now); {
		case before && !after:
			p.Healed++
		case after && !before:
			p.Broken++
		}
	}
	if set.Due.Equal(was.Due) {
		return false
	}
	p.Dossiers = append(p.Dossiers, Move{
		Code: d.Code, Agency: d.Agency, Procedure: d.Procedure, Clock: set.Clock,
		Was: was.Due, Due: set.Due, Days: daysBetween(was.Due, set.Due), Provisional: set.Provisional,
	})
	return true
}

// present returns the clock as it stands before the deadline is set.
func (d *Dossier) present(set *DeadlineSet) DeadlineSet {
	switch set.Clock {
	case IntakeClock:
		return d.Waiting.DeadlineSet
	case StepClock:
		return *d.handover(set.For).deadline()
	}
	return d.Deadline().DeadlineSet
}

// daysBetween returns the calendar days from one due to another, in the zone of
// the latter; 0 where one of them is none.
func daysBetween(was, is time.Time) int {
	if was.IsZero() || is.IsZero() {
		return 0
	}
	zone := is.Location()
	return calendar.DateOf(is, zone).Sub(calendar.DateOf(was, zone))
}

// Close counts the moves by days and lists no more than so many, by code.
func (p *Preview) Close(most int) {
	counts := make(map[int]int)
	for i := range p.Dossiers {
		counts[p.Dossiers[i].Days]++
	}
	for days, clocks := range counts {
		p.ByDays = append(p.ByDays, DaysMoved{Days: days, Clocks: clocks})
	}
	slices.SortFunc(p.ByDays, func(a, b DaysMoved) int { return cmp.Compare(a.Days, b.Days) })
	slices.SortStableFunc(p.Dossiers, func(a, b Move) int { return cmp.Compare(a.Code, b.Code) })
	p.LeftOut = max(0, len(p.Dossiers)-most)
	p.Dossiers = p.Dossiers[:len(p.Dossiers)-p.LeftOut]
}
