package inquirytest

import (
	"context"

	"github.com/hoso-engine/dossier/projections/scorecard"
)

// ScorecardList implements [inquiry.Scorer].
func (e *Engine) ScorecardList() []scorecard.Summary {
	return []scorecard.Summary{{Name: "qd-766", Version: 1, Maximum: "100.00"}}
}

// Scorecard implements [inquiry.Scorer].
func (e *Engine) Scorecard(_ context.Context, name string, q scorecard.Query, least uint64) (scorecard.Report, error) {
	report := scorecard.Report{
		Scorecard: name, Version: 1, From: q.Period.From, To: q.Period.To, By: q.By,
		Criteria: []scorecard.Criterion{{ID: "on-time", Group: "progress", Title: scorecard.Text{VI: "Đúng hạn"}, Formula: "on_time / received", Unit: scorecard.UnitPercent, Maximum: "20.00"}},
		Whole:    scorecard.Sheet{Criteria: []scorecard.Line{{ID: "on-time", Status: scorecard.Valued, Value: "97.60", Points: "19.52"}}},
	}
	return report, e.ask("scorecard %s from %s to %s by %s of %s from %d", name, q.Period.From, q.Period.To, q.By, q.Period.Filter.Agency, least)
}
