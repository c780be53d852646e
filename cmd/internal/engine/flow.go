package engine

import (
	"context"

	"github.com/hoso-engine/dossier/projections/flow"
)

// Flow returns the report of an analysis of where the dossiers' time went. One
// that is not known is refused with [domain.CodeUnknown].
func (e *Engine) Flow(ctx context.Context, analysis string, q flow.Query, least uint64) (report flow.Report, err error) {
	reached := max(least, e.Position()) // the report shows at least what had been applied before
	var failed error
	err = e.Runner.Read(ctx, least, func() {
		report, failed = flow.Of(analysis, e.Table.Columns(), e.Reference.Registry(), q)
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	report.Top().Position = reached
	name := e.rowNames("unit,agency")
	report.Name(func(by, key string) string {
		if by == "unit" || by == "agency" {
			return name(by, key)
		}
		return "" // steps are their own names, officers opaque references
	})
	return report, nil
}
