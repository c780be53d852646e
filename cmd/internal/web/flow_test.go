package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

func TestAnalysesReachTheEngine(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for query, asked := range map[string]string{
		"dwell": `dwell 2026-01-01 to 2026-01-31 by "" of unit "", times 0, reminders 0, days 0, limit 0 from 0`,
		"waits?from=2025-12-15&to=2026-01-14&by=agency&unit=p1": `waits 2025-12-15 to 2026-01-14 by "agency" of unit "p1", times 0, reminders 0, days 0, limit 0 from 0`,
		"lateness?limit=7&min_position=3":                       `lateness 2026-01-01 to 2026-01-31 by "" of unit "", times 0, reminders 0, days 0, limit 7 from 3`,
		"officers?times=3&reminders=1&format=json":              `officers 2026-01-01 to 2026-01-31 by "" of unit "", times 3, reminders 1, days 0, limit 0 from 0`,
		"outlook?by=officer&days=10":                            `outlook 2026-01-01 to 2026-01-31 by "officer" of unit "", times 0, reminders 0, days 10, limit 0 from 0`,
	} {
		res, answer := s.get(t, "/v1/statistics/"+query)
		analysis, _, _ := strings.Cut(query, "?")
		if got := s.engine.Asked(); res.StatusCode != http.StatusOK || got != asked || !strings.HasPrefix(answer, `{"analysis":"`+analysis+`",`) {
			t.Errorf("%s is answered with %d %s; the engine was asked for %q, want %q", query, res.StatusCode, answer, got, asked)
		}
	}
}

func TestAnalysesThatAreRefused(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for query, want := range map[string]string{
		"weather":           `"code":"not-found","field":"analysis"}`,
		"dwell?by=field":    `"code":"invalid-field","field":"by"}`,
		"dwell?days=3":      `"code":"unknown-field","field":"days"}`,
		"waits?format=xlsx": `"code":"invalid-field","field":"format"}`,
		"lateness?from=1":   `"code":"invalid-field","field":"from"}`,
	} {
		if res, answer := s.get(t, "/v1/statistics/"+query); res.StatusCode < 400 || !strings.HasSuffix(answer, want) {
			t.Errorf("%s is answered with %d %s, want %s", query, res.StatusCode, answer, want)
		}
	}
	if s.engine.Asked() != "" {
		t.Errorf("a refused query reached the engine: %s", s.engine.Asked())
	}
}

func TestAnalysesAsCSV(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	res, answer := s.get(t, "/v1/statistics/dwell", "Accept", "text/csv")
	if got := res.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" || res.Header.Get("Vary") != "Accept" {
		t.Errorf("the answer is %s", got)
	}
	if got := res.Header.Get("Content-Disposition"); got != "attachment; filename=dwell-2026-01-01-2026-01-31.csv" {
		t.Errorf("to be kept as %s", got)
	}
	if !strings.HasPrefix(answer, "\ufeffSTT,Đơn vị,") || !strings.Contains(answer, "\n1,'=p1,,2,1,90,0,0,0,0,0,0,3workday,1,0\n") {
		t.Errorf("the table is %s", answer)
	}
}
