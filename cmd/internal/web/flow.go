package web

import (
	"io"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/projections/flow"
)

// flow answers with an analysis, as JSON or as CSV.
func (a *api) flow(w http.ResponseWriter, r *http.Request) error {
	asCSV := false
	answered, err := a.recall(w, r, func(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
		ask, err := inquiry.Flow(r.PathValue("analysis"))(p, k, now)
		if err == nil {
			asCSV, err = wantsCSV(r, p.Get("format"))
		}
		return ask, err
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
