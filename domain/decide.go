package domain

import (
	"errors"
	"fmt"
	"time"
)

// Decide says what follows from an event about the dossier: the event itself,
// numbered and stamped, and what the rules add to it (a deadline.set). now is
// the engine's clock. Events that the engine adds have no ID yet; the caller
// gives them one. after is the dossier that they leave, as [Dossier.Evolve] would
// make it of d: whoever has written them down needs not fold them again.
//
// A refusal is an [*Error]; a repeat of an accepted event is a [*Duplicate]. In
// both cases nothing follows. The dossier d is never changed.
func Decide(d *Dossier, e Event, rules Rules, now time.Time) (decided []Event, after *Dossier, err error) {
	after = d.Clone()
	if decided, err = after.Take(make([]Event, 0, 2), nil, e, rules, now); err != nil {
		return nil, nil, err
	}
	return decided, after, nil
}

// Take is [Decide] for one decision after another: it appends what follows to events,
// adds how said's data is written to texts, which may be nil, and makes d itself what
// they leave. Most refusals leave d as it was. One that shows only when the event was
// applied, as where a due can't be computed, leaves d at another Sequence than it had,
// and of no use any more.
func (d *Dossier) Take(events []Event, texts *Texts, said Event, rules Rules, now time.Time) ([]Event, error) {
	told := len(events)
	events = append(events, said)
	e := &events[told]
	e.At, now = e.At.Truncate(time.Millisecond), now.Truncate(time.Millisecond)
	by := e.speaker()
	if err := admit(d, by, e, rules, now); err != nil {
		return events[:told], err
	}
	e.RecordedAt, e.Sequence = now, d.Sequence+1
	e.Backdated = rules.Policy.tooOld(e.At, now)
	before := d.asBefore(e.Data)
	d.said.noteOf(by, texts.fingerprint(e), e)
	d.Reflect(*e)
	if p := rules.Procedure; p != nil && p.Code != d.Procedure {
		return events[:told], fmt.Errorf("domain: %s %s is decided by the rules of procedure %s instead of its own", e.Type, e.Subject, p.Code)
	}
	sets, err := d.consequences(before, *e, rules)
	if err != nil {
		return events[:told], err
	}
	for _, set := range sets {
		added := engineEvent(d, set, e.At, now)
		d.Evolve(added)
		events = append(events, added)
	}
	return events, nil
}

// admit refuses what can't be, what the engine alone may say, and what can't
// follow on what has happened.
func admit(d *Dossier, by speaker, e *Event, rules Rules, now time.Time) error {
	if err := e.check(); err != nil {
		return err
	}
	if e.Type.EngineOnly() || e.Source == EngineSource {
		return engineOnly(e.Type)
	}
	if d.State != StateNone && e.Subject != string(d.Code) {
		return fmt.Errorf("domain: %s of %s is decided against dossier %s", e.Type, e.Subject, d.Code)
	}
	if err := d.said.find(by, e); err != nil {
		return err
	}
	if err := Allowed(d.State, e.Type); err != nil {
		return err
	}
	return guard(d, *e, rules, now)
}

// RaiseRung records a rung of the alert ladder that was reached. A rung of an
// older revision, one of an ended dossier, one that was recorded before and one
// at an instant at which the clock stood are refused: several engines may try,
// one succeeds, and a stop that was posted meanwhile prevails.
func RaiseRung(d *Dossier, data Data, now time.Time) ([]Event, error) {
	r := RungOf(data)
	if r == nil {
		return nil, errors.New("domain: not a rung")
	}
	e := engineEvent(d, data, r.Instant, now.Truncate(time.Millisecond))
	if err := Allowed(d.State, e.Type); err != nil {
		return nil, err
	}
	if d.held(*r) || d.HasRaised(*r) || !d.current(*r) {
		return nil, refuse(CodeRungPassed, "/data/rung", "rung %.40q of revision %d was recorded before, its revision is void, or the clock stood", r.Rung, r.Revision)
	}
	return []Event{e}, nil
}

// held reports whether the clock stood at the rung's instant. What was overdue
// when it stopped stays overdue, and its rungs go on.
func (d *Dossier) held(r Rung) bool {
	stopped, since := d.stopAt(r.Instant)
	if !r.Clock.Held() {
		return false
	}
	if last := d.Deadline(); stopped && r.Clock == DossierClock && last != nil {
		return !last.Passed(since)
	}
	return stopped
}

// RungOf returns the rung that the data speaks of; nil where it is none.
func RungOf(data Data) *Rung {
	switch data := data.(type) {
	case *Approached:
		return &data.Rung
	case *Missed:
		return &data.Rung
	}
	return nil
}

// current reports whether the rung speaks of its clock's present revision.
func (d *Dossier) current(r Rung) bool {
	switch r.Clock {
	case IntakeClock:
		return d.State == StateSubmitted && r.Revision == d.Waiting.Revision
	case StepClock:
		n := len(d.Handovers)
		return d.State.Open() && n > 0 && r.Revision > 0 && d.Handovers[n-1].Revision == r.Revision
	case SupplementClock:
		s := d.openStop(StateSupplement)
		return s != nil && s.Revision == r.Revision
	case AppointmentClock:
		n := len(d.Extensions)
		return d.State.Open() && n > 0 && d.Extensions[n-1].Revision == r.Revision
	case PauseClock:
		s := d.OpenStop()
		return s != nil && s.Opened == r.Revision
	case CollectionClock:
		return d.State == StateCompleted && r.Revision == 1
	}
	last := d.Deadline()
	return d.State.Open() && last != nil && r.Revision == last.Revision
}

// engineEvent is an event that the engine adds as the dossier's next.
func engineEvent(d *Dossier, data Data, at, now time.Time) Event {
	return Event{
		Source: EngineSource, Type: TypeOf(data), Subject: string(d.Code),
		At: at, RecordedAt: now, Sequence: d.Sequence + 1, Data: data,
	}
}
