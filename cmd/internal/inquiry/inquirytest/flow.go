package inquirytest

import (
	"context"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/flow"
)

// Flow answers dwell with one row, and every other analysis with an empty report.
func (e *Engine) Flow(_ context.Context, analysis string, q flow.Query, least uint64) (flow.Report, error) {
	report, err := flow.Empty(analysis)
	if err != nil {
		return nil, err
	}
	top := report.Top()
	top.Analysis, top.From, top.To = analysis, q.From, q.To
	if dwell, is := report.(*flow.Dwell); is {
		limit, _ := calendar.ParseLimit("3workday")
		dwell.By = "unit"
		dwell.Rows = []flow.DwellRow{{No: 1, Key: "=p1", Stays: 2, There: 1, Running: 90e9, Limits: []calendar.Limit{limit}, Limited: 1}}
	}
	return report, e.ask("%s %s to %s by %q of unit %q, times %d, reminders %d, days %d, limit %d from %d",
		analysis, q.From, q.To, q.By, q.Filter.Unit, q.Times, q.Reminders, q.Days, q.Limit, least)
}
