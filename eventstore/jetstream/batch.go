package jetstream

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/eventstore"
)

// errSilent says that an append was not answered in time.
var errSilent = fmt.Errorf("%w: no answer within %s", eventstore.ErrUnavailable, answerWithin)

// appendGrouped has the record sent with others, and waits for what became of it. In
// the wait is what those before it take.
func (s *Store) appendGrouped(ctx context.Context, subject string, last uint64, body []byte) (uint64, error) {
	ctx, leave, err := s.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	ctx, cancel := context.WithTimeoutCause(ctx, answerWithin, errSilent)
	defer cancel()
	r := &request{ctx: ctx, subject: subject, last: last, body: body, done: make(chan struct{})}
	if s.group.join(r) {
		s.under.Go(s.sendGroups) // the caller is an append under way: Close still waits
	}
	select {
	case <-r.done:
		return r.position, r.err
	case <-ctx.Done():
		return 0, ended(ctx)
	}
}

// sendGroups sends what waits, group by group: while one is on its way the next
// one gathers.
func (s *Store) sendGroups() {
	for {
		requests := s.group.take()
		if len(requests) == 0 {
			return
		}
		s.sendGroup(requests)
		s.group.gather(len(requests))
	}
}

// sendGroup sends the requests as one batch, or one by one where that is quicker.
func (s *Store) sendGroup(requests []*request) {
	begun := time.Now()
	if s.group.goesApart(len(requests)) {
		s.sendEach(requests)
		s.group.sentApart(len(requests), time.Since(begun))
		return
	}
	if answered := s.sendTogether(requests); answered {
		s.group.sentTogether(len(requests), time.Since(begun))
	}
}

// sendTogether sends the requests as one batch, and reports whether the broker
// answered. Where it refuses the batch, because of one of them, each is sent alone
// and gets its own answer.
func (s *Store) sendTogether(requests []*request) (answered bool) {
	ctx, cancel := context.WithTimeout(s.life, groupWithin)
	defer cancel()
	end, err := s.publishBatch(ctx, requests)
	switch {
	case isAnswer(err):
		s.sendEach(requests)
		return true
	case s.life.Err() != nil && err != nil:
		err = eventstore.ErrClosed
	case err != nil:
		err = fmt.Errorf("%w: %w", eventstore.ErrUnavailable, err) // nobody knows what became of them
	default:
		s.raise(end, requests[len(requests)-1].body)
	}
	for i, r := range requests {
		r.answer(end-uint64(len(requests)-1-i), err)
	}
	return err == nil
}

func (s *Store) sendEach(requests []*request) {
	var each sync.WaitGroup
	for _, r := range requests {
		each.Go(func() { r.answer(s.appendAlone(r.ctx, r.subject, r.last, r.body)) })
	}
	each.Wait()
}

// groupWithin bounds how long the broker may take for a batch.
const groupWithin = 10 * time.Second

// The headers of an atomic batch. They stay with the messages, and say nothing
// about the log: each record is whole by itself.
const (
	batchID     = "Nats-Batch-Id"
	batchPlace  = "Nats-Batch-Sequence" // from 1
	batchCommit = "Nats-Batch-Commit"
)

// publishBatch sends the requests' messages as one batch, and returns the position
// of the last.
func (s *Store) publishBatch(ctx context.Context, requests []*request) (uint64, error) {
	messages, end := batchOf(requests), len(requests)-1
	for _, m := range messages[:end] {
		if err := s.nc.PublishMsg(m); err != nil { // what was sent is void: nothing commits it
			return 0, err
		}
	}
	return s.ask(ctx, messages[end])
}

func batchOf(requests []*request) []*nats.Msg {
	messages, id := make([]*nats.Msg, len(requests)), []string{rand.Text()}
	for i, r := range requests {
		m := message(r.subject, r.last, r.body)
		m.Header[batchID], m.Header[batchPlace] = id, []string{strconv.Itoa(i + 1)}
		messages[i] = m
	}
	messages[len(messages)-1].Header[batchCommit] = []string{"1"}
	return messages
}
