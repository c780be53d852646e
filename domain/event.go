package domain

import (
	"time"
)

// Type is the type of an event: lower-case noun.verbed, never renamed.
type Type string

// Types of dossier events.
const (
	TypeSubmitted           Type = "dossier.submitted"
	TypeReceived            Type = "dossier.received"
	TypeRefused             Type = "dossier.refused"
	TypeDeadlineSet         Type = "deadline.set"
	TypeTransferred         Type = "dossier.transferred"
	TypeSupplementRequested Type = "supplement.requested"
	TypeSupplementReceived  Type = "supplement.received"
	TypePaused              Type = "dossier.paused"
	TypeResumed             Type = "dossier.resumed"
	TypeExtended            Type = "deadline.extended"
	TypeCompleted           Type = "dossier.completed"
	TypeReturned            Type = "dossier.returned"
	TypeWithdrawn           Type = "dossier.withdrawn"
	TypeTerminated          Type = "dossier.terminated"
	TypeApproached          Type = "deadline.approached"
	TypeMissed              Type = "deadline.missed"
	TypeExplained           Type = "lateness.explained"
	TypeReminded            Type = "reminder.issued"
	TypeFeePaid             Type = "fee.paid"
	TypeRated               Type = "dossier.rated"
	TypeCorrected           Type = "dossier.corrected"
	TypeAlertAcknowledged   Type = "alert.acknowledged"
	TypeAlertSnoozed        Type = "alert.snoozed"
	TypeAlertReminded       Type = "alert.reminded"
)

// Types of reference facts.
const (
	TypeProcedurePublished Type = "procedure.published"
	TypeProcedureAmended   Type = "procedure.amended"
	TypeProcedureAbolished Type = "procedure.abolished"
	TypeUnitDefined        Type = "unit.defined"
	TypeCalendarChanged    Type = "calendar.changed"
	TypePolicyChanged      Type = "policy.changed"
	TypeCountingChanged    Type = "counting.changed"
	TypeIndicatorRecorded  Type = "indicator.recorded"
	TypeTargetSet          Type = "target.set"
	TypeSilenceSet         Type = "silence.set"
	TypeSilenceEnded       Type = "silence.ended"
)

// EngineSource is the source of the events that the engine makes itself.
const EngineSource = "urn:dossier:engine"

// Event is one fact about a dossier or a reference fact.
type Event struct {
	ID      string // the publisher's own, unique per source
	Source  string // URI reference of the publisher
	Type    Type
	Subject string // the dossier's code, or the id of the reference fact
	At      time.Time
	Actor   string // opaque reference of the person who did it; may be empty
	// Transaction binds events about one dossier that must be accepted together
	// or not at all; empty for an event that stands alone.
	Transaction string
	// Backdated is the publisher's word that an At beyond the policy's
	// tolerance is meant so. In an accepted event it is the engine's mark that
	// At lies beyond it.
	Backdated bool
	Data      Data

	// Set by the engine when it accepts the event.
	RecordedAt time.Time
	Sequence   int // place in the dossier, from 1 without gaps
}

// Data is the typed content of an event. The set of implementations is closed:
// see the table forms.
type Data interface {
	// check names the first value that can't be accepted.
	check(c *checks)
}

// check refuses an event that no publisher could have meant: without identity,
// with a subject that can't be a code, with data that is not its type's.
func (e *Event) check() error {
	for _, a := range [...]struct{ name, value string }{{"id", e.ID}, {"source", e.Source}} {
		if a.value == "" {
			return refuse(CodeMissingField, "/"+a.name, "%s is missing", a.name)
		}
	}
	switch layout := layoutOf(e.Data); {
	case layout != nil && layout.typ == e.Type:
	case !e.Type.Known():
		return refuse(CodeUnknownType, "/type", "type %.80q is not known", string(e.Type))
	default:
		return refuse(CodeInvalidField, "/data", "data is not that of %s", e.Type)
	}
	if err := e.checkSubject(); err != nil {
		return err
	}
	c := checks{at: "/data/"}
	if e.Data.check(&c); c.err != nil {
		return c.err
	}
	return nil
}

func (e *Event) checkSubject() error {
	if e.Type.Kind() == KindDossier {
		_, err := ParseCode(e.Subject)
		return err
	}
	if err := checkToken(e.Subject); err != nil {
		err.Field = "/subject"
		return err
	}
	return nil
}

// Fingerprint identifies what the publisher said: two events of one id are the
// same event if and only if their fingerprints are equal. Backdated is left out:
// the engine sets it anew when it accepts the event.
func (e *Event) Fingerprint() [16]byte {
	return (*Texts)(nil).fingerprint(e)
}
