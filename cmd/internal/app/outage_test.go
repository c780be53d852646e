package app

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/hoso-engine/dossier/domain"
)

// begun is when the receipts of these tests took effect: a repeat says the same.
var begun = time.Now()

// receiveOne submits one receipt and returns its result.
func receiveOne(t *testing.T, a *App, i int, within time.Duration) domain.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	return a.engine.Submit(ctx, []domain.Parsed{{Event: domain.Event{
		ID: fmt.Sprint(i), Source: "urn:test:desk", Type: domain.TypeReceived,
		Subject: fmt.Sprintf("H37.13-260115-%05d", i), At: begun,
		Data: &domain.Received{Intake: domain.Intake{
			Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson,
			Content: strings.Repeat("x", 8000),
		}},
	}}})[0]
}

// A full store refuses events, loses none that it acknowledged, goes on
// answering, and says why it takes no more.
func TestFullStore(t *testing.T) {
	a := running(t, Options{Data: t.TempDir(), NATSOff: true, MaxStore: 1 << 20})
	taken := 0
	var last domain.Result
	for i := range 1000 {
		if last = receiveOne(t, a, i, time.Second); last.Status != domain.Accepted {
			break
		}
		taken++
	}
	if taken < 10 || last.Error == nil || last.Error.Code != domain.CodeUnavailable {
		t.Fatalf("after %d receipts the store answered %+v, want unavailable", taken, last)
	}
	if err := a.engine.Ready(); err == nil || !strings.Contains(err.Error(), "appends fail") {
		t.Errorf("the engine says it is ready (%v) while its store is full", err)
	}
	for i := range taken {
		if _, err := a.engine.Dossier(t.Context(), fmt.Sprintf("H37.13-260115-%05d", i), 0); err != nil {
			t.Errorf("acknowledged receipt %d: %v", i, err)
		}
	}
}

// startNATS starts a NATS server as an operator runs one.
func startNATS(t *testing.T, dir string, port int) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{
		Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: dir, NoLog: true, NoSigs: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the NATS server does not start")
	}
	return s
}

// The engine's broker goes away and comes back: events are refused meanwhile,
// with nothing half-done, and taken again without anybody touching the engine.
func TestBrokerGoneAndBack(t *testing.T) {
	dir := t.TempDir()
	broker := startNATS(t, dir, -1)
	t.Cleanup(func() { broker.Shutdown() })
	a := running(t, Options{Data: t.TempDir(), NATSURL: broker.ClientURL()})
	if r := receiveOne(t, a, 1, 5*time.Second); r.Status != domain.Accepted {
		t.Fatalf("the first receipt got %+v", r)
	}
	port := broker.Addr().String()
	broker.Shutdown()
	broker.WaitForShutdown()
	r := receiveOne(t, a, 2, 2*time.Second)
	if r.Error == nil || r.Error.Code != domain.CodeUnavailable {
		t.Fatalf("without a broker the receipt got %+v", r)
	}
	if _, err := a.engine.Dossier(t.Context(), "H37.13-260115-00001", 0); err != nil {
		t.Errorf("reads must go on: %v", err)
	}
	var number int
	if _, err := fmt.Sscanf(port[strings.LastIndex(port, ":")+1:], "%d", &number); err != nil {
		t.Fatal(err)
	}
	broker = startNATS(t, dir, number)
	if r := receiveOne(t, a, 2, 20*time.Second); r.Status != domain.Accepted {
		t.Fatalf("after the broker is back the same receipt got %+v (%v)", r, r.Error)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	history, err := a.engine.History(ctx, "H37.13-260115-00002", 0)
	for err != nil && ctx.Err() == nil { // until the projections have heard of it
		history, err = a.engine.History(ctx, "H37.13-260115-00002", 0)
	}
	if len(history) != 2 {
		t.Errorf("the receipt lies in the log with %d events (%v), want 2", len(history), err)
	}
	if err := a.engine.Ready(); err != nil {
		t.Errorf("the broker is back, the engine says %v", err)
	}
}
