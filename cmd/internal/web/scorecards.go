package web

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/projections/scorecard"
)

// Scorer scores by scorecards.
type Scorer interface {
	ScorecardList() []scorecard.Summary
	// Scorecard fails with [domain.CodeUnknown] where there is none of that name.
	Scorecard(ctx context.Context, name string, q scorecard.Query, least uint64) (scorecard.Report, error)
}

// scoring routes the scorecards.
func (a *api) scoring() {
	a.handle("GET /v1/scorecards", a.scorecards)
	a.handle("GET /v1/scorecards/{name}", a.scorecard)
}

// scorecardList is the answer of /v1/scorecards.
type scorecardList struct {
	Scorecards []scorecard.Summary `json:"scorecards"`
}

func (a *api) scorecards(w http.ResponseWriter, r *http.Request) error {
	list, err := a.ask(r, func(*parameters) (query, error) {
		return func(context.Context, uint64) (any, error) {
			return scorecardList{Scorecards: a.engine.ScorecardList()}, nil
		}, nil
	})
	return answerOr(w, list, err)
}

// scorecard answers with the scores of a period, as JSON or as CSV.
func (a *api) scorecard(w http.ResponseWriter, r *http.Request) error {
	asCSV := false
	scored, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		var err error
		if asCSV, err = wantsCSV(r, p.get("format")); err != nil {
			return nil, err
		}
		q, err := scorecard.ParseQuery(p.get, now, k.Zone(), k.Countings()...)
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Scorecard(ctx, r.PathValue("name"), q, least)
		}, err
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
