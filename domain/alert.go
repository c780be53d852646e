package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Level is how far up the organisation an alert goes: to everybody on the way
// from the officer to it.
type Level string

const (
	OfficerLevel  Level = "officer"  // who holds the dossier
	UnitLevel     Level = "unit"     // and the head of the unit
	AgencyLevel   Level = "agency"   // and the head of the agency
	ProvinceLevel Level = "province" // and the provincial office
)

// Levels lists every level, the lowest first.
func Levels() []Level { return []Level{OfficerLevel, UnitLevel, AgencyLevel, ProvinceLevel} }

// Above reports whether the level is higher than another.
func (l Level) Above(o Level) bool { return slices.Index(Levels(), l) > slices.Index(Levels(), o) }

// ReminderReason is what has ended where an alert is told again.
type ReminderReason string

const (
	AcknowledgementExpired ReminderReason = "acknowledged"
	SnoozeOver             ReminderReason = "snoozed"
	SuppressionOver        ReminderReason = "suppressed" // it was not told while something muted it
)

// ReminderReasons lists every reason.
func ReminderReasons() []ReminderReason {
	return []ReminderReason{AcknowledgementExpired, SnoozeOver, SuppressionOver}
}

// AcknowledgedFor is how long an acknowledgement without an end lasts.
const AcknowledgedFor = 72 * time.Hour

// MostQuiet is how far away the end of an acknowledgement, a snooze or a silence
// may lie: nobody switches alerts off for good.
const MostQuiet = 31 * 24 * time.Hour

// Tended is what was done about an alert of the dossier.
type Tended struct {
	RaisedRung
	Quiet    ReminderReason // why it is not told again; empty where nothing stands
	By       string         // the actor of the latest act
	Until    time.Time      // end of Quiet
	Reminded int            // how often it was told again
}

// Tended returns what was done about an alert; the zero value but for its name
// where nothing was.
func (d *Dossier) Tended(r RaisedRung) Tended {
	for _, t := range d.Tendings {
		if t.RaisedRung == r {
			return t
		}
	}
	return Tended{RaisedRung: r}
}

// tend notes what was done about an alert.
func (d *Dossier) tend(t Tended) {
	for i := range d.Tendings {
		if d.Tendings[i].RaisedRung == t.RaisedRung {
			d.Tendings[i] = t
			return
		}
	}
	d.Tendings = append(d.Tendings, t)
}

// acknowledge and its like apply what supervisors did.
func (d *Dossier) acknowledge(e Event, data *AlertAcknowledged) {
	t := d.Tended(data.RaisedRung)
	t.Quiet, t.By, t.Until = AcknowledgementExpired, e.Actor, data.Until
	if data.Until.IsZero() {
		t.Until = e.At.Add(AcknowledgedFor)
	}
	d.tend(t)
}

func (d *Dossier) snooze(e Event, data *AlertSnoozed) {
	t := d.Tended(data.RaisedRung)
	t.Quiet, t.By, t.Until = SnoozeOver, e.Actor, data.Until
	d.tend(t)
}

func (d *Dossier) remindAgain(data *AlertReminded) {
	d.tend(Tended{RaisedRung: data.RaisedRung, Reminded: data.Number})
}

// Fires reports whether the alert of a recorded rung is true still: its revision
// is the present one, the dossier has not ended, and its clock runs, or was
// overdue when it stopped.
func (d *Dossier) Fires(r RaisedRung) bool {
	if !slices.Contains(d.Raised, r) || !d.current(Rung{Clock: r.Clock, Revision: r.Revision}) {
		return false
	}
	open := d.OpenStop()
	if open == nil || !r.Clock.Held() {
		return true
	}
	_, since := d.stopAt(open.From)
	last := d.Deadline()
	return r.Clock == DossierClock && last != nil && last.Passed(since)
}

// OpenStop returns the open stop that the pause clock counts: the pause, else
// the supplement; nil where the dossier is not stopped.
func (d *Dossier) OpenStop() *Stop {
	if s := d.openStop(StatePaused); s != nil {
		return s
	}
	return d.openStop(StateSupplement)
}

// Remind records that an alert that fires is told again: the number-th time.
// Several engines may try, one succeeds.
func Remind(d *Dossier, data *AlertReminded, now time.Time) ([]Event, error) {
	now = now.Truncate(time.Millisecond)
	if err := Allowed(d.State, TypeAlertReminded); err != nil {
		return nil, err
	}
	if done := d.Tended(data.RaisedRung); !d.Fires(data.RaisedRung) || data.Number != done.Reminded+1 {
		return nil, refuse(CodeRungPassed, "/data/number", "reminder %d of rung %.40q was recorded before, or the alert fires no more", data.Number, data.Rung)
	}
	return []Event{engineEvent(d, data, now, now)}, nil
}

// guardAlert refuses an act about an alert that there is not, or that fires no
// more, and one that would last too long.
func guardAlert(d *Dossier, e Event, r RaisedRung, until time.Time) error {
	if !slices.Contains(d.Raised, r) {
		return refuse(CodeUnknownAlert, "/data/rung", "the dossier has no alert %.40q of revision %d of the clock %.40q", r.Rung, r.Revision, string(r.Clock))
	}
	if !d.Fires(r) {
		return refuse(CodeNotFiring, "/data/rung", "alert %.40q of revision %d fires no more", r.Rung, r.Revision)
	}
	if until.IsZero() {
		return nil
	}
	return guardQuiet(e, until)
}

// guardQuiet refuses an end that is no later than the beginning, or too late.
func guardQuiet(e Event, until time.Time) error {
	switch {
	case !until.After(e.At):
		return refuse(CodeInvalidField, "/data/until", "until %s is not after the event's time %s", stamp(until), stamp(e.At))
	case until.After(e.At.Add(MostQuiet)):
		return refuse(CodeInvalidField, "/data/until", "until %s is more than %d days away", stamp(until), int(MostQuiet/(24*time.Hour)))
	}
	return nil
}

// guardSnooze demands the opening of a working day besides.
func guardSnooze(d *Dossier, e Event, data *AlertSnoozed, rules Rules) error {
	if err := guardAlert(d, e, data.RaisedRung, data.Until); err != nil {
		return err
	}
	if opens := Morning(rules.Calendar, data.Until); !data.Until.Equal(opens) {
		return refuse(CodeInvalidField, "/data/until", "until %s is not the opening of a working day: the next is %s", stamp(data.Until), stamp(opens))
	}
	return nil
}

// Morning returns the opening of the working day of the instant, or of the next
// one where that day is not worked.
func Morning(c *calendar.Calendar, at time.Time) time.Time {
	return c.Opens(c.Midnight(calendar.DateOf(at, c.Location())))
}

func (r RaisedRung) check(c *checks) {
	oneOf(c, "clock", r.Clock, ClockNames())
	c.atLeast("revision", r.Revision, 1)
	c.required("rung", r.Rung)
}

func (d *AlertAcknowledged) check(c *checks) {
	d.RaisedRung.check(c)
	c.span("until", d.Until)
}

func (d *AlertSnoozed) check(c *checks) {
	d.RaisedRung.check(c)
	if d.Until.IsZero() {
		c.required("until", "")
	}
	c.span("until", d.Until)
}

func (d *AlertReminded) check(c *checks) {
	d.RaisedRung.check(c)
	c.atLeast("number", d.Number, 1)
	oneOf(c, "cause", d.Cause, ReminderReasons())
}
