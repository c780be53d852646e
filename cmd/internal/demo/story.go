package demo

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// story is a course that is being played: each of its acts is planned when the
// one before is answered.
type story struct {
	*Course
	plan *Plan

	told   int       // events said so far; numbers their ids
	known  bool      // the engine has accepted one of them
	due    time.Time // as the engine last answered; zero: none
	start  time.Time // from here the limit runs
	moment time.Time // of the last event
	online time.Time // the desk posts nothing before; zero where it is always on line
}

func newStory(p *Plan, c *Course) *story {
	s := &story{Course: c, plan: p, moment: c.handedIn()}
	if c.Offline > 0 {
		s.online = p.office.on(p.office.day(c.Received, c.Offline), .06)
	}
	return s
}

// said is one thing that somebody says about the dossier.
type said struct {
	by   string // opaque reference
	what domain.Type
	data domain.Data
}

// post plans an act that says what happened at the instant, in one transaction
// where it is more than one thing.
func (s *story) post(at time.Time, then func([]domain.Result) []*act, says ...said) *act {
	a := &act{at: at, story: s, expect: accepted, then: then}
	if at.Before(s.online) {
		a.at = s.online
	}
	transaction := ""
	if len(says) > 1 {
		transaction = s.plan.id(fmt.Sprintf("%s/together/%d", s.Code, s.told))
	}
	for _, say := range says {
		s.told++
		a.events = append(a.events, domain.Event{
			ID: s.plan.id(fmt.Sprintf("%s/%d", s.Code, s.told)), Source: s.source(),
			Type: say.what, Subject: s.Code, At: at, Actor: say.by, Transaction: transaction,
			Backdated: s.backdated(at), Data: say.data,
		})
	}
	return a
}

// tolerance is how late something may be posted without a word.
const tolerance = 7 * 24 * time.Hour

// backdated reports whether what happened at the instant is declared as posted
// late: the desk was off line for long, if only because of the days off.
func (s *story) backdated(at time.Time) bool {
	return at.Before(s.online) && (s.Offline >= offlineLong || s.online.Sub(at) > tolerance)
}

// later returns the instant, or one shortly after the last event where it lies
// before that: things happen one after another.
func (s *story) later(at time.Time) time.Time {
	if !at.After(s.moment) {
		at = s.plan.office.after(s.moment, 5*time.Minute)
	}
	return at
}

// usual is the working time that a dossier without a deadline is given.
const usual = 40 * time.Hour

// allowed returns the working time from the start of the limit to the due.
func (s *story) allowed() time.Duration {
	if s.due.IsZero() {
		return usual
	}
	return s.plan.office.Work(s.start, s.due)
}

// into returns the instant at which a share of the allowed time is used.
func (s *story) into(share float64) time.Time {
	return s.later(s.plan.office.after(s.start, time.Duration(share*float64(s.allowed()))))
}

// source returns the software that the desk uses.
func (s *story) source() string {
	if s.Procedure.Border {
		return sourceBorder
	}
	return sourceDesk
}
