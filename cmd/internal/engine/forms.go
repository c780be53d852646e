package engine

import (
	"context"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// Form fills in a form.
func (e *Engine) Form(ctx context.Context, q forms.Query, least uint64) (forms.Form, error) {
	switch q.Name {
	case forms.LateList:
		return e.lateForm(ctx, q, least)
	case forms.Register:
		return e.registerForm(ctx, q, least)
	case forms.Control:
		return e.controlForm(ctx, q, least)
	}
	q.Detail = ontime.FormOnly // no form prints more
	report, err := e.Statistics(ctx, q.Query, least)
	if err != nil {
		return nil, err
	}
	return forms.ReportOf(report, q, e.Reference.Registry()), nil
}

func (e *Engine) lateForm(ctx context.Context, q forms.Query, least uint64) (forms.Form, error) {
	registry, reached := e.Reference.Registry(), max(least, e.Position())
	var items []ontime.LateItem
	err := e.Runner.Read(ctx, least, func() {
		items = ontime.LateList(e.Table.Columns(), q.Query, ontime.CalendarOf(registry))
	})
	if err != nil {
		return nil, err
	}
	return forms.LateOf(items, q, reached, registry), nil
}

func (e *Engine) registerForm(ctx context.Context, q forms.Query, least uint64) (forms.Form, error) {
	reached := max(least, e.Position())
	var filled forms.Entries
	var failed error
	err := e.Runner.Read(ctx, least, func() {
		filled, failed = forms.EntriesOf(e.Table.Find(q.Filter), q, reached, e.Reference.Registry())
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return filled, nil
}

func (e *Engine) controlForm(ctx context.Context, q forms.Query, least uint64) (forms.Form, error) {
	at, reached, zone := q.At, max(least, e.Position()), e.Zone()
	if at.IsZero() {
		at = e.Now()
	}
	var filled forms.ControlSheet
	var failed error = unknownDossier(q.Code)
	err := e.Runner.Read(ctx, least, func() {
		d, found := e.Table.Dossier(domain.Code(q.Code))
		if !found {
			return
		}
		registry := e.Reference.Registry()
		var rules domain.Rules
		if rules, failed = d.RulesAt(registry, at); failed == nil {
			filled = forms.ControlOf(d, d.ClockAt(at, rules), zone, reached, registry)
		}
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return filled, nil
}
