package inquirytest

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Calendar implements [inquiry.Reckoner].
func (e *Engine) Calendar(_ context.Context, id string, least uint64) (calendar.Spec, error) {
	return calendar.Spec{ID: "vn", Version: 3}, e.ask("calendar %q from %d", id, least)
}

// Due implements [inquiry.Reckoner].
func (e *Engine) Due(_ context.Context, q domain.SlipQuery, least uint64) (domain.Slip, error) {
	return domain.Slip{Limit: q.Limit}, e.ask("due %s %s %s/%s/%s/%s from %d",
		q.Received.Format(time.RFC3339), q.Limit, q.Agency, q.Procedure, q.Channel, q.Case, least)
}

// Measure implements [inquiry.Reckoner].
func (e *Engine) Measure(_ context.Context, q domain.MeasureQuery, least uint64) (domain.Measurement, error) {
	return domain.Measurement{}, e.ask("measure %s to %s of %s from %d", q.From.Format(time.RFC3339), q.To.Format(time.RFC3339), q.Agency, least)
}

// PreviewCalendar implements [inquiry.Reckoner].
func (e *Engine) PreviewCalendar(_ context.Context, spec calendar.Spec, _ uint64) (*domain.Preview, error) {
	return &domain.Preview{}, e.ask("preview %s v%d", spec.ID, spec.Version)
}

// WhatIf implements [inquiry.Reckoner].
func (e *Engine) WhatIf(_ context.Context, q domain.WhatIfQuery, _ uint64) (*domain.WhatIf, error) {
	return &domain.WhatIf{}, e.ask("what if %s to %s, policy %t, %d procedures, limit %d", q.From, q.To, q.Policy != nil, len(q.Procedures), q.Listed())
}

// Procedures implements [inquiry.Reckoner].
func (e *Engine) Procedures(_ context.Context, after string, most int, least uint64) (domain.ProcedurePage, error) {
	return domain.ProcedurePage{}, e.ask("%d procedures after %q from %d", most, after, least)
}
