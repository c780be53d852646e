package app

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain"
)

// Two engines on one log: each overdue dossier is recorded as missed once and
// told once, whichever engine was faster.
func TestTwoEnginesTellOnce(t *testing.T) {
	const dossiers = 60
	broker := startNATS(t, t.TempDir(), -1)
	t.Cleanup(broker.Shutdown)
	var engines []*App
	for range 2 {
		engines = append(engines, running(t, Options{Data: t.TempDir(), NATSURL: broker.ClientURL()}))
	}
	for i := range dossiers {
		receiveLate(t, engines[i%2], i)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var raising sync.WaitGroup
	for _, a := range engines {
		raising.Go(func() {
			if err := a.raiseAll(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	raising.Wait()
	told := alertsIn(ctx, t, engines[0], dossiers)
	for i := range dossiers {
		if code := domain.Code(lateCode(i)); told[code] != 1 {
			t.Errorf("dossier %s was told %d times", code, told[code])
		}
	}
	for _, a := range engines { // whatever is still under way must add nothing
		if err := a.engine.RaiseDue(ctx); err != nil {
			t.Error(err)
		}
	}
	if n, err := engines[1].alerts.Count(ctx); err != nil || n != dossiers {
		t.Errorf("the stream holds %d alerts (%v), want %d", n, err, dossiers)
	}
}

// raiseAll records what is due when all that was said so far is known.
func (a *App) raiseAll(ctx context.Context) error {
	if err := a.catchUp(ctx); err != nil {
		return err
	}
	return a.engine.RaiseDue(ctx)
}

func lateCode(i int) string { return fmt.Sprintf("H37.13-260114-%04d", i) }

// receiveLate receives a dossier that is overdue already.
func receiveLate(t *testing.T, a *App, i int) {
	t.Helper()
	yesterday := time.Now().Add(-24 * time.Hour)
	r := a.engine.Submit(t.Context(), []domain.Parsed{{Event: domain.Event{
		ID: fmt.Sprint(i), Source: "urn:test:desk", Type: domain.TypeReceived, Subject: lateCode(i), At: yesterday.Add(-24 * time.Hour),
		Data: &domain.Received{
			Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson},
			Due:    yesterday,
		},
	}}})[0]
	if r.Status != domain.Accepted {
		t.Fatalf("%s: %v", r.Status, r.Error)
	}
}

// alertsIn reads alerts until there are as many as wanted, and counts them by
// dossier.
func alertsIn(ctx context.Context, t *testing.T, a *App, wanted int) map[domain.Code]int {
	t.Helper()
	stream, err := js.New(a.conn)
	if err != nil {
		t.Fatal(err)
	}
	consumer, err := stream.OrderedConsumer(ctx, notify.StreamName, js.OrderedConsumerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	told := make(map[domain.Code]int)
	last := uint64(0)
	for range wanted {
		m, err := consumer.Next(js.FetchMaxWait(10 * time.Second))
		if err != nil {
			t.Fatalf("after %d alerts: %v", len(told), err)
		}
		var alert notify.Alert
		if err := json.Unmarshal(m.Data(), &alert); err != nil {
			t.Fatal(err)
		}
		if alert.Position <= last {
			t.Errorf("alert of position %d comes after that of %d", alert.Position, last)
		}
		last = alert.Position
		told[alert.Code]++
	}
	return told
}
