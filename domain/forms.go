package domain

import (
	"maps"
	"slices"
)

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
	TypeAlertAcknowledged:   {kind: KindDossier, version: 1, make: func() Data { return new(AlertAcknowledged) }},
	TypeAlertSnoozed:        {kind: KindDossier, version: 1, make: func() Data { return new(AlertSnoozed) }},
	TypeAlertReminded:       {kind: KindDossier, version: 1, make: func() Data { return new(AlertReminded) }, engine: true},

	TypeProcedurePublished: {kind: KindProcedure, version: 1, make: func() Data { return new(ProcedurePublished) }},
	TypeProcedureAmended:   {kind: KindProcedure, version: 1, make: func() Data { return new(ProcedureAmended) }},
	TypeProcedureAbolished: {kind: KindProcedure, version: 1, make: func() Data { return new(ProcedureAbolished) }},
	TypeUnitDefined:        {kind: KindUnit, version: 1, make: func() Data { return new(UnitDefined) }},
	TypeCalendarChanged:    {kind: KindCalendar, version: 1, make: func() Data { return new(CalendarChanged) }},
	TypePolicyChanged:      {kind: KindPolicy, version: 1, make: func() Data { return new(PolicyChanged) }},
	TypeCountingChanged:    {kind: KindCounting, version: 1, make: func() Data { return new(CountingChanged) }},
	TypeIndicatorRecorded:  {kind: KindIndicator, version: 1, make: func() Data { return new(IndicatorRecorded) }},
	TypeTargetSet:          {kind: KindTarget, version: 1, make: func() Data { return new(TargetSet) }},
	TypeSilenceSet:         {kind: KindSilence, version: 1, make: func() Data { return new(SilenceSet) }},
	TypeSilenceEnded:       {kind: KindSilence, version: 1, make: func() Data { return new(SilenceEnded) }},
}

// Kinds of things that events speak of; the second token of a registry subject.
const (
	KindDossier   = "dossier"
	KindProcedure = "procedure"
	KindUnit      = "unit"
	KindCalendar  = "calendar"
	KindPolicy    = "policy"
	KindCounting  = "counting"
	KindIndicator = "indicator"
	KindTarget    = "target"
	KindSilence   = "silence"
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

// Types lists every type, sorted.
func Types() []Type { return slices.Sorted(maps.Keys(forms)) }

// TypeOf returns the type of the data's event; empty for no data.
func TypeOf(data Data) Type {
	if layout := layoutOf(data); layout != nil {
		return layout.typ
	}
	return ""
}
