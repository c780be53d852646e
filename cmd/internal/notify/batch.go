package notify

import (
	"context"
	"crypto/rand"
	"errors"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// batchMost is how many alerts go into one batch. Brokers take 1,000; fewer keep
// the stream free for whoever reads it.
const batchMost = 500

// The headers of an atomic batch. The first message carries what the stream is
// expected to end with, the last one asks for the commit.
const (
	batchID     = "Nats-Batch-Id"
	batchPlace  = "Nats-Batch-Sequence" // from 1
	batchCommit = "Nats-Batch-Commit"
)

// publish appends the alerts, at least one, behind the message of that sequence:
// all of them or none, with one answer. It returns the sequence of the last.
//
// Messages that each expect the one before would not do: the one behind a message
// that was refused, because another engine had put one there, is accepted then.
func (s *Stream) publish(ctx context.Context, alerts []Alert, last uint64) (uint64, error) {
	messages, err := batchOf(alerts, last)
	if err != nil {
		return 0, err
	}
	end := len(messages) - 1
	for _, m := range messages[:end] {
		if err := s.js.Conn().PublishMsg(m); err != nil { // what was sent is void: nothing will commit it
			return 0, err
		}
	}
	ack, err := s.js.PublishMsg(ctx, messages[end])
	var refused *js.APIError
	if errors.As(err, &refused) && refused.ErrorCode == js.JSErrCodeStreamWrongLastSequence {
		return 0, errBehind
	}
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// batchOf returns the alerts' messages. One alone needs no batch.
func batchOf(alerts []Alert, last uint64) ([]*nats.Msg, error) {
	messages, id := make([]*nats.Msg, len(alerts)), rand.Text()
	for i := range alerts {
		body, err := json.Marshal(&alerts[i])
		if err != nil {
			return nil, err
		}
		m := &nats.Msg{Subject: alerts[i].Subject(), Data: body, Header: nats.Header{}}
		if len(alerts) > 1 {
			m.Header.Set(batchID, id)
			m.Header.Set(batchPlace, strconv.Itoa(i+1))
		}
		messages[i] = m
	}
	messages[0].Header.Set(js.ExpectedLastSeqHeader, strconv.FormatUint(last, 10))
	if len(alerts) > 1 {
		messages[len(alerts)-1].Header.Set(batchCommit, "1")
	}
	return messages, nil
}
