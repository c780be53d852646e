package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// openTestStream opens the stream ALERTS on a broker of its own.
func openTestStream(t *testing.T) *Stream {
	t.Helper()
	broker, err := embedded.Start(t.Context(), embedded.Options{Dir: t.TempDir(), Sync: "2s", DontListen: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(broker.Stop)
	nc, err := broker.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	s, err := OpenStream(t.Context(), nc, 1)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func alertAt(position uint64) Alert {
	return Alert{
		Position: position, Type: domain.TypeMissed, Code: domain.Code(fmt.Sprintf("H37.13-260115-%04d", position)),
		Province: "H37", Agency: "H37.13", Rung: "missed",
	}
}

// publish runs a publisher of its own until its outbox is empty.
func publish(t *testing.T, s *Stream, o *Outbox) (end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	p := NewPublisher(s, o, slog.New(slog.DiscardHandler), prometheus.NewRegistry())
	go func() { ended <- p.Run(ctx) }()
	return func() {
		embeddedtest.WaitFor(t, "an empty outbox", func() bool { return o.Waiting() == 0 })
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// positions returns the alerts' positions in the order of the stream.
func positions(t *testing.T, s *Stream) (got []uint64) {
	t.Helper()
	n, err := s.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for sequence := range n {
		m, err := s.stream.GetMsg(t.Context(), sequence+1)
		if err != nil {
			t.Fatal(err)
		}
		var a Alert
		if err := json.Unmarshal(m.Data, &a); err != nil {
			t.Fatal(err)
		}
		got = append(got, a.Position)
	}
	return got
}

// Three engines carry the same rungs, one of them is far behind: each alert is
// published once, in the log's order.
func TestPublishers_eachAlertOnceAndInOrder(t *testing.T) {
	s := openTestStream(t)
	const alerts = 200
	var ends []func()
	for engine := range uint64(3) {
		o := NewOutbox(nil, nil, supervision.ID{})
		for position := uint64(1); position <= alerts-50*engine; position++ {
			o.put(alertAt(position))
		}
		ends = append(ends, publish(t, s, o))
	}
	for _, end := range ends {
		end()
	}
	got := positions(t, s)
	if len(got) != alerts {
		t.Fatalf("the stream holds %d alerts, want %d", len(got), alerts)
	}
	for i, position := range got {
		if position != uint64(i)+1 {
			t.Fatalf("alert %d is that of position %d", i+1, position)
		}
	}
}

// An engine that was killed after it published and before it knew begins at the
// last alert in the stream: it repeats none and leaves none out.
func TestPublisher_goesOnBehindTheLastAlert(t *testing.T) {
	s := openTestStream(t)
	first := NewOutbox(nil, nil, supervision.ID{})
	first.put(alertAt(4))
	first.put(alertAt(9))
	publish(t, s, first)()
	_, sent, err := s.Last(t.Context())
	if err != nil || sent != (supervision.ID{Position: 9}) {
		t.Fatalf("the last alert is %s (%v), want 9-0", sent, err)
	}
	second := NewOutbox(nil, nil, sent)
	for _, position := range []uint64{4, 9, 11} { // the log is read from its beginning
		second.put(alertAt(position))
	}
	if n := second.Waiting(); n != 1 {
		t.Errorf("%d alerts wait after the restart, want the one that is new", n)
	}
	publish(t, s, second)()
	if got := fmt.Sprint(positions(t, s)); got != "[4 9 11]" {
		t.Errorf("the stream holds %s, want [4 9 11]", got)
	}
}

// A stream that an engine wrote which knew no ids goes on: what it holds is not told
// again, what the same commit says besides and what comes later is told once, and
// the end of an alert from before names the message that raised it.
func TestPublisher_goesOnBehindAlertsWithoutIDs(t *testing.T) {
	s := openTestStream(t)
	for _, position := range []uint64{4, 9} {
		body := fmt.Sprintf(`{"position":%d,"type":"deadline.missed","code":"H37.13-260115-0001","province":"H37","agency":"H37.13",
			"procedure":"1","clock":"dossier","rung":"missed","revision":1,"instant":"2026-01-20T17:00:00+07:00",
			"due":"2026-01-20T17:00:00+07:00","recorded":"2026-01-20T17:00:00+07:00","vi":"Quá hạn.","en":"Late."}`, position)
		if _, err := s.js.Publish(t.Context(), "alert.H37.H37_13.missed.H37_13-260115-0001", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	_, sent, err := s.Last(t.Context())
	if err != nil || sent != (supervision.ID{Position: 9}) {
		t.Fatalf("the last alert is %s (%v), want 9-0", sent, err)
	}
	old, err := s.Get(t.Context(), 2)
	if err != nil || old.Of() != sent || !old.Begins() || old.Resolved() {
		t.Errorf("the last alert is read as %+v (%v)", old, err)
	}
	o := NewOutbox(nil, nil, sent)
	for _, id := range []supervision.ID{{Position: 4}, {Position: 9}, {Position: 9, Index: 1}, {Position: 12}} {
		a := alertAt(id.Position)
		a.ID, a.Index = id, id.Index
		o.put(a)
	}
	publish(t, s, o)()
	if got := fmt.Sprint(positions(t, s)); got != "[4 9 9 12]" {
		t.Errorf("the stream holds %s, want [4 9 9 12]", got)
	}
}

// checkStream checks that the stream is the messages of the log up to some place:
// from the first on, each once, in order.
func checkStream(t *testing.T, s *Stream) (holds int) {
	t.Helper()
	got := positions(t, s)
	for i, position := range got {
		if position != uint64(i)+1 {
			t.Fatalf("message %d of the stream is that of position %d", i+1, position)
		}
	}
	return len(got)
}

// Engines that stop waiting for an answer at any moment, are killed and started
// anew, and run beside each other: after each round the stream is the log's messages
// in order, each once.
func TestPublishers_loseAnswersInMidFlight(t *testing.T) {
	s := openTestStream(t)
	const alerts, engines, rounds = 6000, 3, 8
	for round := range rounds {
		var all sync.WaitGroup
		for engine := range engines {
			all.Go(func() {
				o := filled(t, s, alerts*(round+1)/rounds-37*engine)
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+round*engines+engine)*time.Millisecond)
				defer cancel()
				p := NewPublisher(s, o, slog.New(slog.DiscardHandler), prometheus.NewRegistry())
				if err := p.Run(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		checkStream(t, s)
	}
	publish(t, s, filled(t, s, alerts))()
	if n := checkStream(t, s); n != alerts {
		t.Errorf("the stream holds %d messages, want %d", n, alerts)
	}
}

// filled is the outbox of an engine that read the log up to a position.
func filled(t *testing.T, s *Stream, head int) *Outbox {
	_, sent, err := s.Last(t.Context())
	if err != nil {
		t.Error(err)
	}
	o := NewOutbox(nil, nil, sent)
	for position := range head {
		o.put(alertAt(uint64(position) + 1))
	}
	return o
}

// Another engine publishes between two batches of one that goes on in the belief
// that its own is the last: none of what it sends is taken, though the stream ends
// where one of its messages, alone, would have been expected.
func TestStream_takesNoPartOfABatchThatIsBehind(t *testing.T) {
	s := openTestStream(t)
	if _, err := s.publish(t.Context(), []Alert{alertAt(1), alertAt(2)}, 0); err != nil {
		t.Fatal(err)
	}
	for last, batch := range [][]Alert{{alertAt(1)}, {alertAt(2), alertAt(3), alertAt(4)}, 3: {alertAt(4), alertAt(5)}} {
		if len(batch) == 0 {
			continue
		}
		if _, err := s.publish(t.Context(), batch, uint64(last)); !errors.Is(err, errBehind) {
			t.Errorf("a batch behind message %d of 2 is answered %v, want errBehind", last, err)
		}
	}
	if n := checkStream(t, s); n != 2 {
		t.Errorf("the stream holds %d messages, want 2", n)
	}
	if last, err := s.publish(t.Context(), []Alert{alertAt(3), alertAt(4)}, 2); err != nil || last != 4 {
		t.Errorf("the batch behind the last message ends at %d (%v), want 4", last, err)
	}
	checkStream(t, s)
}
