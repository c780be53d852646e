package inquirytest

import (
	"context"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// Alerts implements [inquiry.Overseer].
func (e *Engine) Alerts(_ context.Context, q supervision.Query, least uint64) (supervision.Page, error) {
	return supervision.Page{Alerts: []supervision.View{}}, e.ask("alerts of %s/%s for %s at %s, %s, after %s, from %d", q.Agency, q.Rung, q.Receiver, q.Level, q.State, q.Cursor, least)
}

// Why implements [inquiry.Overseer].
func (e *Engine) Why(_ context.Context, code, receiver string, least uint64) ([]supervision.Story, error) {
	return []supervision.Story{}, e.ask("why %s %q from %d", code, receiver, least)
}

// Acknowledge implements [inquiry.Supervisor].
func (e *Engine) Acknowledge(_ context.Context, act domain.AlertAct) (domain.Result, error) {
	return domain.Result{Status: domain.Accepted}, e.ask("acknowledge %s by %s until %s: %s", act.Alert, act.Actor, act.Until.Format(time.RFC3339), act.Note)
}

// Snooze implements [inquiry.Supervisor].
func (e *Engine) Snooze(_ context.Context, act domain.AlertAct) (domain.Result, error) {
	return domain.Result{Status: domain.Accepted}, e.ask("snooze %s by %s until %s", act.Alert, act.Actor, act.Date)
}

// Silences implements [inquiry.Overseer].
func (e *Engine) Silences(_ context.Context, ended bool, least uint64) ([]domain.Silence, error) {
	return []domain.Silence{}, e.ask("silences, ended too: %t, from %d", ended, least)
}

// PreviewSilence implements [inquiry.Supervisor].
func (e *Engine) PreviewSilence(_ context.Context, s domain.SilenceRequest, _ uint64) (supervision.Page, error) {
	return supervision.Page{Alerts: []supervision.View{}}, e.ask("preview of a silence over %s", s.Agency)
}

// SetSilence implements [inquiry.Supervisor].
func (e *Engine) SetSilence(_ context.Context, s domain.SilenceRequest) domain.Result {
	return e.result(e.ask("silence %s over %s by %s until %s", s.ID, s.Agency, s.Author, s.Until.Format(time.RFC3339)))
}

// EndSilence implements [inquiry.Supervisor].
func (e *Engine) EndSilence(_ context.Context, s domain.SilenceEnd) domain.Result {
	return e.result(e.ask("end silence %s by %s", s.ID, s.Actor))
}

func (e *Engine) result(err error) domain.Result {
	if err != nil {
		return domain.Refusal("1", "s-1", err)
	}
	return domain.Result{Status: domain.Accepted}
}
