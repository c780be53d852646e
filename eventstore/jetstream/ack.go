package jetstream

import (
	"bytes"
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// answerWithin bounds the wait for an answer where the caller does not.
const answerWithin = 5 * time.Second

// ask publishes the message and returns the position that the broker answers. It
// does what the client library's own publishing does, except that it reads the
// usual answer without package json, which took a tenth of an append.
func (s *Store) ask(ctx context.Context, m *nats.Msg) (uint64, error) {
	if _, bounded := ctx.Deadline(); !bounded {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, answerWithin)
		defer cancel()
	}
	answer, err := s.nc.RequestMsgWithContext(ctx, m)
	if errors.Is(err, nats.ErrNoResponders) {
		return s.askAgain(ctx, m)
	}
	if err != nil {
		return 0, err
	}
	if position, ok := storedAt(answer.Data, s.name); ok {
		return position, nil
	}
	return readAnswer(answer.Data)
}

// askAgain leaves it to the library to ask until somebody listens: a leader may be
// on its way.
func (s *Store) askAgain(ctx context.Context, m *nats.Msg) (uint64, error) {
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
