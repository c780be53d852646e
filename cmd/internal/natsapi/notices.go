package natsapi

import (
	"context"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// Notices answers what receivers of alerts were told outside. Answers are as they
// are sent; errors are [*domain.Error].
type Notices interface {
	// Why returns what was decided about an alert, by its sequence in ALERTS, for a
	// receiver.
	Why(ctx context.Context, receiver string, alert uint64) (any, error)
	// Dead returns the messages that were given up.
	Dead(ctx context.Context) (any, error)
	// Resend has a message sent once more.
	Resend(ctx context.Context, notice uint64) (any, error)
}

// noticeRequest asks about receivers.
type noticeRequest struct {
	Question string `json:"question"` // why, dead or resend
	Receiver string `json:"receiver,omitzero"`
	Alert    uint64 `json:"alert,omitzero"`
	Notice   uint64 `json:"notice,omitzero"`
}

// notices answers dossiers.v1.notices.
func (s *Service) notices(ctx context.Context, request []byte) (any, error) {
	var q noticeRequest
	if err := json.Unmarshal(request, &q, json.RejectUnknownMembers(true)); err != nil {
		return nil, &domain.Error{Code: domain.CodeMalformedJSON, Message: "the request is no object with question, receiver, alert, notice"}
	}
	if s.options.Notices == nil {
		return nil, &domain.Error{Code: domain.CodeUnavailable, Message: "this engine keeps no notices"}
	}
	switch q.Question {
	case "dead":
		return s.options.Notices.Dead(ctx)
	case "resend":
		return s.options.Notices.Resend(ctx, q.Notice)
	case "why":
		if q.Receiver == "" || q.Alert == 0 {
			return nil, &domain.Error{Code: domain.CodeMissingField, Field: "receiver", Message: "why asks about a receiver and the sequence of an alert"}
		}
		return s.options.Notices.Why(ctx, q.Receiver, q.Alert)
	}
	return nil, inquiry.Invalid("question", "question %.40q is none of why, dead, resend", q.Question)
}
