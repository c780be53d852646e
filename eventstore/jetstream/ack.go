package jetstream

import (
	"bytes"
	"context"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// answerWithin bounds the wait for an answer: a broker whose disk fails does not
// refuse, it falls silent, and that must show.
const answerWithin = 10 * time.Second

// ask publishes the message and returns the position that the broker answers. It
// does what the client library's own publishing does, except that it has its own
// mailboxes and reads the usual answer without package json.
func (s *Store) ask(ctx context.Context, m *nats.Msg) (uint64, error) {
	answer, err := s.boxes.request(ctx, m)
	switch {
	case err != nil:
		return 0, err
	case len(answer.Data) == 0 && answer.Header.Get("Status") == noResponders:
		return s.askAgain(ctx, m)
	}
	if position, ok := storedAt(answer.Data, s.name); ok {
		return position, nil
	}
	return readAnswer(answer.Data)
}

// noResponders is the status of the answer that nobody listens.
const noResponders = "503"

// askAgain leaves it to the library to ask until somebody listens: a leader may be
// on its way.
func (s *Store) askAgain(ctx context.Context, m *nats.Msg) (uint64, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	ack, err := s.js.PublishMsg(ctx, m)
	if err != nil {
		return 0, err
	}
	return ack.Sequence, nil
}

// storedAt reads {"stream":"DOSSIERS","seq":7}, and what may follow on it.
func storedAt(answer []byte, stream string) (position uint64, ok bool) {
	rest, ok := bytes.CutPrefix(answer, []byte(`{"stream":"`))
	if ok {
		rest, ok = bytes.CutPrefix(rest, []byte(stream))
	}
	if ok {
		rest, ok = bytes.CutPrefix(rest, []byte(`","seq":`))
	}
	end := bytes.IndexAny(rest, ",}")
	if !ok || end < 0 {
		return 0, false
	}
	position, err := strconv.ParseUint(string(rest[:end]), 10, 64)
	return position, err == nil && position > 0
}

// readAnswer reads any answer: a refusal is a [js.APIError].
func readAnswer(data []byte) (uint64, error) {
	var answer struct {
		Error    *js.APIError `json:"error"`
		Stream   string       `json:"stream"`
		Sequence uint64       `json:"seq"`
	}
	switch err := json.Unmarshal(data, &answer); {
	case err != nil || answer.Error == nil && answer.Stream == "":
		return 0, js.ErrInvalidJSAck
	case answer.Error != nil:
		return 0, answer.Error
	}
	return answer.Sequence, nil
}
