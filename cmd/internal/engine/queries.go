package engine

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Every query takes the position that its answer must have reached (a result's
// seq; 0 for any): it waits for it until ctx ends, then fails with
// [domain.CodeNotVisible].

// rooms are where dossiers are unpacked to be looked up. With new memory for each a
// look-up takes a tenth longer, the slowest in a hundred twice as long.
var rooms = sync.Pool{New: func() any { return new(domain.Dossier) }}

// Dossier returns one dossier.
func (e *Engine) Dossier(ctx context.Context, code string, min uint64) (register.View, error) {
	var view register.View
	found := false
	err := e.Runner.Read(ctx, min, func() {
		d := rooms.Get().(*domain.Dossier)
		defer rooms.Put(d)
		if found = e.Table.Read(domain.Code(code), d); found {
			view = e.Table.View(d, e.Now())
		}
	})
	if err == nil && !found {
		err = unknownDossier(code)
	}
	return view, err
}

// History returns the dossier's events in order, as the log keeps them.
func (e *Engine) History(ctx context.Context, code string, min uint64) ([]domain.Event, error) {
	commits, err := e.Commits(ctx, code, min)
	var history []domain.Event
	for _, c := range commits {
		history = append(history, c.Events...)
	}
	return history, err
}

// subjectOf returns where the log keeps the dossier.
func (e *Engine) subjectOf(ctx context.Context, code string, min uint64) (subject string, err error) {
	err = e.Runner.Read(ctx, min, func() { subject, _ = e.Table.Subject(domain.Code(code)) })
	if err == nil && subject == "" {
		err = unknownDossier(code)
	}
	return subject, err
}

// Clock returns what the dossier's clocks show at the instant; now where it is
// zero.
func (e *Engine) Clock(ctx context.Context, code string, at time.Time, min uint64) (domain.ClockView, error) {
	if at.IsZero() {
		at = e.Now()
	}
	view := domain.ClockView{}
	var failed error = unknownDossier(code)
	err := e.Runner.Read(ctx, min, func() {
		d, found := e.Table.Dossier(domain.Code(code))
		if !found {
			return
		}
		var rules domain.Rules
		if rules, failed = d.RulesAt(e.Reference.Registry(), at); failed == nil {
			view = d.ClockAt(at, rules)
		}
	})
	if err != nil {
		return view, err
	}
	return view, failed
}

// List returns a page of dossiers.
func (e *Engine) List(ctx context.Context, q register.Query, min uint64) (page register.Page, err error) {
	err = e.Runner.Read(ctx, min, func() { page = e.Table.List(q) })
	return page, err
}

// Statistics returns form II.06a/VPCP/KSTT and the on-time rates. Errors are those
// of [ontime.Bounded].
func (e *Engine) Statistics(ctx context.Context, q ontime.Query, min uint64) (report ontime.Report, err error) {
	reached := max(min, e.Position()) // the report shows at least what had been applied before
	var refused error
	err = e.Runner.Read(ctx, min, func() { report, refused = ontime.Bounded(e.Table.Columns(), q) })
	if err := cmp.Or(err, refused); err != nil {
		return report, err
	}
	report.Position = reached
	report.NameRows(e.rowNames(report.By))
	return report, err
}

// Zone returns the zone of dates in queries: the default calendar's; of a past in
// which none was known yet, the present one's.
func (e *Engine) Zone() *time.Location {
	if c, ok := e.Reference.Registry().Calendar(domain.DefaultCalendarID); ok {
		return c.Location()
	}
	return e.zone
}
