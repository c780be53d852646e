package web

import (
	"context"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// supervision routes what supervisors ask and do. The preview of a silence writes
// nothing: it is a POST for the silence in its body.
func (a *api) supervision() {
	a.handle("GET /v1/alerts", a.recalling(inquiry.Alerts))
	a.handle("GET /v1/alerts/why", a.recalling(why))
	a.handle("POST /v1/alerts/{id}/ack", a.tend(inquiry.Supervisor.Acknowledge))
	a.handle("POST /v1/alerts/{id}/snooze", a.tend(inquiry.Supervisor.Snooze))
	a.handle("GET /v1/silences", a.recalling(inquiry.Silences))
	a.handle("POST /v1/silences", a.order(a.setSilence))
	a.handle("POST /v1/silences/preview", a.document(inquiry.PreviewSilence(a.engine)))
	a.handle("POST /v1/silences/{id}/end", a.order(a.endSilence))
}

// why asks about the dossier that the parameter code names.
func why(p *inquiry.Parameters, k inquiry.Knowledge, now time.Time) (inquiry.Query, error) {
	return checked(p.Get("code"), inquiry.Why)(p, k, now)
}

// tend answers an act about the alert that the path names.
func (a *api) tend(do func(inquiry.Supervisor, context.Context, domain.AlertAct) (domain.Result, error)) resource {
	return a.order(func(ctx context.Context, r *http.Request, body []byte) (domain.Result, error) {
		act, err := domain.ParseAlertAct(body)
		if err != nil {
			return domain.Result{}, err
		}
		act.Alert = r.PathValue("id")
		return do(a.engine, ctx, act)
	})
}

// setSilence takes a silence.
func (a *api) setSilence(ctx context.Context, _ *http.Request, body []byte) (domain.Result, error) {
	s, err := domain.ParseSilence(body)
	if err != nil {
		return domain.Result{}, err
	}
	return a.engine.SetSilence(ctx, s), nil
}

// endSilence ends the silence that the path names before its time.
func (a *api) endSilence(ctx context.Context, r *http.Request, body []byte) (domain.Result, error) {
	s, err := domain.ParseSilenceEnd(body)
	if err != nil {
		return domain.Result{}, err
	}
	s.ID = r.PathValue("id")
	return a.engine.EndSilence(ctx, s), nil
}
