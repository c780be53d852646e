// Package notify carries alerts outside: every rung of the alert ladder that
// the log records becomes one message in the stream ALERTS, which supervisors
// subscribe to.
//
// # Stored form
//
// Stream ALERTS, subjects alert.<province>.<agency>.<rung>.<code> ('.' in an id
// is written '_'), body one JSON object ([Alert]). The stream is the log's
// rungs in the log's order and nothing else: alert n+1 is published with the
// expectation that alert n is the last, and every alert carries the position of
// its rung in the log. So any number of engines, restarts and crashes publish
// each alert exactly once: whoever is second meets a conflict, reads the last
// alert, and goes on behind it.
package notify

import (
	"fmt"
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// Alert tells a supervisor that a dossier nears or has passed a due. It holds
// nothing personal.
type Alert struct {
	ID        string           `json:"id"` // of the alert: the same in every copy of it
	Kind      string           `json:"kind"`
	Position  uint64           `json:"position"` // of the rung in the log
	Type      domain.Type      `json:"type"`     // deadline.approached or deadline.missed
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
	Instant   time.Time        `json:"instant"` // when the rung was reached
	Due       time.Time        `json:"due"`
	Recorded  time.Time        `json:"recorded"` // when the engine recorded it
	Level     string           `json:"level,omitzero"`
	Critical  bool             `json:"critical,omitzero"`  // does not wait for the morning's digest
	Receivers []string         `json:"receivers,omitzero"` // opaque references
	Vi        string           `json:"vi"`                 // a sentence in Vietnamese
	En        string           `json:"en"`                 // the same in English
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

// alertOf returns the alert that an event raises; false for one that raises
// none.
func alertOf(e domain.Event, position uint64, d *domain.Dossier) (Alert, bool) {
	rung := domain.RungOf(e.Data)
	if rung == nil {
		return Alert{}, false
	}
	holder := d.Holder()
	a := Alert{
		ID: strconv.FormatUint(position, 10), Kind: "new", Critical: e.Type == domain.TypeMissed,
		Position: position, Type: e.Type, Code: domain.Code(e.Subject),
		Province: d.Province, Agency: d.Agency, Unit: holder.Unit, Officer: holder.Officer,
		Procedure: d.Procedure, Field: d.Field,
		Clock: rung.Clock, Rung: rung.Rung, Revision: rung.Revision,
		Instant: rung.Instant, Due: rung.Due, Recorded: e.RecordedAt.In(rung.Due.Location()),
	}
	a.Vi, a.En = a.sentences()
	return a, true
}

// clockWords names the clocks to people: Vietnamese, English.
var clockWords = map[domain.ClockName][2]string{
	domain.DossierClock:     {"hạn giải quyết", "the due"},
	domain.StepClock:        {"hạn của bước xử lý", "the step's due"},
	domain.IntakeClock:      {"hạn tiếp nhận", "the intake's due"},
	domain.AppointmentClock: {"ngày hẹn trả lại", "the new appointment"},
	domain.SupplementClock:  {"hạn bổ sung của người nộp", "the applicant's due for the supplement"},
}

func (a *Alert) sentences() (vi, en string) {
	words := clockWords[a.Clock]
	due := a.Due.Format("15:04 02/01/2006")
	if a.Type == domain.TypeMissed {
		return fmt.Sprintf("Hồ sơ %s đã quá %s (%s).", a.Code, words[0], due),
			fmt.Sprintf("Dossier %s has passed %s (%s).", a.Code, words[1], due)
	}
	return fmt.Sprintf("Hồ sơ %s sắp đến %s: %s.", a.Code, words[0], due),
		fmt.Sprintf("Dossier %s nears %s: %s.", a.Code, words[1], due)
}
