package logtest

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
)

// Random returns a world in which all sorts of things were said about a few
// dossiers, for two months or so. Between them the hook, if any, is called.
func Random(t *rapid.T, between func(w *World)) *World {
	w := New()
	dossiers := rapid.IntRange(1, 5).Draw(t, "dossiers")
	for range rapid.IntRange(5, 60).Draw(t, "events") {
		w.Now = w.Now.Add(time.Duration(rapid.IntRange(0, 72*60).Draw(t, "minutes")) * time.Minute)
		w.random(t, rapid.IntRange(1, dossiers).Draw(t, "dossier"))
		if between != nil {
			between(w)
		}
	}
	return w
}

// random says something about the dossier that fits its state, mostly. What the
// rules refuse is left unsaid.
func (w *World) random(t *rapid.T, n int) {
	at := w.Now
	if rapid.IntRange(0, 4).Draw(t, "late post") == 0 {
		at = at.Add(-time.Duration(rapid.IntRange(0, 6*24*60).Draw(t, "minutes ago")) * time.Minute)
	}
	d := w.Dossier(Code(n))
	switch rapid.IntRange(0, 30).Draw(t, "other") {
	case 0:
		w.Calendar(w.Registry.Fact(domain.KindCalendar, domain.DefaultCalendarID).Version + 1)
		w.recalculate()
	case 1:
		if w.Registry.Procedure("later", w.Now) == nil {
			w.Publish("later", "3workday")
			w.recalculate()
		}
	case 2:
		w.correct(t, n, d)
	default:
		_ = w.SayAt(n, at, w.anything(t, d))
	}
}

func (w *World) recalculate() {
	for n := 1; n <= 5; n++ {
		if w.Dossier(Code(n)).State.Open() {
			_ = w.Recalculate(n)
		}
	}
}

func (w *World) anything(t *rapid.T, d *domain.Dossier) domain.Data {
	switch d.State {
	case domain.StateNone:
		if rapid.Bool().Draw(t, "online") {
			return &domain.Submitted{Intake: w.intake(t, domain.Online)}
		}
		return w.receipt(t, domain.InPerson)
	case domain.StateSubmitted:
		switch rapid.IntRange(0, 5).Draw(t, "intake") {
		case 0:
			return &domain.Refused{Reason: "incomplete"}
		case 1:
			return &domain.Withdrawn{}
		}
		return w.receipt(t, domain.Online)
	case domain.StateCompleted:
		if rapid.Bool().Draw(t, "rated") {
			return &domain.Rated{Satisfaction: domain.Satisfied}
		}
		return &domain.Returned{Method: domain.InPerson}
	}
	return w.inHand(t)
}

func (w *World) intake(t *rapid.T, c domain.Channel) domain.Intake {
	procedure := rapid.SampledFrom([]string{"days", "hours", "weeks", "never", "later"}).Draw(t, "procedure")
	return Intake(procedure, c)
}

func (w *World) receipt(t *rapid.T, c domain.Channel) *domain.Received {
	r := &domain.Received{Intake: w.intake(t, c)}
	if rapid.IntRange(0, 5).Draw(t, "given due") == 0 {
		r.Due = w.Now.Add(time.Duration(rapid.IntRange(1, 300).Draw(t, "hours")) * time.Hour)
	}
	return r
}

func (w *World) inHand(t *rapid.T) domain.Data {
	switch rapid.IntRange(0, 13).Draw(t, "in hand") {
	case 0, 1:
		return &domain.Transferred{ToUnit: unit(t), ToOfficer: "officer-1", Step: rapid.SampledFrom([]string{"", "check"}).Draw(t, "step")}
	case 2, 3:
		return &domain.Paused{Reason: domain.Verification}
	case 4, 5:
		return &domain.Resumed{}
	case 6:
		until := w.Now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "days of the window")) * 24 * time.Hour)
		return &domain.SupplementRequested{Reason: "missing", Until: until}
	case 7:
		return &domain.SupplementReceived{}
	case 8:
		return &domain.Extended{Reason: "ill", Cause: domain.Objective, Appointment: w.Now.Add(30 * 24 * time.Hour)}
	case 9:
		if rapid.Bool().Draw(t, "withdrawn") {
			return &domain.Withdrawn{}
		}
		return &domain.Terminated{Reason: "void"}
	case 10:
		return &domain.FeePaid{Online: rapid.Bool().Draw(t, "online")}
	case 11:
		return &domain.Explained{Cause: domain.Objective, Text: "ill"}
	}
	return &domain.Completed{Outcome: domain.Granted}
}

func unit(t *rapid.T) string {
	return fmt.Sprint("unit-", rapid.IntRange(1, 3).Draw(t, "unit"))
}

// correct moves the instant of an event of the dossier, or the procedure of its
// receipt.
func (w *World) correct(t *rapid.T, n int, d *domain.Dossier) {
	if d.Sequence == 0 {
		return
	}
	c := &domain.Corrected{Sequence: rapid.IntRange(1, d.Sequence).Draw(t, "corrected"), Reason: "wrong", Authority: "head"}
	for _, commit := range w.Commits {
		for _, e := range commit.Events {
			if commit.Subject == Subject(d.Code) && e.Sequence == c.Sequence {
				c.Event, c.At = e.Type, e.At.Add(time.Duration(rapid.IntRange(-3000, 3000).Draw(t, "moved by"))*time.Minute)
			}
		}
	}
	if c.Event == domain.TypeReceived && rapid.Bool().Draw(t, "procedure corrected") {
		c.Facts = jsontext.Value(`{"procedure":"days"}`)
	}
	_ = w.Say(n, c)
}
