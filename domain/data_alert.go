package domain

import "time"

// The structs of this file are the stored form of what supervisors do about
// alerts: the names in the JSON tags are never changed. What a field means is
// said in its jsonschema tag.

// AlertAcknowledged: a supervisor has seen the alert and acts on it. It is not
// repeated until the acknowledgement expires.
type AlertAcknowledged struct {
	RaisedRung
	Until time.Time `json:"until,omitzero" jsonschema:"when it expires; 72 hours after its time where absent, 31 days at most"`
	Note  string    `json:"note,omitzero" jsonschema:"what is done about it, without personal data"`
}

// AlertSnoozed: the alert is to come again on a working morning.
type AlertSnoozed struct {
	RaisedRung
	Until time.Time `json:"until" jsonschema:"the opening of a working day, 31 days away at most"`
	Note  string    `json:"note,omitzero"`
}

// AlertReminded: an alert that was acknowledged, snoozed or suppressed fires
// still, and supervisors are told (again).
type AlertReminded struct {
	RaisedRung
	Number int            `json:"number" jsonschema:"of the alert's reminders, from 1"`
	Cause  ReminderReason `json:"cause" jsonschema:"what has ended"`
}

// SilenceSet mutes the alerts that its matcher names, until its end. Its id is
// the subject; it begins with the event's time.
type SilenceSet struct {
	Matcher
	All    bool      `json:"all,omitzero" jsonschema:"mutes every alert: the system is paused"`
	Author string    `json:"author" jsonschema:"opaque reference of who answers for it"`
	Reason string    `json:"reason"`
	Until  time.Time `json:"until" jsonschema:"31 days after its time at most"`
}

// SilenceEnded: the silence is over before its end.
type SilenceEnded struct {
	Reason string `json:"reason,omitzero"`
}

// Matcher names alerts: those that have every value that is given.
type Matcher struct {
	Province  string    `json:"province,omitzero"`
	Agency    string    `json:"agency,omitzero"`
	Unit      string    `json:"unit,omitzero" jsonschema:"that holds the dossier"`
	Officer   string    `json:"officer,omitzero" jsonschema:"who holds the dossier"`
	Procedure string    `json:"procedure,omitzero"`
	Field     string    `json:"field,omitzero"`
	Clock     ClockName `json:"clock,omitzero"`
	Rung      string    `json:"rung,omitzero"`
}
