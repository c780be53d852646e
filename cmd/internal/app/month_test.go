package app

import (
	"fmt"
	"os"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

func TestMain(m *testing.M) { os.Exit(embeddedtest.Main(m)) }

// january is when the bubble's clock begins in these tests.
var january = time.Date(2026, 1, 15, 9, 0, 0, 0, time.FixedZone("+07", 7*3600))

// startIn starts an engine on the embedded broker inside a bubble, on the clock.
func startIn(t *testing.T, dir string, clock *lapse) *App {
	t.Helper()
	return running(t, Options{Data: dir, NATSOff: true, Now: clock.now})
}

// say submits one event over NATS and returns the result, which must be an
// acceptance.
func say(t *testing.T, a *App, kind domain.Type, subject, data string) domain.Result {
	t.Helper()
	at := a.options.Now()
	body := fmt.Appendf(nil, `{"specversion":"1.0","id":"%s/%s","source":"urn:test:desk","type":%q,"subject":%q,"time":%q,"data":%s}`,
		kind, at.Format(time.RFC3339Nano), kind, subject, at.Format(time.RFC3339Nano), data)
	msg, err := a.conn.Request("dossiers.v1.submit", body, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Results []domain.Result }
	if err := json.Unmarshal(msg.Data, &answer, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatalf("%v: %s", err, msg.Data)
	}
	if len(answer.Results) != 1 || answer.Results[0].Status != domain.Accepted {
		t.Fatalf("%s was answered with %s", kind, msg.Data)
	}
	return answer.Results[0]
}

// alertsOf subscribes as a supervisor.
func alertsOf(t *testing.T, a *App) chan *nats.Msg {
	t.Helper()
	alerts := make(chan *nats.Msg, 64)
	if _, err := a.conn.ChanSubscribe("alert.>", alerts); err != nil {
		t.Fatal(err)
	}
	return alerts
}

// received empties the subscription.
func received(t *testing.T, alerts chan *nats.Msg) []notify.Alert {
	t.Helper()
	var all []notify.Alert
	for {
		select {
		case m := <-alerts:
			var a notify.Alert
			if err := json.Unmarshal(m.Data, &a); err != nil {
				t.Fatal(err)
			}
			if m.Subject != a.Subject() {
				t.Errorf("alert on %s, its content belongs on %s", m.Subject, a.Subject())
			}
			all = append(all, a)
		default:
			return all
		}
	}
}

const fiveDays = `{"name":"Cấp chứng chỉ","field":"duoc","limits":[{"limit":{"value":5,"unit":"workday"}}]}`

const receipt = `{"province":"H37","agency":"H37.13","procedure":"1.000001","channel":"in-person","unit":"nvd"}`

// Three weeks pass: received over NATS on 15/01/2026, five workdays, due on the
// 22nd, nobody completes it. The clock leaps from rung to rung.
func TestMonth(t *testing.T) {
	t.Parallel()
	month(t, func(a *App, clock *lapse, until time.Time) { clock.pass(t, a, until) })
}

// TestSoakMonth is TestMonth with each of its seconds: nothing comes in between.
// Set DOSSIER_SOAK to run it.
func TestSoakMonth(t *testing.T) {
	soak(t)
	month(t, func(_ *App, clock *lapse, until time.Time) { time.Sleep(until.Sub(clock.now())) })
}

// soak skips a test that is run with `make soak` alone.
func soak(t *testing.T) {
	t.Helper()
	if os.Getenv("DOSSIER_SOAK") == "" {
		t.Skip("DOSSIER_SOAK is not set")
	}
}

func month(t *testing.T, pass func(a *App, clock *lapse, until time.Time)) {
	t.Helper()
	dir := t.TempDir()
	embeddedtest.Bubble(t, func(t *testing.T) {
		clock := clockAt(january)
		a := startIn(t, dir, clock)
		alerts := alertsOf(t, a)
		say(t, a, domain.TypeProcedurePublished, "1.000001", fiveDays)
		r := say(t, a, domain.TypeReceived, "H37.13-260115-0001", receipt)
		if want := "2026-01-22T17:00:00+07:00"; r.Due.Format(time.RFC3339) != want {
			t.Errorf("due %s, want %s", r.Due.Format(time.RFC3339), want)
		}
		pass(a, clock, january.AddDate(0, 0, 19)) // after the last rung
		synctest.Wait()
		checkMonth(t, received(t, alerts))
		overdue, err := testutil.GatherAndCount(a.metrics, "dossier_rungs_total")
		if err != nil || overdue != 7 {
			t.Errorf("%d rungs are measured (%v), want 7", overdue, err)
		}
		if got := figure(t, a, "dossier_dossiers", "overdue"); got != 1 {
			t.Errorf("%v dossiers are measured as overdue, want 1", got)
		}
		stop(t, a)
	})
}

// checkMonth compares the alerts with the ladder: each rung once, at its
// instant to the second, recorded then.
func checkMonth(t *testing.T, alerts []notify.Alert) {
	t.Helper()
	want := []struct{ rung, instant string }{
		{"two-days-left", "2026-01-20T07:00:00+07:00"},
		{"half", "2026-01-20T08:00:00+07:00"},
		{"due-day", "2026-01-22T07:00:00+07:00"},
		{"missed", "2026-01-23T00:00:00+07:00"},
		{"late-1", "2026-01-23T07:00:00+07:00"},
		{"late-3", "2026-01-27T07:00:00+07:00"},
		{"late-7", "2026-02-02T07:00:00+07:00"},
	}
	if len(alerts) != len(want) {
		t.Fatalf("%d alerts, want %d: %+v", len(alerts), len(want), alerts)
	}
	for i, w := range want {
		got := alerts[i]
		instant, err := time.Parse(time.RFC3339, w.instant)
		if err != nil {
			t.Fatal(err)
		}
		if got.Rung != w.rung || !got.Instant.Equal(instant) {
			t.Errorf("alert %d is %s at %s, want %s at %s", i+1, got.Rung, got.Instant.Format(time.RFC3339), w.rung, w.instant)
		}
		if late := got.Recorded.Sub(instant); late < 0 || late > time.Second {
			t.Errorf("rung %s was recorded %s after its instant", got.Rung, late)
		}
	}
}

// figure returns the value of a metric with one label of that value.
func figure(t *testing.T, a *App, name, label string) float64 {
	t.Helper()
	families, err := a.metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			if m.GetLabel()[0].GetValue() == label {
				return m.GetGauge().GetValue()
			}
		}
	}
	t.Fatalf("metric %s{%s} is not there", name, label)
	return 0
}

// An engine that was down over several rungs records them in order, each once,
// and publishes each once.
func TestMonth_downOverRungs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	embeddedtest.Bubble(t, func(t *testing.T) {
		clock := clockAt(january)
		a := startIn(t, dir, clock)
		say(t, a, domain.TypeProcedurePublished, "1.000001", fiveDays)
		say(t, a, domain.TypeReceived, "H37.13-260115-0001", receipt)
		stop(t, a)
		time.Sleep(30 * 24 * time.Hour)
		for restart := range 2 {
			b := startIn(t, dir, clock)
			time.Sleep(5 * time.Minute)
			synctest.Wait()
			info, err := b.alerts.Count(t.Context())
			if err != nil || info != 7 {
				t.Errorf("after restart %d the stream holds %d alerts (%v), want 7", restart+1, info, err)
			}
			stop(t, b)
		}
	})
}
