package domain

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// What the publisher said makes the fingerprint, what the engine adds does not.
func TestFingerprint(t *testing.T) {
	said := func() Event {
		return Event{
			ID: "1", Source: "urn:desk", Type: TypeExtended, Subject: "H37.13-260115-0001", At: local("2026-01-15T09:00"), Actor: "a", Transaction: "t",
			Data: &Extended{Reason: "chờ ý kiến", Cause: Objective},
		}
	}
	limit, err := calendar.ParseLimit("2workday")
	if err != nil {
		t.Fatal(err)
	}
	first := said()
	for name, change := range map[string]func(*Event){
		"type":        func(e *Event) { e.Type, e.Data = TypeFeePaid, &FeePaid{} },
		"subject":     func(e *Event) { e.Subject = "H37.13-260115-0002" },
		"time":        func(e *Event) { e.At = e.At.Add(time.Millisecond) },
		"actor":       func(e *Event) { e.Actor = "b" },
		"transaction": func(e *Event) { e.Actor, e.Transaction = "at", "" },
		"a text":      func(e *Event) { e.Data.(*Extended).Reason = "chờ ý kiến." },
		"a limit":     func(e *Event) { e.Data.(*Extended).By = limit },
		"an instant":  func(e *Event) { e.Data.(*Extended).Appointment = local("2026-01-20T17:00") },
	} {
		other := said()
		change(&other)
		if other.Fingerprint() == first.Fingerprint() {
			t.Errorf("another %s has the same fingerprint", name)
		}
	}
	accepted := said()
	accepted.ID, accepted.Backdated, accepted.Sequence, accepted.RecordedAt = "2", true, 7, local("2026-01-15T09:01")
	if accepted.Fingerprint() != first.Fingerprint() {
		t.Error("what the engine sets changes the fingerprint")
	}
}
