package embedded_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

// soon is how long a desk waits for what should not come.
const soon = 200 * time.Millisecond

func TestADeskMayAskTheServiceAndDiscoverIt(t *testing.T) {
	engine, desk := engineAndDesk(t)
	service, err := micro.AddService(engine, micro.Config{Name: "dossiers", Version: "1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	defer service.Stop()
	echo := micro.HandlerFunc(func(r micro.Request) { _ = r.Respond(append([]byte("accepted "), r.Data()...)) })
	if err := service.AddEndpoint("submit", echo, micro.WithEndpointSubject("dossiers.v1.submit")); err != nil {
		t.Fatal(err)
	}
	flush(t, engine)
	answer, err := desk.Request("dossiers.v1.submit", []byte("dossier 7"), 5*time.Second)
	if err != nil || string(answer.Data) != "accepted dossier 7" {
		t.Errorf("the desk was answered %v, %v", answer, err)
	}
	for _, subject := range []string{"$SRV.PING", "$SRV.INFO.dossiers", "$SRV.STATS.dossiers." + service.Info().ID} {
		answer, err := desk.Request(subject, nil, 5*time.Second)
		if err != nil || !strings.Contains(string(answer.Data), service.Info().ID) {
			t.Errorf("%s was answered %v, %v", subject, answer, err)
		}
	}
}

func TestDiscoveryAnswersForEveryEngine(t *testing.T) {
	engine, desk := engineAndDesk(t)
	for range 2 {
		service, err := micro.AddService(engine, micro.Config{Name: "dossiers", Version: "1.0.0"})
		if err != nil {
			t.Fatal(err)
		}
		defer service.Stop()
	}
	flush(t, engine)
	inbox := desk.NewInbox()
	answers, err := desk.SubscribeSync(inbox)
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.PublishRequest("$SRV.PING", inbox, nil); err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		if _, err := answers.NextMsg(5 * time.Second); err != nil {
			t.Errorf("answer %d: %v", i+1, err)
		}
	}
}

func TestADeskHearsAlertsAndCannotForgeThem(t *testing.T) {
	engine, desk := engineAndDesk(t)
	alerts := subscribe(t, desk, "alert.>")
	_ = desk.Publish("alert.H38.SYT.late.1", []byte("forged"))
	flush(t, desk)
	if err := engine.Publish("alert.H38.SYT.late.1", []byte("real")); err != nil {
		t.Fatal(err)
	}
	alert, err := alerts.NextMsg(5 * time.Second)
	if err != nil || string(alert.Data) != "real" {
		t.Errorf("the desk heard %v, %v", alert, err)
	}
}

func TestNothingThatADeskPublishesReachesTheLog(t *testing.T) {
	engine, desk := engineAndDesk(t)
	api := jetStream(t, engine)
	makeStream(t, api)
	rollUp := &nats.Msg{Subject: "dossier.1", Header: nats.Header{"Nats-Rollup": {"all"}}, Data: []byte("[]")}
	if err := desk.PublishMsg(rollUp); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Request("dossier.1", []byte("[]"), soon); !errors.Is(err, nats.ErrNoResponders) {
		t.Errorf("publishing into the log was answered: %v", err)
	}
	stream, err := api.Stream(t.Context(), "LOG")
	if err != nil {
		t.Fatal(err)
	}
	if messages := stream.CachedInfo().State.Msgs; messages != 0 {
		t.Errorf("the log holds %d messages of a desk", messages)
	}
}

func TestADeskCannotReachJetStreamAtAll(t *testing.T) {
	engine, desk := engineAndDesk(t)
	makeStream(t, jetStream(t, engine))
	if _, err := jetStream(t, engine).Publish(t.Context(), "dossier.1", []byte("[]")); err != nil {
		t.Fatal(err)
	}
	for _, request := range []string{
		"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.INFO.LOG", "$JS.API.STREAM.DELETE.LOG",
		"$JS.API.STREAM.PURGE.LOG", "$JS.API.STREAM.UPDATE.LOG", "$JS.API.STREAM.MSG.GET.LOG", "$JS.API.STREAM.MSG.DELETE.LOG",
		"$JS.API.DIRECT.GET.LOG", "$JS.API.DIRECT.GET.LOG.dossier.1", "$JS.API.CONSUMER.CREATE.LOG", "$JS.API.STREAM.SNAPSHOT.LOG",
		"$SYS.REQ.SERVER.PING", "$SYS.REQ.ACCOUNT.ENGINE.INFO",
	} {
		answer, err := desk.Request(request, []byte(`{"seq":1}`), soon)
		if err == nil && !strings.Contains(string(answer.Data), `"error":{`) {
			t.Errorf("%s was answered %s", request, answer.Data)
		}
	}
	if _, err := jetStream(t, desk).Stream(t.Context(), "LOG"); err == nil {
		t.Error("the desk sees the stream")
	}
	if stream, err := jetStream(t, engine).Stream(t.Context(), "LOG"); err != nil || stream.CachedInfo().State.Msgs != 1 {
		t.Errorf("the log was touched: %v", err)
	}
}

func TestADeskHearsNeitherTheLogNorOtherDesks(t *testing.T) {
	engine, desk := engineAndDesk(t)
	makeStream(t, jetStream(t, engine))
	// What it may not subscribe to on purpose, and what it may in vain.
	everything := subscribe(t, desk, ">")
	if _, err := jetStream(t, engine).Publish(t.Context(), "dossier.1", []byte("[]")); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Request("dossiers.v1.submit", []byte("secret"), soon); err == nil {
		t.Error("a request was answered though no engine serves")
	}
	if message, err := everything.NextMsg(soon); err == nil && !strings.HasPrefix(message.Subject, "_INBOX.") {
		t.Errorf("the desk heard %s: %s", message.Subject, message.Data)
	}
}

func TestADeskCannotAnswerInTheEnginesPlace(t *testing.T) {
	engine, desk := engineAndDesk(t)
	forger, err := nats.Connect(desk.ConnectedUrl(), nats.ErrorHandler(quietly))
	if err != nil {
		t.Fatal(err)
	}
	defer forger.Close()
	_, _ = forger.Subscribe("dossiers.v1.submit", func(m *nats.Msg) { _ = m.Respond([]byte("forged")) })
	_ = forger.Flush()
	if _, err := engine.Subscribe("dossiers.v1.submit", func(m *nats.Msg) { _ = m.Respond([]byte("real")) }); err != nil {
		t.Fatal(err)
	}
	flush(t, engine)
	for range 20 {
		answer, err := desk.Request("dossiers.v1.submit", nil, 5*time.Second)
		if err != nil || string(answer.Data) != "real" {
			t.Fatalf("the desk was answered %v, %v", answer, err)
		}
	}
}

// engineAndDesk are a connection of each kind; the desk's comes over a socket,
// without credentials, as any NATS client's does.
func engineAndDesk(t *testing.T) (engine, desk *nats.Conn) {
	t.Helper()
	s := embeddedtest.StartWith(t, embedded.Options{Dir: t.TempDir(), Port: -1})
	desk, err := nats.Connect(s.ClientURL(), nats.ErrorHandler(quietly))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	return embeddedtest.Connect(t, s), desk
}

// quietly takes the permission errors that these tests provoke.
func quietly(*nats.Conn, *nats.Subscription, error) {}

func subscribe(t *testing.T, nc *nats.Conn, subject string) *nats.Subscription {
	t.Helper()
	sub, err := nc.SubscribeSync(subject)
	if err != nil {
		t.Fatal(err)
	}
	flush(t, nc)
	return sub
}

// flush returns when the broker knows of all that was done on nc.
func flush(t *testing.T, nc *nats.Conn) {
	t.Helper()
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
}
