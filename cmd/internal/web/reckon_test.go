package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

func TestReckoningReachesTheEngine(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ method, path, body, asked string }{
		{"GET", "/v1/calendar", "", `calendar "" from 0`},
		{"GET", "/v1/calendar?id=nl&min_position=7", "", `calendar "nl" from 7`},
		{"GET", "/v1/calendar/due?received=2026-01-15T09:30:00%2B07:00&limit=20workday", "", "due 2026-01-15T09:30:00+07:00 20workday /// from 0"},
		{"GET", "/v1/calendar/due?received=2026-01-15T09:30:00+07:00&limit=20workday", "", "due 2026-01-15T09:30:00+07:00 20workday /// from 0"},
		{"GET", "/v1/calendar/due?received=2026-01-15+09:30&limit=20workday", "", "due 2026-01-15T09:30:00+07:00 20workday /// from 0"},
		{
			"GET", "/v1/calendar/due?received=2026-01-15&procedure=1.000948&channel=online&case=a&agency=H26.103", "",
			"due 2026-01-15T00:00:00+07:00  H26.103/1.000948/online/a from 0",
		},
		{"GET", "/v1/calendar/measure?from=2026-01-15&to=2026-01-16T09:00&agency=H26", "", "measure 2026-01-15T00:00:00+07:00 to 2026-01-16T09:00:00+07:00 of H26 from 0"},
		{"GET", "/v1/procedures?after=1.000948&limit=5", "", `5 procedures after "1.000948" from 0`},
		{"POST", "/v1/calendar/preview", `{"calendar":` + inquirytest.Calendar + `}`, "preview vn v4"},
		{"POST", "/v1/whatif", `{"from":"2026-01-01","to":"2026-01-31","limit":5}`, "what if 2026-01-01 to 2026-01-31, policy false, 0 procedures, limit 5"},
	} {
		res, answer := s.ask(t, c.method, c.path, c.body)
		if got := s.engine.Asked(); res.StatusCode != http.StatusOK || got != c.asked {
			t.Errorf("%s is answered with %d %s; the engine was asked for %q, want %q", c.path, res.StatusCode, answer, got, c.asked)
		}
	}
}

func TestReckoningThatIsRefused(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{MaxBody: 1000})
	for _, c := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"GET", "/v1/calendar/due?limit=5workday", "", 422, "missing-field"},
		{"GET", "/v1/calendar/due?received=today&limit=5workday", "", 422, "invalid-field"},
		{"GET", "/v1/calendar/due?received=2026-01-15&limit=5workday&unit=day", "", 422, "unknown-field"},
		{"GET", "/v1/calendar/measure?from=2026-01-15", "", 422, "missing-field"},
		{"GET", "/v1/procedures?limit=many", "", 422, "invalid-field"},
		{"DELETE", "/v1/calendar", "", 405, "method-not-allowed"},
		{"POST", "/v1/calendar/preview", `{`, 400, "malformed-json"},
		{"POST", "/v1/whatif", `{"from":"2026-01-31","to":"2026-01-01"}`, 422, "invalid-field"},
		{"POST", "/v1/whatif?colour=red", `{"from":"2026-01-01","to":"2026-01-31"}`, 422, "unknown-field"},
		{"POST", "/v1/whatif", strings.Repeat(" ", 1001), 413, "too-large"},
	} {
		res, answer := s.ask(t, c.method, c.path, c.body)
		if res.StatusCode != c.status || !strings.Contains(answer, `"code":"`+c.code+`"`) || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s is answered with %d %s, want %d and %s", c.method, c.path, res.StatusCode, answer, c.status, c.code)
		}
	}
	if s.engine.Asked() != "" {
		t.Errorf("a refused question reached the engine: %s", s.engine.Asked())
	}
}
