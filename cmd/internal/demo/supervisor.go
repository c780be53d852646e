package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// alert is what a supervisor reads of an alert.
type alert struct {
	Position uint64           `json:"position"`
	Kind     supervision.Kind `json:"kind"`
	Type     domain.Type      `json:"type"`
	Code     string           `json:"code"`
	Unit     string           `json:"unit"`
	Officer  string           `json:"officer"`
	Rung     string           `json:"rung"`
	Clock    domain.ClockName `json:"clock"`
	Instant  time.Time        `json:"instant"`
	Due      time.Time        `json:"due"`
	Recorded time.Time        `json:"recorded"`
}

// supervisor receives every alert over NATS.
type supervisor struct {
	messages chan *nats.Msg
	last     uint64         // position of the last message received
	byRung   map[string]int // how many were received
	missed   map[string]int // overdue dossiers by the officer who held them
	delayed  int            // recorded after their instant
}

// alertsAtOnce is how many alerts may arrive before the player looks at them:
// more than dossiers can have rungs at one instant.
const alertsAtOnce = 1 << 16

// supervise subscribes to all alerts.
func supervise(nc *nats.Conn) (*supervisor, error) {
	s := &supervisor{messages: make(chan *nats.Msg, alertsAtOnce), byRung: make(map[string]int), missed: make(map[string]int)}
	if _, err := nc.ChanSubscribe("alert.>", s.messages); err != nil {
		return nil, fmt.Errorf("subscribe to alerts: %w", err)
	}
	return s, nc.Flush() // the server knows the subscription before the first alert
}

// deliveredWithin is how long a recorded rung may take to reach a supervisor.
const deliveredWithin = 10 * time.Second

// await receives alerts until that of the position is there, and shows each.
func (s *supervisor) await(ctx context.Context, position uint64, show func(alert)) error {
	timer := time.NewTimer(deliveredWithin)
	defer timer.Stop()
	for s.last < position {
		select {
		case m := <-s.messages:
			if err := s.take(m, show); err != nil {
				return err
			}
		case <-timer.C:
			return fmt.Errorf("the alert of position %d did not arrive within %v", position, deliveredWithin)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// take reads one message. That an alert is resolved, or told again, is not counted:
// the log records its rung once.
func (s *supervisor) take(m *nats.Msg, show func(alert)) error {
	var a alert
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return fmt.Errorf("the alert on %s: %w", m.Subject, err)
	}
	s.last = a.Position
	if a.Kind != supervision.KindNew && a.Kind != supervision.KindEscalated {
		return nil
	}
	s.byRung[a.Rung]++
	if a.Recorded.After(a.Instant) {
		s.delayed++
	}
	if a.Rung == rungMissed {
		s.missed[a.Officer]++
	}
	show(a)
	return nil
}

// watch shows alerts as they come until ctx ends.
func (s *supervisor) watch(ctx context.Context, show func(alert)) error {
	for {
		select {
		case m := <-s.messages:
			if err := s.take(m, show); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}
