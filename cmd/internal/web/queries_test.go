package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
	"github.com/hoso-engine/dossier/domain"
)

func TestQueriesReachTheEngine(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for path, asked := range map[string]string{
		"/v1/dossiers/H26.103.25.7-250908-0112":                   "dossier H26.103.25.7-250908-0112 from 0",
		"/v1/dossiers/H26%2F7?min_position=7":                     "dossier H26/7 from 7",
		"/v1/dossiers/H26-1/history":                              "history H26-1 from 0",
		"/v1/dossiers/H26-1/clock":                                "clock H26-1 at 0001-01-01T00:00:00Z from 0",
		"/v1/dossiers/H26-1/clock?at=2026-01-15T09:30:00%2B07:00": "clock H26-1 at 2026-01-15T09:30:00+07:00 from 0",
		"/v1/dossiers/H26-1/clock?at=2026-01-15T09:30:00+07:00":   "clock H26-1 at 2026-01-15T09:30:00+07:00 from 0",
		"/v1/dossiers": "list []  of 50 from 0",
		"/v1/dossiers?state=received,paused&unit=p1&limit=5&sort=-due": "list [received paused] p1 of 5 from 0",
		"/v1/statistics": "statistics 2026-01-01 to 2026-01-31 by  from 0",
		"/v1/statistics?from=2025-12-15&to=2026-01-14&by=unit":                                            "statistics 2025-12-15 to 2026-01-14 by unit from 0",
		"/v1/statistics/dossiers?by=unit,channel&row=p1,online&column=late_by&late_by=2026-01-16&limit=5": `behind late_by of "p1,online" by unit,channel, 2026-01-01 to 2026-01-31, 5 of them, from 0`,
		"/v1/reports/II.06a?from=2025-12-15&to=2026-01-14":                                                "form II.06a 2025-12-15 to 2026-01-14 of  from 0",
		"/v1/reports/on-time?from=2025-12-15&to=2026-01-14&format=xlsx":                                   "form on-time 2025-12-15 to 2026-01-14 of  from 0",
		"/v1/reports/late-list?from=2025-12-15&to=2026-01-14&agency=a1":                                   "form late-list 2025-12-15 to 2026-01-14 of a1 from 0",
		"/v1/reports/late-list?from=2025-12-15&to=2026-01-14&format=csv":                                  "form late-list 2025-12-15 to 2026-01-14 of  from 0",
		"/v1/reports/so-theo-doi?from=2026-01-05&to=2026-01-06&lang=en":                                   "form so-theo-doi 2026-01-05 to 2026-01-06 of  from 0",
		"/v1/reports/phieu-kiem-soat?code=H26-1&min_position=7":                                           "form phieu-kiem-soat  to  of H26-1 from 7",
	} {
		res, answer := s.get(t, path)
		if got := s.engine.Asked(); res.StatusCode != http.StatusOK || got != asked {
			t.Errorf("%s is answered with %d %s; the engine was asked for %q, want %q", path, res.StatusCode, answer, got, asked)
		}
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for _, c := range []struct {
		method, path string
		status       int
		code, field  string
	}{
		{"GET", "/", 404, "not-found", ""},
		{"GET", "/v1/dossiers/", 404, "not-found", ""},
		{"GET", "/v1/dossiers/H26-1/colour", 404, "not-found", ""},
		{"DELETE", "/v1/dossiers/H26-1", 405, "method-not-allowed", ""},
		{"GET", "/v1/events", 405, "method-not-allowed", ""},
		{"GET", "/v1/reports/phieu", 404, "not-found", "form"},
		{"GET", "/v1/dossiers/a%20b", 422, "invalid-code", "code"},
		{"GET", "/v1/dossiers/H26-1?colour=red", 422, "unknown-field", "colour"},
		{"GET", "/v1/dossiers/H26-1?min_position=last", 422, "invalid-field", "min_position"},
		{"GET", "/v1/dossiers/H26-1/clock?at=today", 422, "invalid-field", "at"},
		{"GET", "/v1/dossiers?stat=received", 422, "unknown-field", "stat"},
		{"GET", "/v1/dossiers?state=asleep", 422, "invalid-field", "state"},
		{"GET", "/v1/dossiers?unit=p1&unit=p2", 422, "invalid-field", "unit"},
		{"GET", "/v1/dossiers?q=%zz", 400, "malformed-query", ""},
		{"GET", "/v1/statistics?by=colour", 422, "invalid-field", "by"},
		{"GET", "/v1/statistics?by=unit,unit", 422, "invalid-field", "by"},
		{"GET", "/v1/statistics/dossiers?column=age", 422, "invalid-field", "column"},
		{"GET", "/v1/statistics/dossiers?column=due&by=unit&row=a,b", 422, "invalid-field", "row"},
		{"GET", "/v1/reports/II.06a?format=xls", 422, "invalid-field", "format"},
		{"GET", "/v1/reports/II.06a?lang=fr", 422, "invalid-field", "lang"},
		{"GET", "/v1/reports/II.06a?code=H26-1", 422, "unknown-field", "code"},
		{"GET", "/v1/reports/phieu-kiem-soat", 422, "missing-field", "code"},
		{"GET", "/v1/reports/phieu-kiem-soat?code=a%20b", 422, "invalid-code", "code"},
		{"GET", "/v1/reports/phieu-kiem-soat?code=H26-1&at=then", 422, "invalid-field", "at"},
		{"GET", "/v1/reports/phieu-kiem-soat?code=H26-1&from=2026-01-01", 422, "unknown-field", "from"},
		{"GET", "/v1/statistics?format=csv", 422, "unknown-field", "format"},
	} {
		res, answer := s.ask(t, c.method, c.path, "")
		want := fmt.Sprintf(`"code":%q`, c.code)
		if c.field != "" {
			want += fmt.Sprintf(`,"field":%q`, c.field)
		}
		if res.StatusCode != c.status || !strings.HasSuffix(answer, want+"}") || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s is answered with %d %s, want %d and %s", c.method, c.path, res.StatusCode, answer, c.status, want)
		}
		if c.status == 405 && res.Header.Get("Allow") == "" {
			t.Errorf("%s %s: the answer does not say what is allowed", c.method, c.path)
		}
	}
	if s.engine.Asked() != "" {
		t.Errorf("a refused query reached the engine: %s", s.engine.Asked())
	}
}

func TestErrorsOfTheEngine(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		code   domain.ErrorCode
	}{
		{&domain.Error{Code: domain.CodeUnknownDossier, Message: "why"}, 404, domain.CodeUnknownDossier},
		{fmt.Errorf("reading: %w", &domain.Error{Code: domain.CodeNotVisible, Message: "why"}), 503, domain.CodeNotVisible},
		{&domain.Error{Code: domain.CodeCorrupt, Message: "why"}, 500, domain.CodeCorrupt},
		{context.DeadlineExceeded, 503, domain.CodeUnavailable},
		{context.Canceled, 503, domain.CodeUnavailable},
		{errors.New("disk on fire"), 500, domain.CodeInternal},
	} {
		for _, path := range []string{"/v1/dossiers/H26-1", "/v1/dossiers/H26-1/history", "/v1/dossiers", "/v1/reports/late-list?format=csv"} {
			s := open(t, &inquirytest.Engine{Err: c.err}, web.Options{})
			res, answer := s.get(t, path)
			if res.StatusCode != c.status || !strings.Contains(answer, fmt.Sprintf(`"code":%q}`, c.code)) || strings.Contains(answer, "fire") {
				t.Errorf("%s: %v is answered with %d %s", path, c.err, res.StatusCode, answer)
			}
			if got := res.Header.Get("Retry-After"); (got == "1") != (c.status == 503) {
				t.Errorf("%v: Retry-After is %q", c.err, got)
			}
			s.Close()
			if logged := strings.Count(s.log.String(), "level=ERROR"); (logged == 1) != (c.code == domain.CodeInternal) {
				t.Errorf("%v is logged %d times", c.err, logged)
			}
		}
	}
}
