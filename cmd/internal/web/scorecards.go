package web

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// scoring routes the scorecards.
func (a *api) scoring() {
	a.handle("GET /v1/scorecards", a.asking(inquiry.Scorecards(a.engine)))
	a.handle("GET /v1/scorecards/{name}", a.scorecard)
}

// scorecard answers with the scores of a period, as JSON or as CSV.
func (a *api) scorecard(w http.ResponseWriter, r *http.Request) error {
	asCSV := false
	scored, err := a.recall(w, r, func(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (_ inquiry.Query, err error) {
		if asCSV, err = wantsCSV(r, p.Get("format")); err != nil {
			return nil, err
		}
		return inquiry.Scorecard(r.PathValue("name"))(p, k, now)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept")
	report := scored.(scorecard.Report)
	if asCSV {
		name := fmt.Sprintf("%s-%s-%s", report.Scorecard, report.From, report.To)
		return answerCSV(w, name, func(w io.Writer) error { return scorecard.WriteCSV(w, report) })
	}
	return answer(w, http.StatusOK, report)
}
