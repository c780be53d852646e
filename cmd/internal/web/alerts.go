package web

import (
	"context"
	"net/http"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Overseer tells which alerts fire and why, and which are silenced.
type Overseer interface {
	Alerts(ctx context.Context, q supervision.Query, least uint64) (supervision.Page, error)
	// Why takes an empty receiver for anybody.
	Why(ctx context.Context, code, receiver string, least uint64) ([]supervision.Story, error)
	// Silences returns those that are in force or to come, or all.
	Silences(ctx context.Context, ended bool, least uint64) ([]domain.Silence, error)
}

// Supervisor records what is done about alerts.
type Supervisor interface {
	Acknowledge(ctx context.Context, act domain.AlertAct) (domain.Result, error)
	Snooze(ctx context.Context, act domain.AlertAct) (domain.Result, error)
	// PreviewSilence writes nothing.
	PreviewSilence(ctx context.Context, s domain.SilenceRequest, least uint64) (supervision.Page, error)
	SetSilence(ctx context.Context, s domain.SilenceRequest) domain.Result
	EndSilence(ctx context.Context, s domain.SilenceEnd) domain.Result
}

// supervision routes what supervisors ask and do.
func (a *api) supervision() {
	a.handle("GET /v1/alerts", a.alerts)
	a.handle("GET /v1/alerts/why", a.why)
	a.handle("POST /v1/alerts/{id}/ack", a.tend(Supervisor.Acknowledge))
	a.handle("POST /v1/alerts/{id}/snooze", a.tend(Supervisor.Snooze))
	a.handle("GET /v1/silences", a.silences)
	a.handle("POST /v1/silences", a.setSilence)
	a.handle("POST /v1/silences/preview", a.previewSilence)
	a.handle("POST /v1/silences/{id}/end", a.endSilence)
}

// alerts answers with a page of the alerts that fire.
func (a *api) alerts(w http.ResponseWriter, r *http.Request) error {
	page, err := a.recall(w, r, func(p *parameters, k Knowledge, now time.Time) (query, error) {
		q, err := supervision.ParseQuery(p.get, now)
		return func(ctx context.Context, least uint64) (any, error) {
			return k.Alerts(ctx, q, least)
		}, err
	})
	return answerOr(w, page, err)
}

// lives are those of a dossier's alerts.
type lives struct {
	Code     string              `json:"code"`
	Receiver string              `json:"receiver,omitzero"`
	Alerts   []supervision.Story `json:"alerts"`
}

// why answers why somebody was, or was not, told of a dossier.
func (a *api) why(w http.ResponseWriter, r *http.Request) error {
	story, err := a.recall(w, r, func(p *parameters, k Knowledge, _ time.Time) (query, error) {
		receiver := p.get("receiver")
		code, err := checkCode(p.get("code"))
		return func(ctx context.Context, least uint64) (any, error) {
			stories, err := k.Why(ctx, code, receiver, least)
			return lives{Code: code, Receiver: receiver, Alerts: stories}, err
		}, err
	})
	return answerOr(w, story, err)
}

// tend answers an act about the alert that the path names.
func (a *api) tend(do func(Supervisor, context.Context, domain.AlertAct) (domain.Result, error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return a.order(w, r, func(ctx context.Context, body []byte) (domain.Result, error) {
			act, err := domain.ParseAlertAct(body)
			if err != nil {
				return domain.Result{}, err
			}
			act.Alert = r.PathValue("id")
			return do(a.engine, ctx, act)
		})
	}
}

// order answers a request that becomes an event, as the event's own would be.
func (a *api) order(w http.ResponseWriter, r *http.Request, do func(ctx context.Context, body []byte) (domain.Result, error)) error {
	body, err := a.body(w, r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), submitWithin)
	defer cancel()
	result, err := do(ctx, body)
	switch {
	case err != nil:
		return err
	case result.Status == domain.Declined:
		return result.Error
	case result.Status == domain.Duplicated:
		return answer(w, http.StatusOK, result)
	}
	return answer(w, http.StatusCreated, result)
}

// silences answers with the silences.
func (a *api) silences(w http.ResponseWriter, r *http.Request) error {
	list, err := a.recall(w, r, func(p *parameters, k Knowledge, _ time.Time) (query, error) {
		words := register.Words{Get: p.get, Loc: k.Zone()}
		ended := words.Yes("ended")
		return func(ctx context.Context, least uint64) (any, error) {
			list, err := k.Silences(ctx, ended, least)
			return silenceList{Silences: list}, err
		}, words.Err
	})
	return answerOr(w, list, err)
}

type silenceList struct {
	Silences []domain.Silence `json:"silences"`
}

// setSilence takes a silence.
func (a *api) setSilence(w http.ResponseWriter, r *http.Request) error {
	return a.order(w, r, func(ctx context.Context, body []byte) (domain.Result, error) {
		s, err := domain.ParseSilence(body)
		if err != nil {
			return domain.Result{}, err
		}
		return a.engine.SetSilence(ctx, s), nil
	})
}

// previewSilence answers with the alerts that a silence would mute. It writes
// nothing: it is a POST for the silence in its body.
func (a *api) previewSilence(w http.ResponseWriter, r *http.Request) error {
	return a.document(w, r, func(ctx context.Context, body []byte, least uint64) (any, error) {
		s, err := domain.ParseSilence(body)
		if err != nil {
			return nil, err
		}
		return a.engine.PreviewSilence(ctx, s, least)
	})
}

// endSilence ends a silence before its time.
func (a *api) endSilence(w http.ResponseWriter, r *http.Request) error {
	return a.order(w, r, func(ctx context.Context, body []byte) (domain.Result, error) {
		s, err := domain.ParseSilenceEnd(body)
		if err != nil {
			return domain.Result{}, err
		}
		s.ID = r.PathValue("id")
		return a.engine.EndSilence(ctx, s), nil
	})
}
