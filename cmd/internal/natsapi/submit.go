package natsapi

import (
	"context"

	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// submit takes its turn before it hands the request on: the handlers of an
// endpoint run one after another, in the order of arrival.
func (s *Service) submit(r micro.Request) {
	done, ok := s.enter("submit", r, s.submits)
	if !ok {
		return
	}
	t := s.order.arrive()
	taken := s.inHand.run(func(ctx context.Context) {
		defer done()
		defer t.end() // after the answer, so that answers keep the order too
		answer, err := s.decide(ctx, t, r.Data())
		s.answer("submit", r, answer, err)
	})
	if !taken {
		t.end()
		done()
		s.answer("submit", r, nil, errStopping)
	}
}

// decide reads the request and submits its events when its turn has come.
func (s *Service) decide(ctx context.Context, t *turn, request []byte) (answer inquiry.Results, err error) {
	defer recovered(&err)
	events, err := domain.ParseBatch(request)
	if err != nil {
		return inquiry.Results{}, err
	}
	t.await(codesOf(events))
	ctx, cancel := context.WithTimeout(ctx, submitWithin)
	defer cancel()
	return inquiry.Results{Results: s.engine.Submit(ctx, events)}, nil
}

// codesOf returns what the events are about, as far as it could be read.
func codesOf(events []domain.Parsed) []string {
	codes := make([]string, 0, len(events))
	for i := range events {
		if events[i].Code != "" {
			codes = append(codes, events[i].Code)
		}
	}
	return codes
}

// enter takes a request in hand, or answers that there is no room for it.
func (s *Service) enter(endpoint string, r micro.Request, room *bound) (done func(), ok bool) {
	f := s.figures[endpoint]
	f.requests.Add(1)
	leave, ok := room.enter(context.Background(), len(r.Data()))
	if !ok {
		f.busy.Add(1)
		s.answer(endpoint, r, nil, errBusy)
		return nil, false
	}
	end := f.begin()
	return func() { end(); leave() }, true
}
