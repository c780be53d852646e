package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// refuseEach refuses every event of every saying.
func refuseEach(all []saying, err error) []domain.Result {
	var results []domain.Result
	for i := range all {
		results = append(results, refuseAll(all[i].said, err)...)
	}
	return results
}

// refuseAll refuses every event of a transaction: the one that is wrong by its
// reason, the others because of it.
func refuseAll(said []*domain.Event, err error) []domain.Result {
	culprit, code := 0, domain.AsError(err)
	if in, ok := errors.AsType[*transactionError](err); ok {
		culprit, code = in.place, domain.AsError(in.err)
	}
	results := make([]domain.Result, len(said))
	for i, s := range said {
		results[i] = domain.Refusal(s.ID, s.Subject, code)
		if i != culprit && code.Code.Kind() != domain.Unavailable {
			results[i].Error = bound(said[culprit].ID, code)
		}
	}
	return results
}

// bound is the refusal of an event because another of its transaction was
// refused.
func bound(culprit string, why *domain.Error) *domain.Error {
	return &domain.Error{
		Code: domain.CodeTransaction, Field: "/transaction",
		Message: fmt.Sprintf("event %q of the same transaction was refused: %s", culprit, why.Code),
	}
}

// translate turns the store's errors into refusals, and notes in the log what
// is not the publisher's fault.
func (e *Engine) translate(err error) error {
	var refusal *domain.Error
	var place *transactionError
	switch {
	case errors.As(err, &place), errors.As(err, &refusal):
		return err
	case errors.Is(err, eventstore.ErrTooLarge):
		return &domain.Error{Code: domain.CodeTooLarge, Message: "the event is larger than a commit may be (1 MiB)"}
	case errors.Is(err, eventstore.ErrUnavailable), errors.Is(err, eventstore.ErrClosed),
		errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return &domain.Error{Code: domain.CodeUnavailable, Message: "the log can't be written now; the event may or may not have been taken: send it again with the same id"}
	}
	if corrupt, ok := errors.AsType[*eventstore.CorruptError](err); ok {
		e.Logger.Error("the log is corrupt", "position", corrupt.Position, "reason", corrupt.Reason)
		return &domain.Error{Code: domain.CodeCorrupt, Message: corrupt.Error()}
	}
	e.Logger.Error("a commit failed", "error", err)
	return err
}
