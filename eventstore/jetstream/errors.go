package jetstream

import (
	"context"
	"errors"
	"fmt"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// The broker's answers that this package branches on.
const (
	codeWrongLast     js.ErrorCode = 10071 // the subject's last position is another
	codeWrongLastBusy js.ErrorCode = 10164 // another append to the subject is under way
	codeTooLarge      js.ErrorCode = 10054 // larger than the stream's max_msg_size
	codeNoMessage     js.ErrorCode = 10037
)

// fault turns what went wrong in a call with ctx into an error of the contract. An
// error of this package passes as it is; one that says nothing about the log means
// that the broker can't say.
func (s *Store) fault(ctx context.Context, err error) error {
	var corrupt *eventstore.CorruptError
	var unsafe *UnsafeError
	switch {
	case errors.As(err, &corrupt), errors.As(err, &unsafe):
		return err
	case answered(err, codeWrongLast), answered(err, codeWrongLastBusy):
		return eventstore.ErrConflict
	case answered(err, codeTooLarge):
		return eventstore.ErrTooLarge
	case ctx.Err() != nil:
		return ended(ctx)
	case s.life.Err() != nil:
		return eventstore.ErrClosed
	default:
		return fmt.Errorf("%w: %w", eventstore.ErrUnavailable, err)
	}
}

// ended is why ctx has ended: the store was closed or the broker was silent, where
// ctx is one that this package made; else what the caller's context says.
func ended(ctx context.Context) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, eventstore.ErrClosed):
		return eventstore.ErrClosed
	case errors.Is(cause, errSilent):
		return errSilent
	}
	return ctx.Err()
}

// isAnswer says whether err is any answer of the broker. It then stored nothing,
// except of a batch whose last message it could not store: its others are in the
// log, and whoever sends one of them again meets a conflict with itself, as after
// an answer that was lost.
func isAnswer(err error) bool {
	_, is := errors.AsType[*js.APIError](err)
	return is
}

// answered says whether err is the broker's answer code.
func answered(err error, code js.ErrorCode) bool {
	var answer *js.APIError
	return errors.As(err, &answer) && answer.ErrorCode == code
}
