package inquiry

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Knowledge is what queries are answered from: what is known, or what was known
// at an instant.
type Knowledge interface {
	Reader
	Analyst
	Scorer
	FlowReader
	Overseer
	// Zone is where the dates in queries are.
	Zone() *time.Location
	// Countings are the counting policies: every version of each.
	Countings() []domain.CountingPolicy
}

// Reader answers queries about dossiers.
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

// Analyst answers queries about the figures of a report.
type Analyst interface {
	Statistics(ctx context.Context, q ontime.Query, least uint64) (ontime.Report, error)
	// Behind returns a page of the dossiers that a number of the report counts.
	Behind(ctx context.Context, q ontime.CellQuery, least uint64) (register.Page, error)
}

// Scorer scores by scorecards.
type Scorer interface {
	ScorecardList() []scorecard.Summary
	// Scorecard fails with [domain.CodeUnknown] where there is none of that name.
	Scorecard(ctx context.Context, name string, q scorecard.Query, least uint64) (scorecard.Report, error)
}

// FlowReader says where the dossiers' time went.
type FlowReader interface {
	// Flow returns the report of one of [flow.Names].
	Flow(ctx context.Context, analysis string, q flow.Query, least uint64) (flow.Report, error)
}

// Overseer tells which alerts fire and why, and which are silenced.
type Overseer interface {
	Alerts(ctx context.Context, q supervision.Query, least uint64) (supervision.Page, error)
	// Why takes an empty receiver for anybody.
	Why(ctx context.Context, code, receiver string, least uint64) ([]supervision.Story, error)
	// Silences returns those that are in force or to come, or all.
	Silences(ctx context.Context, ended bool, least uint64) ([]domain.Silence, error)
}
