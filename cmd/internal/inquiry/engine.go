package inquiry

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Engine is what the interfaces ask. All methods may be called concurrently;
// errors are [*domain.Error], and any other is a failure of the engine. least is
// the position that an answer must have reached: the engine waits for it until
// ctx ends.
type Engine interface {
	Submitter
	Reckoner
	Supervisor
	Historian
	Knowledge
	// Ready returns nil while the engine answers rightly, else what is wrong.
	Ready() error
	// Position is that of the last record which queries see.
	Position() uint64
}

// Submitter decides events.
type Submitter interface {
	// Submit returns one result for each event, in their order. It never fails
	// as a whole.
	Submit(ctx context.Context, events []domain.Parsed) []domain.Result
}

// Reckoner says what the calendars, policies and procedures in force make of
// dates, and what others would.
type Reckoner interface {
	// Calendar takes an empty id for the default one.
	Calendar(ctx context.Context, id string, least uint64) (calendar.Spec, error)
	Due(ctx context.Context, q domain.SlipQuery, least uint64) (domain.Slip, error)
	Measure(ctx context.Context, q domain.MeasureQuery, least uint64) (domain.Measurement, error)
	// PreviewCalendar and WhatIf write nothing.
	PreviewCalendar(ctx context.Context, spec calendar.Spec, least uint64) (*domain.Preview, error)
	WhatIf(ctx context.Context, q domain.WhatIfQuery, least uint64) (*domain.WhatIf, error)
	// Procedures returns those after the code, at most so many.
	Procedures(ctx context.Context, after string, most int, least uint64) (domain.ProcedurePage, error)
}

// Supervisor records what is done about alerts.
type Supervisor interface {
	Acknowledge(ctx context.Context, act domain.AlertAct) (domain.Result, error)
	Snooze(ctx context.Context, act domain.AlertAct) (domain.Result, error)
	// PreviewSilence writes nothing.
	PreviewSilence(ctx context.Context, s domain.SilenceRequest, least uint64) (supervision.Page, error)
	SetSilence(ctx context.Context, s domain.SilenceRequest) domain.Result
	EndSilence(ctx context.Context, s domain.SilenceEnd) domain.Result
}

// Historian tells what was known in the past.
type Historian interface {
	// KnownAt returns what was known at the instant, which takes as long as
	// reading the whole log.
	KnownAt(ctx context.Context, at time.Time, least uint64) (Knowledge, error)
	// Diff compares a report with itself as it was known, or counted, otherwise.
	// The words are those of [ontime.ParseSides].
	Diff(ctx context.Context, word func(name string) string, least uint64) (ontime.Diff, error)
	// Counting returns the counting policies of that name, all where it is
	// empty.
	Counting(ctx context.Context, name string, least uint64) (domain.CountingList, error)
}
