package web

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// recall returns the answer from what is known or, with known_at, from what was
// known then, which a header says.
func (a *api) recall(w http.ResponseWriter, r *http.Request, q inquiry.Recallable) (any, error) {
	return a.ask(r, inquiry.Recall(a.engine, q, a.Now, func(at time.Time) {
		w.Header().Set("Dossier-Known-At", at.Format(time.RFC3339Nano))
	}))
}

// diff answers with how a report differs from itself as it was known, or
// counted, otherwise.
func (a *api) diff(w http.ResponseWriter, r *http.Request) error {
	asCSV := false
	compared, err := a.ask(r, func(p *inquiry.Parameters) (_ inquiry.Query, err error) {
		if asCSV, err = wantsCSV(r, p.Get("format")); err != nil {
			return nil, err
		}
		return inquiry.Diff(a.engine, a.Now)(p)
	})
	if err != nil {
		return err
	}
	w.Header().Set("Vary", "Accept")
	d := compared.(ontime.Diff)
	if !asCSV {
		return answer(w, http.StatusOK, d)
	}
	name := fmt.Sprintf("diff-%s-%s", d.From, d.To)
	return answerCSV(w, name, func(out io.Writer) error { return ontime.WriteDiffCSV(out, d) })
}
