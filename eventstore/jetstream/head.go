package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/eventstore"
)

// A leader that was cut off from its cluster answers from an old log until it
// notices, within ten seconds. On replicated streams a log that seems short is
// therefore asked about again, every shortWait, before it is called corrupt.
const (
	shortWait  = 500 * time.Millisecond
	shortTries = 30
)

// Head implements [eventstore.Follower]. It costs one request, which the
// stream's leader answers.
func (s *Store) Head(ctx context.Context) (eventstore.Head, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return eventstore.Head{}, err
	}
	defer leave()
	head, err := s.head(ctx)
	if err != nil {
		return eventstore.Head{}, s.fault(ctx, err)
	}
	return head, nil
}

func (s *Store) head(ctx context.Context) (eventstore.Head, error) {
	info, err := s.stream.Info(ctx)
	if err != nil {
		return eventstore.Head{}, err
	}
	return eventstore.Head{Position: info.State.LastSeq, Records: info.State.Msgs}, nil
}

// headFrom is head for a caller who knows that there was a record at position:
// a log that ends before it is corrupt. known says how the caller knows.
func (s *Store) headFrom(ctx context.Context, position uint64, known string) (eventstore.Head, error) {
	head, err := s.head(ctx)
	for try := 1; try < s.shortTries && err == nil && head.Position < position; try++ {
		if !pause(ctx, shortWait) {
			return head, ctx.Err()
		}
		head, err = s.head(ctx)
	}
	if err == nil && head.Position < position {
		err = &eventstore.CorruptError{
			Position: head.Position + 1,
			Reason:   fmt.Sprintf("the log ends at %d but %d was %s", head.Position, position, known),
		}
	}
	return head, err
}

// record is the record at position, from the stream's leader. A position without
// one is an error that missing knows.
func (s *Store) record(ctx context.Context, position uint64) (eventstore.Record, error) {
	found, err := s.fromLeader(ctx, fmt.Appendf(nil, `{"seq":%d}`, position))
	return found.Record, err
}

// fromLeader gets a record from the stream's leader. The client's own calls use
// direct gets, which any replica answers, though it may lag.
func (s *Store) fromLeader(ctx context.Context, request []byte) (linked, error) {
	ctx, cancel := context.WithTimeout(ctx, s.js.Options().DefaultTimeout)
	defer cancel()
	answer, err := s.nc.RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET."+s.name, request)
	if err != nil {
		return linked{}, err
	}
	var stored struct {
		Error   *js.APIError `json:"error"`
		Message struct {
			Subject string `json:"subject"`
			Seq     uint64 `json:"seq"`
			Header  []byte `json:"hdrs"`
			Data    []byte `json:"data"`
		} `json:"message"`
	}
	if err := json.Unmarshal(answer.Data, &stored); err != nil {
		return linked{}, err
	}
	if stored.Error != nil {
		return linked{}, stored.Error
	}
	header, err := nats.DecodeHeadersMsg(stored.Message.Header)
	if err != nil {
		return linked{}, err
	}
	message := stored.Message
	return link(&js.RawStreamMsg{Subject: message.Subject, Sequence: message.Seq, Header: header, Data: message.Data}, nil)
}

// missing says whether err is the answer that there is no record.
func missing(err error) bool {
	return answered(err, codeNoMessage) || errors.Is(err, js.ErrMsgNotFound)
}
