package natsapi

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
)

// Engine is what the service asks. All methods may be called concurrently;
// errors are [*domain.Error], and any other is a failure of the engine. least is
// the position that an answer must have reached: the engine waits for it until
// ctx ends.
type Engine interface {
	Submitter
	Reader
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

// Reader answers queries.
type Reader interface {
	Dossier(ctx context.Context, code string, least uint64) (register.View, error)
	History(ctx context.Context, code string, least uint64) ([]domain.Event, error)
	// Commits returns the history as it was written, with its positions.
	Commits(ctx context.Context, code string, least uint64) ([]eventstore.Commit, error)
	// Clock takes the zero instant for now.
	Clock(ctx context.Context, code string, at time.Time, least uint64) (domain.ClockView, error)
	List(ctx context.Context, q register.Query, least uint64) (register.Page, error)
	Form(ctx context.Context, q forms.Query, least uint64) (forms.Form, error)
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
