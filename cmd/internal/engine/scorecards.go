package engine

import (
	"context"

	"github.com/hoso-engine/dossier/projections/scorecard"
)

// ScorecardList lists the scorecards that can be asked for.
func (e *Engine) ScorecardList() []scorecard.Summary { return e.Scorecards.Summaries() }

// Scorecard returns the scores of a period. Rows are only counted while nothing
// is applied; formulas are computed after.
func (e *Engine) Scorecard(ctx context.Context, name string, q scorecard.Query, least uint64) (scorecard.Report, error) {
	card, err := e.Scorecards.Card(name)
	if err != nil {
		return scorecard.Report{}, err
	}
	reached := max(least, e.Position()) // the report shows at least what had been applied before
	var tally *scorecard.Tally
	err = e.Runner.Read(ctx, least, func() {
		tally = card.Tally(e.Table.Columns(), e.Reference.Registry(), q)
	})
	if err != nil {
		return scorecard.Report{}, err
	}
	report := tally.Report()
	report.Position = reached
	report.NameRows(namesOf(e.Reference.Registry(), q.By))
	return report, nil
}
