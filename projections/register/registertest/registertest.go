// Package registertest makes a table of any number of dossiers, for benchmarks:
// those of one province in 2025, as a desk would have said them, always the
// same.
//
// There are 150 procedures of 5 fields with limits of 1 to 30 working days, 40
// units with 10 officers each, three channels. One dossier in five was stopped,
// some of them twice; of those that are not pending 3 in 100 were late, 2 in 100
// withdrawn or terminated, 1 in 100 was refused. Some 15 in 1000 are pending at
// the end of the year.
package registertest

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
)

const (
	procedures = 150
	fields     = 5
	units      = 40
	officers   = 10 // of a unit
	days       = 365
)

// Table returns a table of n dossiers.
func Table(n int) (*register.Table, error) {
	reference := projections.NewReference()
	table := register.New(reference)
	w, err := newWriter()
	if err != nil {
		return nil, err
	}
	facts := domain.Event{
		Type: domain.TypeCalendarChanged, Subject: domain.DefaultCalendarID, At: w.first,
		Data: &domain.CalendarChanged{Calendar: w.calendar.Spec()},
	}
	if err := reference.Apply(eventstore.Commit{Events: []domain.Event{facts}}); err != nil {
		return nil, err
	}
	for i := range n {
		c, err := w.dossier(i)
		if err != nil {
			return nil, err
		}
		if err := table.Apply(c); err != nil {
			return nil, err
		}
	}
	return table, nil
}

// writer writes dossiers.
type writer struct {
	calendar *calendar.Calendar
	rules    calendar.Rules
	first    time.Time // 00:00 of the first day
	seed     uint64
	code     string            // of the dossier that is being written
	commit   eventstore.Commit // about it
}

func newWriter() (*writer, error) {
	c, err := calendar.New(calendar.Spec{
		ID: domain.DefaultCalendarID, Version: 1, Zone: "Asia/Ho_Chi_Minh",
		Sessions: map[string][]calendar.Session{"default": {{From: 7 * 60, To: 11*60 + 30}, {From: 13*60 + 30, To: 17 * 60}}},
	})
	if err != nil {
		return nil, err
	}
	policy := domain.DefaultPolicy()
	return &writer{calendar: c, rules: policy.Rules(), first: time.Date(2025, 1, 1, 0, 0, 0, 0, c.Location()), seed: 1}, nil
}

// below draws a number from 0 to n-1: splitmix64.
func (w *writer) below(n int) int {
	w.seed += 0x9e3779b97f4a7c15
	z := w.seed
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

// one reports whether one of n came up.
func (w *writer) one(n int) bool { return w.below(n) == 0 }

func (w *writer) say(at time.Time, data domain.Data) {
	w.commit.Events = append(w.commit.Events, domain.Event{
		Type: domain.TypeReceived, Subject: w.code, Sequence: len(w.commit.Events) + 1,
		At: at.Truncate(time.Millisecond), RecordedAt: at, Data: data,
	})
}

// begin begins a commit about a dossier.
func (w *writer) begin(province, agency, code string) error {
	subject, err := eventstore.DossierSubject(province, agency, code)
	w.code, w.commit = code, eventstore.Commit{Subject: subject}
	return err
}

// dossier writes the i-th dossier.
func (w *writer) dossier(i int) (eventstore.Commit, error) {
	at := w.first.AddDate(0, 0, w.below(days)).Add(time.Duration(7*60+w.below(10*60)) * time.Minute)
	code := fmt.Sprintf("H38.%02d-%s-%05d", w.below(units), at.Format("060102"), i)
	procedure := w.below(procedures)
	unit := w.below(units)
	if err := w.begin("H38", fmt.Sprint("agency-", unit%8), code); err != nil {
		return eventstore.Commit{}, err
	}
	intake := domain.Intake{
		Province: "H38", Agency: fmt.Sprint("agency-", unit%8), Unit: fmt.Sprint("unit-", unit),
		Officer:   fmt.Sprint("officer-", unit*officers+w.below(officers)),
		Procedure: fmt.Sprintf("1.%06d", procedure), Field: fmt.Sprint("field-", procedure%fields),
		Channel:      []domain.Channel{domain.Online, domain.InPerson, domain.Postal}[w.below(3)],
		ServiceLevel: domain.LevelPartial, Interlinked: w.one(50),
	}
	if w.one(100) {
		w.say(at, &domain.Refused{Intake: intake, Reason: "incomplete"})
		return w.commit, nil
	}
	w.say(at, &domain.Received{Intake: intake})
	set, err := w.deadline(at, 1+procedure%30)
	if err != nil {
		return w.commit, err
	}
	w.say(at, set)
	w.course(at, set)
	return w.commit, nil
}

// deadline is the due of a dossier that is received at the instant.
func (w *writer) deadline(at time.Time, workdays int) (*domain.DeadlineSet, error) {
	limit, err := calendar.ParseLimit(fmt.Sprint(workdays, "workday"))
	if err != nil {
		return nil, err
	}
	due, err := w.calendar.Due(at, limit, w.rules)
	if err != nil {
		return nil, err
	}
	set := &domain.DeadlineSet{
		Clock: domain.DossierClock, Revision: 1, Cause: domain.CauseReceived, Limit: limit, Start: at, From: at,
		Verdict: domain.ByDate, Calendar: domain.VersionRef{ID: w.calendar.ID(), Version: 1}, Zone: w.calendar.Location().String(),
	}
	w.dueAt(set, due)
	return set, nil
}

// dueAt sets the due of a deadline.
func (w *writer) dueAt(set *domain.DeadlineSet, due time.Time) {
	day := w.calendar.DueDay(due)
	set.Due, set.EarlyBefore, set.Breach = due, w.calendar.Midnight(day), w.calendar.Midnight(day.AddDays(1))
}

// course stops one dossier in five, and ends it where that comes to pass within
// the year.
func (w *writer) course(at time.Time, set *domain.DeadlineSet) {
	limit := set.Due.Sub(at)
	part := func(percent int) time.Duration { return limit / 100 * time.Duration(percent) }
	for range 2 {
		if !w.one(5) {
			break
		}
		stop := at.Add(part(1 + w.below(20)))
		stopped := time.Duration(1+w.below(10*24)) * time.Hour
		w.say(stop, &domain.Paused{Reason: domain.Verification})
		w.say(stop.Add(stopped), &domain.Resumed{})
		moved := *set
		moved.Revision, moved.Cause, moved.From = set.Revision+1, domain.CauseResumed, stop.Add(stopped)
		w.dueAt(&moved, w.calendar.EndOfDay(w.calendar.DueDay(set.Due.Add(stopped))))
		set, at = &moved, stop.Add(stopped)
		w.say(at, set)
	}
	w.end(at, set)
}

// end completes the dossier early, on its due day or late, or ends it otherwise.
func (w *writer) end(at time.Time, set *domain.DeadlineSet) {
	ends := set.EarlyBefore.Add(10 * time.Hour)
	switch share := w.below(100); {
	case share < 3:
		ends = set.Breach.Add(time.Duration(1+w.below(30*24)) * time.Hour)
	case share < 70:
		ends = at.Add(set.EarlyBefore.Sub(at) / 100 * time.Duration(20+w.below(80)))
	}
	if ends = latest(ends, at); ends.After(w.first.AddDate(0, 0, days)) {
		return
	}
	switch w.below(100) {
	case 0:
		w.say(ends, &domain.Withdrawn{})
		return
	case 1:
		w.say(ends, &domain.Terminated{Reason: "void"})
		return
	}
	w.say(ends, &domain.Completed{Outcome: domain.Granted})
	if !w.one(20) {
		w.say(ends.Add(time.Duration(w.below(72))*time.Hour), &domain.Returned{Method: domain.InPerson})
	}
}

func latest(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
