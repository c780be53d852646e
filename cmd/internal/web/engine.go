package web

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Engine is what the interface asks. All methods may be called concurrently;
// errors are [*domain.Error], and any other is a failure of the engine. least is
// the position that an answer must have reached: the engine waits for it until
// ctx ends.
type Engine interface {
	Submitter
	Reader
	// Zone is where the dates in queries are.
	Zone() *time.Location
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
	// Clock takes the zero instant for now.
	Clock(ctx context.Context, code string, at time.Time, least uint64) (domain.ClockView, error)
	List(ctx context.Context, q register.Query, least uint64) (register.Page, error)
	Statistics(ctx context.Context, q ontime.Query, least uint64) (ontime.Report, error)
	LateList(ctx context.Context, q ontime.Query, least uint64) ([]ontime.LateItem, error)
}
