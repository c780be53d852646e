package natsapi

import (
	"context"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// supervision lists the endpoints of supervisors.
func (s *Service) supervision() []endpoint {
	return []endpoint{
		s.recalling("alerts", inquiry.Alerts),
		s.recalling("why", about(inquiry.Why)),
		s.telling("acknowledge", s.tend(inquiry.Supervisor.Acknowledge)),
		s.telling("snooze", s.tend(inquiry.Supervisor.Snooze)),
		s.recalling("silences", inquiry.Silences),
		s.telling("silence", s.setSilence),
		s.telling("silence_preview", document(inquiry.PreviewSilence(s.engine))),
		s.telling("silence_end", s.endSilence),
	}
}

// tend answers an act with the result of the event that it became.
func (s *Service) tend(do func(inquiry.Supervisor, context.Context, domain.AlertAct) (domain.Result, error)) answering {
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

func (s *Service) setSilence(ctx context.Context, request []byte) (any, error) {
	silence, err := domain.ParseSilence(request)
	if err != nil {
		return nil, err
	}
	return taken(s.engine.SetSilence(ctx, silence))
}

func (s *Service) endSilence(ctx context.Context, request []byte) (any, error) {
	end, err := domain.ParseSilenceEnd(request)
	if err != nil {
		return nil, err
	}
	return taken(s.engine.EndSilence(ctx, end))
}
