package web

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/projections/flow"
)

// FlowReader says where the dossiers' time went.
type FlowReader interface {
	// Flow returns the report of one of [flow.Names].
	Flow(ctx context.Context, analysis string, q flow.Query, least uint64) (flow.Report, error)
}

// flow answers with an analysis, as JSON or as CSV.
func (a *api) flow(w http.ResponseWriter, r *http.Request) error {
	analysis, asCSV := r.PathValue("analysis"), false
	answered, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		q, err := flow.ParseQuery(analysis, p.get, now, k.Zone(), k.Countings()...)
		if err != nil {
			return nil, err
		}
		asCSV, err = wantsCSV(r, p.get("format"))
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Flow(ctx, analysis, q, least)
		}, err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept")
	report := answered.(flow.Report)
	if !asCSV {
		return answer(w, http.StatusOK, report)
	}
	top := report.Top()
	name := top.Analysis + "-" + top.From.String() + "-" + top.To.String()
	return answerCSV(w, name, func(out io.Writer) error { return flow.WriteCSV(out, report) })
}
