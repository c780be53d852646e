// Package notify carries alerts outside: every message that the log makes about
// an alert (see [supervision]) becomes one in the stream ALERTS, which supervisors
// subscribe to.
//
// # Stored form
//
// Stream ALERTS, subjects alert.<province>.<agency>.<rung>.<code> ('.' in an id
// is written '_'), body one JSON object ([Alert]). The stream is the log's
// messages in the log's order and nothing else: message n+1 is published with the
// expectation that message n is the last, and every message carries the position
// of its commit in the log and its number in it. Messages that wait together are
// published as one atomic batch, of which the first carries the expectation: the
// broker takes all of them or none. So any number of engines, restarts and crashes
// publish each message exactly once: whoever is second meets a conflict, reads the
// last message, and goes on behind it.
package notify

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Alert is a message to supervisors: that a dossier nears or has passed a due, is
// stopped or waits for too long, that this is so still, or no more. It holds
// nothing personal. Names must not change.
type Alert struct {
	ID        supervision.ID   `json:"id"`       // of the message: "position-index"
	Position  uint64           `json:"position"` // of its commit in the log
	Index     int              `json:"index"`    // of the message in its commit
	Kind      supervision.Kind `json:"kind"`     // new, escalated, reminder or resolved
	Alert     supervision.ID   `json:"alert"`    // the alert that it speaks of: the id of the message that raised it
	Cause     string           `json:"cause,omitzero"`
	Type      domain.Type      `json:"type"` // deadline.approached or deadline.missed
	Code      domain.Code      `json:"code"`
	Province  string           `json:"province"`
	Agency    string           `json:"agency"`
	Unit      string           `json:"unit,omitzero"`    // that holds the dossier
	Officer   string           `json:"officer,omitzero"` // opaque reference
	Procedure string           `json:"procedure"`
	Field     string           `json:"field,omitzero"`
	Clock     domain.ClockName `json:"clock"`
	Rung      string           `json:"rung"`
	Revision  int              `json:"revision"`
	Level     domain.Level     `json:"level"`    // how far up the organisation it goes
	Critical  bool             `json:"critical"` // is told alone, not in a digest
	Receivers []string         `json:"receivers"`
	// Suppressed says what mutes the alert, and why: the message is on record,
	// and is not for people. It is told again when nothing mutes it.
	Suppressed *supervision.Suppression `json:"suppressed,omitzero"`
	Instant    time.Time                `json:"instant"`           // when the rung was reached
	Due        time.Time                `json:"due"`               // of the clocks pause and collection: where they began
	Worked     int64                    `json:"worked_seconds"`    // working time from the due to the message; negative before it
	Workday    int64                    `json:"workday_seconds"`   // the length of the usual working day
	Recorded   time.Time                `json:"recorded"`          // when the engine recorded what the message says
	Reminded   int                      `json:"reminded,omitzero"` // how often the alert was told again before
	Vi         string                   `json:"vi"`                // a sentence in Vietnamese
	En         string                   `json:"en"`                // the same in English
}

// Subject returns the alert's subject.
func (a *Alert) Subject() string {
	subject := "alert"
	for _, id := range [...]string{a.Province, a.Agency, a.Rung, string(a.Code)} {
		token, err := domain.Token(id)
		if err != nil {
			token = "-" // can't be: all four were checked when they were accepted
		}
		subject += "." + token
	}
	return subject
}

// Place returns where the message stands in the log. One of an engine that wrote
// no id says its position alone.
func (a *Alert) Place() supervision.ID { return supervision.ID{Position: a.Position, Index: a.Index} }

// alertOf returns the message as it is published.
func alertOf(m *supervision.Message, texts *Texts) Alert {
	v := &m.Alert
	a := Alert{
		ID: m.ID, Position: m.ID.Position, Index: m.ID.Index, Kind: m.Kind, Alert: v.ID, Cause: m.Cause,
		Type: v.Type, Code: v.Code, Province: v.Province, Agency: v.Agency, Unit: v.Unit, Officer: v.Officer,
		Procedure: v.Procedure, Field: v.Field, Clock: v.Clock, Rung: v.Rung, Revision: v.Revision,
		Level: v.Level, Critical: v.Critical, Receivers: v.Receivers, Suppressed: v.Suppressed,
		Instant: v.Instant, Due: v.Due, Recorded: m.At.In(v.Due.Location()), Reminded: v.Reminded,
		Worked: int64(m.Worked / time.Second), Workday: int64(m.WorkdayHas / time.Second),
	}
	a.Vi, a.En = texts.say(m)
	return a
}
