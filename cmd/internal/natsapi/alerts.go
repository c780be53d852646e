package natsapi

import (
	"context"
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

// supervision lists the endpoints of supervisors.
func (s *Service) supervision() []endpoint {
	return []endpoint{
		s.recalling("alerts", s.alerts),
		s.recalling("why", s.why),
		s.telling("acknowledge", s.tend(Supervisor.Acknowledge)),
		s.telling("snooze", s.tend(Supervisor.Snooze)),
		s.recalling("silences", s.silences),
		s.telling("silence", s.setSilence),
		s.telling("silence_preview", s.previewSilence),
		s.telling("silence_end", s.endSilence),
	}
}

func (s *Service) alerts(p *parameters, k Knowledge, now time.Time) (query, error) {
	q, err := supervision.ParseQuery(p.get, now)
	return func(ctx context.Context, least uint64) (any, error) {
		return k.Alerts(ctx, q, least)
	}, err
}

// lives is the answer of dossiers.v1.why.
type lives struct {
	Code     string              `json:"code"`
	Receiver string              `json:"receiver,omitzero"`
	Alerts   []supervision.Story `json:"alerts"`
}

func (s *Service) why(p *parameters, k Knowledge, _ time.Time) (query, error) {
	receiver := p.get("receiver")
	code, err := p.code()
	return func(ctx context.Context, least uint64) (any, error) {
		stories, err := k.Why(ctx, code, receiver, least)
		return lives{Code: code, Receiver: receiver, Alerts: stories}, err
	}, err
}

// tend answers an act with the result of the event that it became.
func (s *Service) tend(do func(Supervisor, context.Context, domain.AlertAct) (domain.Result, error)) func(context.Context, []byte) (any, error) {
	return func(ctx context.Context, request []byte) (any, error) {
		act, err := domain.ParseAlertAct(request)
		if err != nil {
			return nil, err
		}
		result, err := do(s.engine, ctx, act)
		if err != nil {
			return nil, err
		}
		return taken(result)
	}
}

// taken is the result, or why it was refused.
func taken(result domain.Result) (any, error) {
	if result.Error != nil {
		return nil, result.Error
	}
	return result, nil
}

// silenceList is the answer of dossiers.v1.silences.
type silenceList struct {
	Silences []domain.Silence `json:"silences"`
}

func (s *Service) silences(p *parameters, k Knowledge, _ time.Time) (query, error) {
	words := register.Words{Get: p.get, Loc: k.Zone()}
	ended := words.Yes("ended")
	return func(ctx context.Context, least uint64) (any, error) {
		list, err := k.Silences(ctx, ended, least)
		return silenceList{Silences: list}, err
	}, words.Err
}

func (s *Service) setSilence(ctx context.Context, request []byte) (any, error) {
	silence, err := domain.ParseSilence(request)
	if err != nil {
		return nil, err
	}
	return taken(s.engine.SetSilence(ctx, silence))
}

func (s *Service) previewSilence(ctx context.Context, request []byte) (any, error) {
	silence, err := domain.ParseSilence(request)
	if err != nil {
		return nil, err
	}
	return s.engine.PreviewSilence(ctx, silence, 0)
}

func (s *Service) endSilence(ctx context.Context, request []byte) (any, error) {
	end, err := domain.ParseSilenceEnd(request)
	if err != nil {
		return nil, err
	}
	return taken(s.engine.EndSilence(ctx, end))
}
