package web_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

// site is an engine's HTTP interface on a real connection.
type site struct {
	*httptest.Server
	engine *inquirytest.Engine
	log    *bytes.Buffer // read it after Close
}

func open(t testing.TB, e *inquirytest.Engine, o web.Options) *site {
	t.Helper()
	s := &site{engine: e, log: &bytes.Buffer{}}
	o.Logger = slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.Server = httptest.NewServer(web.New(e, o))
	t.Cleanup(s.Close)
	return s
}

// ask sends a request; headers are name, value pairs.
func (s *site) ask(t testing.TB, method, path, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, strings.TrimSuffix(string(answer), "\n")
}

func (s *site) get(t testing.TB, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	return s.ask(t, "GET", path, "", headers...)
}

// post sends events.
func (s *site) post(t testing.TB, mediaType, body string) (*http.Response, string) {
	t.Helper()
	return s.ask(t, "POST", "/v1/events", body, "Content-Type", mediaType)
}

const (
	single = "application/cloudevents+json"
	batch  = "application/cloudevents-batch+json"
	stream = "application/x-ndjson"
)

const code = inquirytest.Code

func TestEveryAnswerIsGuarded(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for _, path := range []string{"/healthz", "/v1/dossiers", "/nowhere"} {
		res, _ := s.get(t, path)
		for name, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestOperation(t *testing.T) {
	metrics := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "dossier_up 1") })
	s := open(t, &inquirytest.Engine{}, web.Options{Version: "1.4.2", Metrics: metrics})
	sick := open(t, &inquirytest.Engine{Err: fmt.Errorf("catching up: 1 of 9 records applied")}, web.Options{})
	for _, c := range []struct {
		site         *site
		path, answer string
		status       int
	}{
		{s, "/healthz", `{"status":"ok","version":"1.4.2"}`, 200},
		{s, "/readyz", `{"status":"ready","version":"1.4.2","position":42}`, 200},
		{s, "/metrics", `dossier_up 1`, 200},
		{sick, "/healthz", `{"status":"ok"}`, 200},
		{sick, "/readyz", `{"type":"urn:dossier:problem:unavailable","title":"Unavailable","status":503,` +
			`"detail":"catching up: 1 of 9 records applied","code":"unavailable"}`, 503},
		{sick, "/metrics", `{"type":"urn:dossier:problem:not-found","title":"Not found","status":404,"detail":"there is no such resource","code":"not-found"}`, 404},
	} {
		if res, answer := c.site.get(t, c.path); res.StatusCode != c.status || answer != c.answer {
			t.Errorf("%s is answered with %d\n%s, want %d\n%s", c.path, res.StatusCode, answer, c.status, c.answer)
		}
	}
}

func TestSchemas(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	_, list := s.get(t, "/v1/schemas")
	if !strings.Contains(list, `{"type":"dossier.received","schema":"/v1/schemas/dossier.received"}`) {
		t.Errorf("the list of schemas is %s", list)
	}
	res, schema := s.get(t, "/v1/schemas/dossier.received")
	if got := res.Header.Get("Content-Type"); got != "application/schema+json" || !strings.HasPrefix(schema, "{") {
		t.Errorf("the schema is %s %s", got, schema)
	}
	if res, _ := s.get(t, "/v1/schemas/dossier.mislaid"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown type's schema is answered with %d", res.StatusCode)
	}
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	res, answer := s.ask(t, "HEAD", "/v1/dossiers/"+code, "")
	if res.StatusCode != http.StatusOK || answer != "" || res.ContentLength <= 0 {
		t.Errorf("HEAD is answered with %d, %q and length %d", res.StatusCode, answer, res.ContentLength)
	}
}

// TestLogHoldsNothingThatPeopleTyped: neither queries nor paths, which may name
// persons.
func TestLogHoldsNothingThatPeopleTyped(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	s.get(t, "/v1/dossiers?q=Nguyen")
	s.get(t, "/v1/dossiers/Nguyen")
	s.get(t, "/Nguyen")
	s.post(t, single, `{"Nguyen":1}`)
	s.Close()
	log := s.log.String()
	if strings.Contains(log, "Nguyen") || strings.Count(log, "msg=request") != 4 {
		t.Errorf("the log is\n%s", log)
	}
	if !strings.Contains(log, `method=GET route="GET /v1/dossiers/{code}" status=200`) {
		t.Errorf("the log lacks the route and the status:\n%s", log)
	}
}
