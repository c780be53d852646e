package natsapi

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// headerRoom is what the headers of an answer take at most.
const headerRoom = 1 << 10

var (
	errBusy     = &domain.Error{Code: domain.CodeBusy, Message: "the engine has as much in hand as it takes; nothing of this request was decided, try again in a second"}
	errStopping = &domain.Error{Code: domain.CodeUnavailable, Message: "the engine is stopping; try again, what was accepted is not accepted twice"}
	errTooLong  = &domain.Error{Code: domain.CodeUnavailable, Message: "the answer took too long; try again"}
)

// answer sends the value, or the error where there is one. It publishes the
// answer itself: the library's Request notes errors in a field that it reads
// when the handler returns, which is before the answer is known.
func (s *Service) answer(endpoint string, r micro.Request, value any, err error) {
	msg := &nats.Msg{Subject: r.Reply()}
	if err == nil {
		msg.Data, err = s.body(endpoint, value)
	}
	if err != nil {
		s.figures[endpoint].refused.Add(1)
		s.refuse(msg, endpoint, err)
	}
	if msg.Subject == "" {
		return // nobody asked for the answer
	}
	if err := s.nc.PublishMsg(msg); err != nil {
		s.log.Warn("an answer could not be sent", "endpoint", endpoint, "bytes", len(msg.Data), "error", err)
	}
}

// body returns the value's JSON if one message can carry it.
func (s *Service) body(endpoint string, value any) ([]byte, error) {
	b, err := inquiry.Marshal(value)
	if err != nil {
		return nil, err
	}
	if limit := s.nc.MaxPayload() - headerRoom; int64(len(b)) > limit {
		return nil, tooLarge(endpoint, len(b), limit)
	}
	return b, nil
}

func tooLarge(endpoint string, size int, limit int64) error {
	advice := "ask for less, such as a smaller limit or a shorter period"
	if endpoint == "submit" {
		advice = "the events were decided: send them again in smaller batches to learn how, nothing is accepted twice"
	}
	return &domain.Error{
		Code:    domain.CodeTooLarge,
		Message: fmt.Sprintf("the answer has %d bytes, more than the %d that a message carries; %s", size, limit, advice),
	}
}

// refuse makes the message a service error. An error that is no refusal is a
// failure that nobody has named yet: its text goes to the log, and only there.
func (s *Service) refuse(msg *nats.Msg, endpoint string, err error) {
	refusal := domain.AsError(err)
	if !errors.Is(err, refusal) {
		s.log.Error("a request failed", "endpoint", endpoint, "error", err)
	}
	status := inquiry.Status(refusal.Code.Kind())
	msg.Header = nats.Header{
		micro.ErrorCodeHeader: {strconv.Itoa(status)},
		micro.ErrorHeader:     {string(refusal.Code)},
	}
	if refusal.Code.Kind() == domain.Unavailable {
		msg.Header.Set("Retry-After", "1")
	}
	msg.Data, err = inquiry.Marshal(refusal)
	if err != nil {
		s.log.Error("a refusal could not be written", "endpoint", endpoint, "error", err)
	}
}

// inTime gives the end of a request's context its name in the errors that desks
// see.
func inTime(err error) error {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return errTooLong
	case errors.Is(err, context.Canceled):
		return errStopping
	}
	return err
}

// recovered turns a panic into the request's error, so that one request that the
// engine has no answer to does not take all others down.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("natsapi: panic: %v\n%s", p, debug.Stack())
	}
}
