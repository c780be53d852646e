// Package engine takes what desks say happened, decides, writes the log, and
// answers queries from the projections.
//
// A request holds events about any number of dossiers. Events about one dossier
// are decided in order, each (or each transaction) on its own; those about
// different dossiers side by side. What is accepted of one dossier becomes one
// commit, appended behind the subject's last record; its results are given when
// the store says that it is durable. Several engines may write one log: expected
// positions keep them from overwriting each other, a conflict is read and decided
// anew.
//
// Time-driven facts (a rung of the alert ladder, a reminder, a due that a new
// calendar moves) are decided and appended the same way, see [Engine.Run].
package engine

import (
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/scorecard"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Options are an engine's parts and choices.
type Options struct {
	Store     eventstore.Store
	Runner    *projections.Runner // runs Reference, Table, Ladder and Board
	Recent    *Recent             // what Runner decodes by; nil: it decodes every record
	Reference *projections.Reference
	Table     *register.Table
	Ladder    *overdue.Ladder
	Board     *supervision.Board
	// Scorecards are those that can be asked for; nil: none.
	Scorecards *scorecard.Library
	Metrics    *Metrics
	Logger     *slog.Logger
	Now        func() time.Time // the engine's clock; it drives every rule
	// Writable is asked before each append why nothing can be written now; it says
	// nil where it can. failing tells that the last append was not answered, so
	// that a closer look is worth while. nil: everything may be tried.
	Writable func(failing bool) error

	// Unproven reports whether the projections began with a snapshot that the log has
	// not proven yet: then rungs are decided by the log alone. Nil stands for no.
	Unproven func() bool
	// HotDossiers is how many dossiers are kept ready for the next event; more
	// are read back when they are written to. 0: 100,000.
	HotDossiers int
	// InFlight is how many commits may be under way at once, 0: 1,024. Waiting is how
	// many of publishers wait beside them, 0: 8,192; more are refused as busy, and so
	// are those whose request ends first.
	InFlight, Waiting int
}

// Engine decides and answers. All methods may be called concurrently.
type Engine struct {
	Options
	tracks   *tracks
	slots    chan struct{} // one for each commit under way
	underWay atomic.Int64  // commits of publishers, those that wait included
	writing  writeHealth
	alarm    alarm       // how late the alert clock is
	begun    atomic.Bool // the log was read to its end: see begin
	memories *memories
	zone     *time.Location // of dates in queries while no calendar is known
}

// New returns an engine over its parts. It does nothing until it is called;
// [Engine.Run] drives its time.
func New(o Options) *Engine {
	if o.HotDossiers == 0 {
		o.HotDossiers = 100_000
	}
	if o.InFlight == 0 {
		o.InFlight = 1024
	}
	if o.Waiting == 0 {
		o.Waiting = 8192
	}
	return &Engine{Options: o, tracks: newTracks(o.HotDossiers), slots: make(chan struct{}, o.InFlight), memories: newMemories(), zone: time.UTC}
}

// stamp gives the events that the rules added an id of their own. UUIDv7 begins
// with the time, so that ids sort as they were made.
func stamp(events []domain.Event) error {
	for i := range events {
		if events[i].ID != "" {
			continue
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		events[i].ID = id.String()
	}
	return nil
}
