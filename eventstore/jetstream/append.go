package jetstream

import (
	"context"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// contentTypes is the value of the header that says it, part of the stored form and
// never changed.
var contentTypes = []string{eventstore.ContentType}

// An append that meets another one to the same subject on its way through a
// cluster asks again, after busyFirst and then twice as long each time, up to
// busyLast: about two seconds in all, the time of a change of leader.
const (
	busyFirst = time.Millisecond
	busyLast  = time.Second
)

// Append implements [eventstore.Appender].
func (s *Store) Append(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	if err := s.enterAppend(); err != nil {
		return 0, err
	}
	defer s.under.Done()
	if len(body) > eventstore.MaxBody {
		return 0, eventstore.ErrTooLarge
	}
	if s.group == nil {
		return s.appendAlone(ctx, subject, last, body)
	}
	waits, ended := s.group.enter()
	defer ended()
	if waits {
		return s.appendGrouped(ctx, subject, last, body)
	}
	return s.appendAlone(ctx, subject, last, body)
}

// appendAlone sends the record by itself.
func (s *Store) appendAlone(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	position, err := s.publish(ctx, subject, last, body)
	if err != nil && answered(err, codeWrongLastBusy) {
		position, err = s.publishAgain(ctx, subject, last, body, err)
	}
	if err != nil {
		return 0, s.fault(ctx, err)
	}
	s.raise(position, body)
	return position, nil
}

// publishAgain publishes while busy is the answer that another append to the subject
// is under way.
func (s *Store) publishAgain(ctx context.Context, subject string, last uint64, body []byte, busy error) (position uint64, err error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	err = busy
	for wait := busyFirst; answered(err, codeWrongLastBusy) && wait <= busyLast && pause(ctx, wait); wait *= 2 {
		position, err = s.publish(ctx, subject, last, body)
	}
	return position, err
}

// publish sends one message and waits for its position. It carries no message id:
// the expected position alone makes a repeated message harmless, and is stored as
// the link to the record before it.
func (s *Store) publish(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	return s.ask(ctx, message(subject, last, body))
}

// message returns the message of a record.
func message(subject string, last uint64, body []byte) *nats.Msg {
	return &nats.Msg{
		Subject: subject,
		Header: nats.Header{
			"Content-Type":               contentTypes,
			js.ExpectedLastSubjSeqHeader: {strconv.FormatUint(last, 10)},
		},
		Data: body,
	}
}

// raise brings the high-water mark up to an acknowledged record. The record is
// safe whether or not the mark can be written, so a failure is only reported.
//
// A crash before raise leaves a mark that is too low: it then proves less, but
// nothing wrong.
func (s *Store) raise(position uint64, body []byte) {
	if err := s.mark.Raise(position, body); err != nil {
		s.log.Error("the high-water mark was not written", "position", position, "error", err)
	}
}

// pause waits for d and says whether ctx still goes on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
