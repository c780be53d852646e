package domain

import (
	"crypto/sha256"
	"time"

	"github.com/go-json-experiment/json"
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
)

// Types of reference facts.
const (
	TypeProcedurePublished Type = "procedure.published"
	TypeProcedureAmended   Type = "procedure.amended"
	TypeProcedureAbolished Type = "procedure.abolished"
	TypeUnitDefined        Type = "unit.defined"
	TypeCalendarChanged    Type = "calendar.changed"
	TypePolicyChanged      Type = "policy.changed"
	TypeIndicatorRecorded  Type = "indicator.recorded"
	TypeTargetSet          Type = "target.set"
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
	// tolerance is meant so.
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

// form describes one event type.
type form struct {
	make    func() Data // a new pointer to the data's struct
	kind    string      // "dossier", or the kind of reference fact
	engine  bool        // only the engine publishes it
	version int         // of the data's JSON form
}

// forms is every event type there is.
var forms = map[Type]form{
	TypeSubmitted:           {kind: KindDossier, version: 1, make: func() Data { return new(Submitted) }},
	TypeReceived:            {kind: KindDossier, version: 1, make: func() Data { return new(Received) }},
	TypeRefused:             {kind: KindDossier, version: 1, make: func() Data { return new(Refused) }},
	TypeDeadlineSet:         {kind: KindDossier, version: 1, make: func() Data { return new(DeadlineSet) }, engine: true},
	TypeTransferred:         {kind: KindDossier, version: 1, make: func() Data { return new(Transferred) }},
	TypeSupplementRequested: {kind: KindDossier, version: 1, make: func() Data { return new(SupplementRequested) }},
	TypeSupplementReceived:  {kind: KindDossier, version: 1, make: func() Data { return new(SupplementReceived) }},
	TypePaused:              {kind: KindDossier, version: 1, make: func() Data { return new(Paused) }},
	TypeResumed:             {kind: KindDossier, version: 1, make: func() Data { return new(Resumed) }},
	TypeExtended:            {kind: KindDossier, version: 1, make: func() Data { return new(Extended) }},
	TypeCompleted:           {kind: KindDossier, version: 1, make: func() Data { return new(Completed) }},
	TypeReturned:            {kind: KindDossier, version: 1, make: func() Data { return new(Returned) }},
	TypeWithdrawn:           {kind: KindDossier, version: 1, make: func() Data { return new(Withdrawn) }},
	TypeTerminated:          {kind: KindDossier, version: 1, make: func() Data { return new(Terminated) }},
	TypeApproached:          {kind: KindDossier, version: 1, make: func() Data { return new(Approached) }, engine: true},
	TypeMissed:              {kind: KindDossier, version: 1, make: func() Data { return new(Missed) }, engine: true},
	TypeExplained:           {kind: KindDossier, version: 1, make: func() Data { return new(Explained) }},
	TypeReminded:            {kind: KindDossier, version: 1, make: func() Data { return new(Reminded) }},
	TypeFeePaid:             {kind: KindDossier, version: 1, make: func() Data { return new(FeePaid) }},
	TypeRated:               {kind: KindDossier, version: 1, make: func() Data { return new(Rated) }},
	TypeCorrected:           {kind: KindDossier, version: 1, make: func() Data { return new(Corrected) }},

	TypeProcedurePublished: {kind: KindProcedure, version: 1, make: func() Data { return new(ProcedurePublished) }},
	TypeProcedureAmended:   {kind: KindProcedure, version: 1, make: func() Data { return new(ProcedureAmended) }},
	TypeProcedureAbolished: {kind: KindProcedure, version: 1, make: func() Data { return new(ProcedureAbolished) }},
	TypeUnitDefined:        {kind: KindUnit, version: 1, make: func() Data { return new(UnitDefined) }},
	TypeCalendarChanged:    {kind: KindCalendar, version: 1, make: func() Data { return new(CalendarChanged) }},
	TypePolicyChanged:      {kind: KindPolicy, version: 1, make: func() Data { return new(PolicyChanged) }},
	TypeIndicatorRecorded:  {kind: KindIndicator, version: 1, make: func() Data { return new(IndicatorRecorded) }},
	TypeTargetSet:          {kind: KindTarget, version: 1, make: func() Data { return new(TargetSet) }},
}

// Kinds of things that events speak of; the second token of a registry subject.
const (
	KindDossier   = "dossier"
	KindProcedure = "procedure"
	KindUnit      = "unit"
	KindCalendar  = "calendar"
	KindPolicy    = "policy"
	KindIndicator = "indicator"
	KindTarget    = "target"
)

// Known reports whether the engine knows the type.
func (t Type) Known() bool { _, ok := forms[t]; return ok }

// Kind returns what the type speaks of; empty for an unknown type.
func (t Type) Kind() string { return forms[t].kind }

// EngineOnly reports whether only the engine may publish the type.
func (t Type) EngineOnly() bool { return forms[t].engine }

// Version returns the version of the type's present JSON form.
func (t Type) Version() int { return forms[t].version }

// NewData returns a new, empty data value of the type (a pointer to its
// struct); nil for an unknown type.
func (t Type) NewData() Data {
	if f, ok := forms[t]; ok {
		return f.make()
	}
	return nil
}

// Fingerprint identifies what the publisher said: two events of one id are the
// same event if and only if their fingerprints are equal.
func (e *Event) Fingerprint() [16]byte {
	said := struct {
		Type, Subject, Actor, Transaction string
		At                                int64
		Data                              Data
	}{string(e.Type), e.Subject, e.Actor, e.Transaction, e.At.UnixMilli(), e.Data}
	b, err := json.Marshal(said, json.Deterministic(true))
	if err != nil {
		panic("domain: the data of an event can't be marshalled: " + err.Error()) // a closed set of plain structs
	}
	sum := sha256.Sum256(b)
	return [16]byte(sum[:16])
}
