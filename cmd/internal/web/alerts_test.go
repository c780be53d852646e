package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

func TestSupervisionReachesTheEngine(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for _, c := range []struct {
		method, path, body string
		status             int
		asked              string
	}{
		{"GET", "/v1/alerts", "", 200, "alerts of / for  at , , after 0-0, from 0"},
		{
			"GET", "/v1/alerts?agency=H26.103&rung=missed&receiver=gd-1&level=agency&state=firing&cursor=12-1&min_position=7", "",
			200, "alerts of H26.103/missed for gd-1 at agency, firing, after 12-1, from 7",
		},
		{"GET", "/v1/alerts/why?code=H26.103-260115-0001&receiver=gd-1", "", 200, `why H26.103-260115-0001 "gd-1" from 0`},
		{
			"POST", "/v1/alerts/12-0/ack", `{"actor":"gd-1","until":"2026-01-20T07:00:00Z","note":"đã giao"}`,
			201, "acknowledge 12-0 by gd-1 until 2026-01-20T07:00:00Z: đã giao",
		},
		{"POST", "/v1/alerts/12-0/snooze", `{"actor":"gd-1","date":"2026-01-20"}`, 201, "snooze 12-0 by gd-1 until 2026-01-20"},
		{"GET", "/v1/silences?ended=true", "", 200, "silences, ended too: true, from 0"},
		{"POST", "/v1/silences", inquirytest.Silence, 201, "silence s-1 over H26.103 by cvp-1 until 2026-01-20T07:00:00+07:00"},
		{"POST", "/v1/silences/preview", inquirytest.Silence, 200, "preview of a silence over H26.103"},
		{"POST", "/v1/silences/s-1/end", `{"actor":"cvp-1"}`, 201, "end silence s-1 by cvp-1"},
	} {
		res, answer := s.ask(t, c.method, c.path, c.body)
		if got := s.engine.Asked(); res.StatusCode != c.status || got != c.asked {
			t.Errorf("%s %s is answered with %d %s; the engine was asked for %q, want %q", c.method, c.path, res.StatusCode, answer, got, c.asked)
		}
	}
}

func TestSupervisionThatIsRefused(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for _, c := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"GET", "/v1/alerts?level=minister", "", 422, "invalid-field"},
		{"GET", "/v1/alerts?colour=gd-1", "", 422, "unknown-field"},
		{"GET", "/v1/alerts?cursor=x", "", 422, "invalid-field"},
		{"GET", "/v1/alerts?limit=0", "", 422, "invalid-field"},
		{"GET", "/v1/alerts?state=resolved", "", 422, "invalid-field"},
		{"GET", "/v1/alerts/why", "", 422, "invalid-code"},
		{"POST", "/v1/alerts/12-0/ack", `{}`, 422, "missing-field"},
		{"POST", "/v1/alerts/12-0/ack", `{"actor":"gd-1","forever":"x"}`, 422, "unknown-field"},
		{"POST", "/v1/alerts/12-0/snooze", `[]`, 400, "malformed-json"},
		{"POST", "/v1/silences", `{"author":"a","reason":"r","until":"2026-01-20T07:00:00Z"}`, 422, "missing-field"},
		{"POST", "/v1/silences/preview", strings.Replace(inquirytest.Silence, "H26.103", "", 1), 422, "missing-field"},
		{"DELETE", "/v1/silences", "", 405, "method-not-allowed"},
	} {
		res, answer := s.ask(t, c.method, c.path, c.body)
		if res.StatusCode != c.status || !strings.Contains(answer, `"code":"`+c.code+`"`) || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s is answered with %d %s, want %d and %s", c.method, c.path, res.StatusCode, answer, c.status, c.code)
		}
	}
	if s.engine.Asked() != "" {
		t.Errorf("a refused question reached the engine: %s", s.engine.Asked())
	}
	if res, _ := open(t, &inquirytest.Engine{Err: http.ErrServerClosed}, web.Options{}).ask(t, "POST", "/v1/silences", inquirytest.Silence); res.StatusCode != http.StatusInternalServerError {
		t.Errorf("a failure is answered with %d", res.StatusCode)
	}
}
