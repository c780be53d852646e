package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// AlertAct is what a supervisor asks to be done about an alert. It becomes an
// event; a repeat with the same id and time is known as one.
type AlertAct struct {
	Alert string        `json:"alert,omitzero"` // its id
	ID    string        `json:"id,omitzero"`    // of the event; absent: a new one
	Time  time.Time     `json:"time,omitzero"`  // of the event; absent: now
	Actor string        `json:"actor"`          // opaque reference of who does it
	Until time.Time     `json:"until,omitzero"` // of an acknowledgement; absent: AcknowledgedFor
	Date  calendar.Date `json:"date,omitzero"`  // of a snooze: until the opening of its, or the next, working day; absent: the next opening
	Note  string        `json:"note,omitzero"`
}

// ParseAlertAct reads an act.
func ParseAlertAct(b []byte) (a AlertAct, err error) {
	if err := readDocument(b, &a); err != nil {
		return a, err
	}
	if a.Actor == "" {
		return a, refuse(CodeMissingField, "/actor", "actor is missing: who acts on the alert?")
	}
	return a, nil
}

// SilenceRequest asks for a silence. It becomes an event.
type SilenceRequest struct {
	ID   string    `json:"id,omitzero"`   // of the silence; absent: a new one
	From time.Time `json:"from,omitzero"` // absent: now
	SilenceSet
}

// ParseSilence reads a request; what the silence says is checked as its event is.
func ParseSilence(b []byte) (s SilenceRequest, err error) {
	if err := readDocument(b, &s); err != nil {
		return s, err
	}
	c := checks{at: "/"}
	if s.check(&c); c.err != nil {
		return s, c.err
	}
	return s, nil
}

// SilenceEnd asks for the end of a silence before its time.
type SilenceEnd struct {
	ID     string `json:"id,omitzero"`    // of the silence
	Actor  string `json:"actor,omitzero"` // opaque reference of who ends it
	Reason string `json:"reason,omitzero"`
}

// ParseSilenceEnd reads a request.
func ParseSilenceEnd(b []byte) (s SilenceEnd, err error) {
	err = readDocument(b, &s)
	return s, err
}
