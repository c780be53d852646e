package embedded_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// makeAlerts makes the stream of alerts, with a durable consumer that the engine
// keeps for a supervisor.
func makeAlerts(t *testing.T, engine *nats.Conn, alerts int) js.JetStream {
	t.Helper()
	api := jetStream(t, engine)
	if _, err := api.CreateStream(t.Context(), js.StreamConfig{Name: "ALERTS", Subjects: []string{"alert.>"}}); err != nil {
		t.Fatal(err)
	}
	_, err := api.CreateConsumer(t.Context(), "ALERTS", js.ConsumerConfig{Durable: "head", AckPolicy: js.AckExplicitPolicy})
	if err != nil {
		t.Fatal(err)
	}
	for i := range alerts {
		if _, err := api.Publish(t.Context(), "alert.H37.H37_13.missed."+fmt.Sprint(i), []byte(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	return api
}

func TestASupervisorWhoWasAwayTakesUpWhereItStopped(t *testing.T) {
	engine, desk := engineAndDesk(t)
	api := makeAlerts(t, engine, 7)
	supervisor, err := js.NewWithAPIPrefix(desk, "ENGINE.API")
	if err != nil {
		t.Fatal(err)
	}
	consumer, err := supervisor.Consumer(t.Context(), "ALERTS", "head")
	if err != nil {
		t.Fatal(err)
	}
	next := 0
	for _, wanted := range []int{3, 4} {
		batch, err := consumer.Fetch(wanted, js.FetchMaxWait(5*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		for m := range batch.Messages() {
			if string(m.Data()) != fmt.Sprint(next) || m.Subject() != "alert.H37.H37_13.missed."+fmt.Sprint(next) {
				t.Errorf("alert %d is %s on %s", next, m.Data(), m.Subject())
			}
			next++
			if err := m.DoubleAck(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	there, err := api.Consumer(t.Context(), "ALERTS", "head")
	if err != nil {
		t.Fatal(err)
	}
	if info := there.CachedInfo(); next != 7 || info.NumAckPending != 0 || info.NumPending != 0 {
		t.Errorf("%d alerts were taken, %d are not acknowledged, %d left", next, info.NumAckPending, info.NumPending)
	}
}

func TestASupervisorChangesNothingOfTheStream(t *testing.T) {
	engine, desk := engineAndDesk(t)
	makeAlerts(t, engine, 1)
	for _, request := range []string{
		"ENGINE.API.STREAM.INFO.ALERTS", "ENGINE.API.CONSUMER.CREATE.ALERTS.mine", "ENGINE.API.CONSUMER.DELETE.ALERTS.head",
		"ENGINE.API.STREAM.PURGE.ALERTS", "ENGINE.API.CONSUMER.INFO.DOSSIERS.head",
		"$JS.API.STREAM.INFO.ALERTS", "$JS.API.STREAM.PURGE.ALERTS", "$JS.API.STREAM.MSG.GET.ALERTS", "$JS.API.STREAM.DELETE.ALERTS",
		"$JS.API.CONSUMER.CREATE.ALERTS", "$JS.API.CONSUMER.CREATE.ALERTS.mine", "$JS.API.CONSUMER.DURABLE.CREATE.ALERTS.mine",
		"$JS.API.CONSUMER.DELETE.ALERTS.head", "$JS.API.CONSUMER.PAUSE.ALERTS.head", "$JS.API.CONSUMER.LIST.ALERTS", "$JS.API.CONSUMER.NAMES.ALERTS",
	} {
		answer, err := desk.Request(request, []byte(`{}`), soon)
		if err == nil && !strings.Contains(string(answer.Data), `"error":{`) {
			t.Errorf("%s was answered %s", request, answer.Data)
		}
	}
	if _, err := jetStream(t, engine).Consumer(t.Context(), "ALERTS", "head"); err != nil {
		t.Errorf("the consumer is gone: %v", err)
	}
}

func TestADeskHearsHeartbeatsAndCannotForgeThem(t *testing.T) {
	engine, desk := engineAndDesk(t)
	beats := subscribe(t, desk, "alert-heartbeat.>")
	_ = desk.Publish("alert-heartbeat.e1", []byte("forged"))
	flush(t, desk)
	if err := engine.Publish("alert-heartbeat.e1", []byte("real")); err != nil {
		t.Fatal(err)
	}
	if beat, err := beats.NextMsg(5 * time.Second); err != nil || string(beat.Data) != "real" {
		t.Errorf("the desk heard %v, %v", beat, err)
	}
}
