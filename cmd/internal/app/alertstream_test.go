package app

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
	sse "github.com/tmaxmax/go-sse"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

// startHTTP starts an engine with an HTTP service and without an alert clock.
func startHTTP(t *testing.T) *App {
	t.Helper()
	return running(t, Options{Data: t.TempDir(), NATSOff: true, HTTP: "127.0.0.1:0", ManualClock: true, Heartbeat: 20 * time.Millisecond})
}

// raiseLate has so many alerts told, from the given number on.
func raiseLate(t *testing.T, a *App, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		receiveLate(t, a, i)
	}
	if err := a.raiseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	embeddedtest.WaitFor(t, "the alerts", func() bool {
		n, err := a.alerts.Count(t.Context())
		return err == nil && n == uint64(to)
	})
}

// cut is a connection that breaks after so many bytes were read.
type cut struct {
	net.Conn
	left int
}

func (c *cut) Read(b []byte) (int, error) {
	if c.left <= 0 {
		_ = c.Close()
		return 0, errors.New("the line was cut")
	}
	n, err := c.Conn.Read(b[:min(len(b), c.left)])
	c.left -= n
	return n, err
}

// cutting is a client whose connections break again and again.
func cutting(after int, cuts *atomic.Int64) *sse.Client {
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		cuts.Add(1)
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		return &cut{conn, after}, err
	}}
	return &sse.Client{
		HTTPClient: &http.Client{Transport: transport},
		Backoff:    sse.Backoff{InitialInterval: time.Millisecond, MaxInterval: 10 * time.Millisecond},
	}
}

// A client that is cut off in the middle of an event, many times, resumes with the
// last id and hears each alert once, in order, those of before and those of now.
func TestAlertStream_resumesAfterCuts(t *testing.T) {
	a := startHTTP(t)
	const alerts, before = 60, 25
	raiseLate(t, a, 0, before)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.HTTPURL()+"/v1/alerts/stream?after=0&province=H37", nil)
	if err != nil {
		t.Fatal(err)
	}
	var cuts, heard, beats atomic.Int64
	connection := cutting(5000, &cuts).NewConnection(request)
	connection.SubscribeEvent("heartbeat", func(e sse.Event) {
		var h notify.Heartbeat
		if err := json.Unmarshal([]byte(e.Data), &h); err != nil || h.Engine == "" || !h.Ready {
			t.Errorf("heartbeat %s (%v)", e.Data, err)
		}
		beats.Add(1)
	})
	connection.SubscribeEvent("alert", func(e sse.Event) {
		if want := heard.Add(1); e.LastEventID != strconv.FormatInt(want, 10) {
			t.Errorf("event %d has the id %s", want, e.LastEventID)
		}
		var alert notify.Alert
		if err := json.Unmarshal([]byte(e.Data), &alert); err != nil || alert.Rung != "missed" {
			t.Errorf("event %s is %s (%v)", e.LastEventID, e.Data, err)
		}
	})
	ended := make(chan error, 1)
	go func() { ended <- connection.Connect() }()
	raiseLate(t, a, before, alerts)
	embeddedtest.WaitFor(t, "all alerts and some heartbeats", func() bool { return heard.Load() >= alerts && beats.Load() >= 3 })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the client ended with %v", err)
	}
	if heard.Load() != alerts || cuts.Load() < 5 {
		t.Errorf("%d alerts were heard over %d connections, want %d over at least 5", heard.Load(), cuts.Load(), alerts)
	}
}

// openStream begins to read the stream as plain text.
func openStream(t *testing.T, url string) (lines *bufio.Reader, end func() error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s answers %s", url, response.Status)
	}
	return bufio.NewReader(response.Body), response.Body.Close
}

// A reader that does not read holds up neither the others nor the engine's end.
func TestAlertStream_slowReaderHoldsUpNobody(t *testing.T) {
	a := startHTTP(t)
	_, endSlow := openStream(t, a.HTTPURL()+"/v1/alerts/stream?after=0")
	defer endSlow()
	lines, endQuick := openStream(t, a.HTTPURL()+"/v1/alerts/stream")
	defer endQuick()
	const alerts = 40
	raiseLate(t, a, 0, alerts)
	for heard := 0; heard < alerts; {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("after %d alerts: %v", heard, err)
		}
		if strings.HasPrefix(line, "event: alert") {
			heard++
		}
	}
	began := time.Now()
	stop(t, a)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the engine took %s to end", took)
	}
}

// A filter lets through what it asks for, a mistyped one is refused, and so is an id
// that is none.
func TestAlertStream_filters(t *testing.T) {
	a := startHTTP(t)
	raiseLate(t, a, 0, 3)
	lines, end := openStream(t, a.HTTPURL()+"/v1/alerts/stream?after=0&rung=late-1")
	defer end()
	for range 20 {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "event: alert") {
			t.Fatal("an alert of the rung missed came through the filter for late-1")
		}
	}
	for query, want := range map[string]int{"?agencies=H37": 422, "?after=last": 422, "?after=1&after=2": 422} {
		response, err := http.Get(a.HTTPURL() + "/v1/alerts/stream" + query)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s is answered %s, want %d", query, response.Status, want)
		}
	}
}

// A supervisor who is away takes up where it stopped, over the port that desks use,
// also after a restart of the engine.
func TestDurable_overARestart(t *testing.T) {
	dir := t.TempDir()
	receivers := receiversFile(t, `{"receivers":[],"durables":[{"name":"h37-office","subject":"alert.H37.>"}]}`)
	late := 0
	for round := range 2 {
		a := running(t, Options{Data: dir, NATSPort: -1, ManualClock: true, Receivers: receivers})
		raiseLate(t, a, late, late+5)
		late += 5
		desk, err := nats.Connect(a.NATSURL())
		if err != nil {
			t.Fatal(err)
		}
		supervisor, err := js.NewWithAPIPrefix(desk, "ENGINE.API")
		if err != nil {
			t.Fatal(err)
		}
		consumer, err := supervisor.Consumer(t.Context(), "ALERTS", "h37-office")
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			m, err := consumer.Next(js.FetchMaxWait(5 * time.Second))
			if err != nil {
				t.Fatal(err)
			}
			at, err := m.Metadata()
			if want := uint64(3*round + i + 1); err != nil || at.Sequence.Stream != want {
				t.Errorf("alert %d came instead of %d (%v)", at.Sequence.Stream, want, err)
			}
			if err := m.DoubleAck(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		desk.Close()
		stop(t, a)
	}
}

// Whoever begins behind the end of the stream would hear nothing for long, and is
// told so; at its end it is heard what comes next.
func TestAlertStream_beyondTheEnd(t *testing.T) {
	a := startHTTP(t)
	raiseLate(t, a, 0, 2)
	for _, header := range []string{"", "3"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, a.HTTPURL()+"/v1/alerts/stream?after=3", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Last-Event-ID", header)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if response.StatusCode != http.StatusUnprocessableEntity && response.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), "ends at alert 2") {
			t.Errorf("behind the end it answers %s: %s (%v)", response.Status, body, err)
		}
	}
	lines, end := openStream(t, a.HTTPURL()+"/v1/alerts/stream?after=2")
	raiseLate(t, a, 2, 3)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "data: ") && strings.Contains(line, lateCode(2)) {
			break
		}
		if strings.Contains(line, lateCode(1)) {
			t.Errorf("at the end it hears what came before: %s", line)
		}
	}
	if err := end(); err != nil {
		t.Error(err)
	}
}

// A reader who stops reading fills every buffer between him and the engine: it goes on
// telling the others meanwhile, and he hears each alert once when he reads again.
func TestAlertStream_readerWhoStops(t *testing.T) {
	a := startHTTP(t)
	const fillers, size = 2000, 8000 // 16 MB: several times what the kernel buffers for a connection
	body := []byte(`{"code":"filler","vi":"` + strings.Repeat("x", size) + `"}`)
	for range fillers {
		if err := a.conn.Publish("alert.X.X.filler.X", body); err != nil {
			t.Fatal(err)
		}
	}
	embeddedtest.WaitFor(t, "the fillers", func() bool {
		n, err := a.alerts.Count(t.Context())
		return err == nil && n == fillers
	})
	slow, endSlow := openStream(t, a.HTTPURL()+"/v1/alerts/stream?after=0")
	quick, endQuick := openStream(t, a.HTTPURL()+"/v1/alerts/stream?province=H37")
	const alerts = 20
	for i := range alerts {
		receiveLate(t, a, i)
	}
	if err := a.raiseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	hear(t, quick, fillers+1, fillers+alerts)
	hear(t, slow, 1, fillers+alerts)
	for _, end := range []func() error{endSlow, endQuick} {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
}

// hear reads events until the last of these alerts, each of which must come once and
// in order.
func hear(t *testing.T, lines *bufio.Reader, first, last int) {
	t.Helper()
	id := ""
	for next := first; next <= last; {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("before alert %d: %v", next, err)
		}
		if after, found := strings.CutPrefix(line, "id: "); found {
			id = strings.TrimSpace(after)
		}
		if line != "event: alert\n" {
			continue
		}
		if id != strconv.Itoa(next) {
			t.Fatalf("alert %s came, want %d", id, next)
		}
		next++
	}
}
