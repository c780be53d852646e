package natsapi_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/domain"
)

// holding opens an office whose engine has n submits in hand, and returns the
// subscription to their answers and how to let them go.
func holding(t *testing.T, n int, o natsapi.Options) (office *office, answers *nats.Subscription, release func()) {
	t.Helper()
	inHand, let := make(chan struct{}, n+1), make(chan struct{})
	office = open(t, &inquirytest.Engine{Before: func(ctx context.Context, _ []domain.Parsed) {
		inHand <- struct{}{}
		select {
		case <-let:
		case <-ctx.Done():
		}
	}}, o)
	inbox := office.desk.NewInbox()
	answers, err := office.desk.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		event := inquirytest.Received("held", fmt.Sprintf("H26-%d", i))
		if err := office.desk.PublishRequest("dossiers.v1.submit", inbox, []byte(event)); err != nil {
			t.Fatal(err)
		}
		<-inHand
	}
	return office, answers, func() { close(let) }
}

func TestBusy(t *testing.T) {
	o, answers, release := holding(t, 2, natsapi.Options{MaxInFlight: 2})
	for range 3 {
		msg, err := o.desk.Request("dossiers.v1.submit", []byte(inquirytest.Received("1", code)), time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if statusOf(msg) != "503 busy" || msg.Header.Get("Retry-After") != "1" {
			t.Errorf("beyond the bound a submit is answered with %s, retry after %q", statusOf(msg), msg.Header.Get("Retry-After"))
		}
	}
	if status, _ := o.ask(t, "get", `{"code":"H26-1"}`); status != "200" {
		t.Errorf("meanwhile a query is answered with %s", status)
	}
	if status, _ := o.ask(t, "health", ""); status != "200" {
		t.Errorf("meanwhile health is answered with %s", status)
	}
	release()
	results(t, answers)
	results(t, answers)
	if status, answer := o.ask(t, "submit", inquirytest.Received("2", code)); status != "200" {
		t.Errorf("with room again a submit is answered with %s %s", status, answer)
	}
}

func TestStopAnswersWhatIsInHand(t *testing.T) {
	o, answers, release := holding(t, 3, natsapi.Options{})
	stopped := make(chan error, 1)
	go func() { stopped <- o.service.Stop(context.Background()) }()
	for { // until the service has left
		if _, err := o.desk.Request("dossiers.v1.health", nil, time.Second); errors.Is(err, nats.ErrNoResponders) {
			break
		}
	}
	select {
	case err := <-stopped:
		t.Fatalf("Stop returned (%v) while requests were in hand", err)
	case <-time.After(20 * time.Millisecond):
	}
	release()
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	for range 3 {
		if got := results(t, answers)[0].ID; got != "held" {
			t.Errorf("answered %s", got)
		}
	}
	if _, err := o.desk.Request("dossiers.v1.submit", []byte(inquirytest.Received("1", code)), time.Second); !errors.Is(err, nats.ErrNoResponders) {
		t.Errorf("after Stop a request gives %v, want no responders", err)
	}
}

func TestStopCutsShortWhatTakesTooLong(t *testing.T) {
	o, answers, _ := holding(t, 1, natsapi.Options{})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := o.service.Stop(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Stop: %v, want that its time ran out", err)
	}
	results(t, answers) // the engine gave up when it was told to
}

func TestStopAfterTheConnectionIsGone(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	service, err := natsapi.Serve(o.desk, o.engine, natsapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o.desk.Close()
	if err := service.Stop(context.Background()); err != nil {
		t.Errorf("Stop: %v", err)
	}
}
