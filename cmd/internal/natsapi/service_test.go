package natsapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

func TestMain(m *testing.M) { os.Exit(embeddedtest.Main(m)) }

// office is an engine's service and a desk that talks to it.
type office struct {
	engine  *inquirytest.Engine
	service *natsapi.Service
	desk    *nats.Conn
	log     *bytes.Buffer // read it after stop
}

func open(t testing.TB, e *inquirytest.Engine, o natsapi.Options) *office {
	t.Helper()
	broker := embeddedtest.Start(t)
	office := &office{engine: e, desk: embeddedtest.Connect(t, broker), log: &bytes.Buffer{}}
	o.Logger = slog.New(slog.NewTextHandler(office.log, nil))
	service, err := natsapi.Serve(embeddedtest.Connect(t, broker), e, o)
	if err != nil {
		t.Fatal(err)
	}
	office.service = service
	t.Cleanup(func() { office.stop(t) })
	return office
}

func (o *office) stop(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := o.service.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
}

// ask sends a request and returns the answer: its status (200 for none) and its
// body.
func (o *office) ask(t testing.TB, endpoint, body string) (status, answer string) {
	t.Helper()
	msg, err := o.desk.Request("dossiers.v1."+endpoint, []byte(body), 10*time.Second)
	if err != nil {
		t.Fatalf("%s: %v", endpoint, err)
	}
	return statusOf(msg), string(msg.Data)
}

func statusOf(msg *nats.Msg) string {
	if status := msg.Header.Get(micro.ErrorCodeHeader); status != "" {
		return status + " " + msg.Header.Get(micro.ErrorHeader)
	}
	return "200"
}

const code = inquirytest.Code

func batch(events ...string) string { return "[" + strings.Join(events, ",") + "]" }

func TestServiceIsDiscovered(t *testing.T) {
	for version, shown := range map[string]string{"v1.4.2": "1.4.2", "dev": "0.0.0", "": "0.0.0"} {
		o := open(t, &inquirytest.Engine{}, natsapi.Options{Version: version})
		msg, err := o.desk.Request("$SRV.INFO.dossiers", nil, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		var info micro.Info
		if err := json.Unmarshal(msg.Data, &info); err != nil {
			t.Fatal(err)
		}
		if info.Version != shown {
			t.Errorf("version %q is shown as %q, want %q", version, info.Version, shown)
		}
		var subjects []string
		for _, e := range info.Endpoints {
			subjects = append(subjects, strings.TrimPrefix(e.Subject, "dossiers.v1."))
		}
		if got, want := strings.Join(subjects, " "), "submit health get history commits clock list statistics behind report diff countings scorecards scorecard flow calendar due measure procedures preview whatif notices alerts why acknowledge snooze silences silence silence_preview silence_end"; got != want {
			t.Errorf("endpoints are %s, want %s", got, want)
		}
	}
}

func TestStatisticsCountAnswers(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	o.ask(t, "submit", inquirytest.Received("1", code))
	o.ask(t, "get", `{}`)
	msg, err := o.desk.Request("$SRV.STATS.dossiers", nil, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var stats struct {
		Endpoints []struct {
			Name string
			Data struct{ Requests, Refused, Busy int }
		}
	}
	if err := json.Unmarshal(msg.Data, &stats); err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, e := range stats.Endpoints {
		got[e.Name] = fmt.Sprint(e.Data.Requests, e.Data.Refused, e.Data.Busy)
	}
	if got["submit"] != "1 0 0" || got["get"] != "1 1 0" {
		t.Errorf("requests, refused, busy: submit %s, get %s; want 1 0 0 and 1 1 0", got["submit"], got["get"])
	}
}

func TestHealth(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Version: "1.0.0"})
	if _, got := o.ask(t, "health", ""); got != `{"ready":true,"position":42,"version":"1.0.0"}` {
		t.Errorf("health is %s", got)
	}
	sick := open(t, &inquirytest.Engine{Err: fmt.Errorf("catching up: 1 of 9 records applied")}, natsapi.Options{})
	if _, got := sick.ask(t, "health", ""); got != `{"ready":false,"reason":"catching up: 1 of 9 records applied","position":42}` {
		t.Errorf("health is %s", got)
	}
}
