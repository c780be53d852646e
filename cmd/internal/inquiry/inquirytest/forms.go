package inquirytest

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/ontime/forms"
)

// Form fills in every form with a line or two.
func (e *Engine) Form(_ context.Context, q forms.Query, least uint64) (forms.Form, error) {
	return e.form(q), e.ask("form %s %s to %s of %s%s from %d", q.Name, q.From, q.To, q.Filter.Agency, q.Code, least)
}

func (e *Engine) form(q forms.Query) forms.Form {
	registry := domain.NewRegistry()
	switch q.Name {
	case forms.LateList:
		return forms.LateOf(lateItems(e.Zone()), q, 42, registry)
	case forms.Register:
		return forms.Entries{Form: "so-theo-doi", From: q.From, To: q.To, Dossiers: []forms.Entry{{Code: "H26-1", Applicant: "a-1"}}}
	case forms.Control:
		return forms.ControlSheet{Form: "phieu-kiem-soat", Code: domain.Code(q.Code)}
	}
	report := reportOf(q.Query)
	report.Counting = q.Counting
	return forms.ReportOf(report, q, registry)
}

func lateItems(zone *time.Location) []ontime.LateItem {
	return []ontime.LateItem{{
		Code: Code, Procedure: "1.000948", Field: "=Dược", Agency: "H26.103", Officer: "cb-17",
		Received: time.Date(2026, 1, 5, 9, 0, 0, 0, zone), Due: time.Date(2026, 1, 12, 17, 0, 0, 0, zone),
		Completed: time.Date(2026, 1, 14, 10, 15, 0, 0, zone), Days: 2, Workdays: 2,
		Cause: domain.Subjective, Apologised: true, Reminders: 3,
	}}
}
