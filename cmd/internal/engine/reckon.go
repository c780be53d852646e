package engine

import (
	"context"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Calendar returns the version of a calendar that is in force; empty stands for
// the default one.
func (e *Engine) Calendar(ctx context.Context, id string, least uint64) (calendar.Spec, error) {
	if id == "" {
		id = domain.DefaultCalendarID
	}
	if err := e.Runner.Wait(ctx, least); err != nil {
		return calendar.Spec{}, err
	}
	c, known := e.Reference.Registry().Calendar(id)
	if !known {
		return calendar.Spec{}, &domain.Error{Code: domain.CodeUnknown, Field: "id", Message: "calendar \"" + id + "\" is not published"}
	}
	return c.Spec(), nil
}

// Due returns what a desk prints on a receipt.
func (e *Engine) Due(ctx context.Context, q domain.SlipQuery, least uint64) (domain.Slip, error) {
	if err := e.Runner.Wait(ctx, least); err != nil {
		return domain.Slip{}, err
	}
	return q.Slip(e.Reference.Registry())
}

// Measure returns the working time between two instants.
func (e *Engine) Measure(ctx context.Context, q domain.MeasureQuery, least uint64) (domain.Measurement, error) {
	if err := e.Runner.Wait(ctx, least); err != nil {
		return domain.Measurement{}, err
	}
	return q.Measure(e.Reference.Registry())
}

// PreviewCalendar returns what the version of a calendar would do to the dossiers
// in hand if it were published now. It decides as [Engine.Recalculate] would, and
// writes nothing.
func (e *Engine) PreviewCalendar(ctx context.Context, spec calendar.Spec, least uint64) (*domain.Preview, error) {
	var preview *domain.Preview
	var failed error
	err := e.Runner.Read(ctx, least, func() {
		now := e.Now()
		var then *domain.Registry
		if preview, then, failed = e.Reference.Registry().PreviewCalendar(spec, now); failed != nil {
			return
		}
		for d := range e.Table.All() {
			if failed = preview.Take(d, then, now); failed != nil {
				return
			}
		}
		preview.Close(domain.MostListed)
	})
	if err == nil {
		err = failed
	}
	return preview, err
}

// WhatIf returns which verdicts would differ under other rules.
func (e *Engine) WhatIf(ctx context.Context, q domain.WhatIfQuery, least uint64) (*domain.WhatIf, error) {
	zone := e.Zone()
	other, err := q.Alternative(zone)
	if err != nil {
		return nil, err
	}
	var answer *domain.WhatIf
	err = e.Runner.Read(ctx, least, func() {
		answer = q.Begin(zone, e.Now())
		registry := e.Reference.Registry()
		for d := range e.Table.All() {
			if q.Matches(d) {
				answer.Take(d, other, registry)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	answer.Close(q.Listed())
	return answer, nil
}

// Procedures returns a page of the procedures after the given code, each in its
// latest version.
func (e *Engine) Procedures(ctx context.Context, after string, most int, least uint64) (domain.ProcedurePage, error) {
	if err := e.Runner.Wait(ctx, least); err != nil {
		return domain.ProcedurePage{}, err
	}
	return e.Reference.Registry().ProceduresAfter(after, most), nil
}
