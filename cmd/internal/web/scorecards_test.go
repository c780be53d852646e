package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

func TestScorecards(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	_, list := s.get(t, "/v1/scorecards")
	if want := `{"scorecards":[{"name":"qd-766","version":1,"title":{"vi":"","en":""},"source":"","criteria":0,"computed":0,"recorded":0,"maximum":100.00}]}`; list != want {
		t.Errorf("the list is\n%s, want\n%s", list, want)
	}
	res, answer := s.get(t, "/v1/scorecards/qd-766?from=2026-01-01&to=2026-03-31&by=unit&agency=H26.103&min_position=7")
	if want := "scorecard qd-766 from 2026-01-01 to 2026-03-31 by unit of H26.103 from 7"; s.engine.Asked() != want {
		t.Errorf("the engine was asked for %q, want %q", s.engine.Asked(), want)
	}
	if res.StatusCode != http.StatusOK || !strings.Contains(answer, `"criteria":[{"id":"on-time","status":"valued","value":97.60,"points":19.52}]`) {
		t.Errorf("the scores are %s", answer)
	}
}

func TestScorecardAsCSV(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	res, answer := s.get(t, "/v1/scorecards/qd-766?from=2026-01-01&to=2026-03-31", "Accept", "text/csv")
	if got, want := res.Header.Get("Content-Disposition"), "attachment; filename=qd-766-2026-01-01-2026-03-31.csv"; got != want {
		t.Errorf("it is to be kept as %s, want %s", got, want)
	}
	if want := "\n,,,progress,on-time,Đúng hạn,tính từ hồ sơ,on_time / received,,97.60,%,có số liệu,19.52,20.00,,,,,,\n"; !strings.HasPrefix(answer, "\ufeffHạng,") || !strings.Contains(answer, want) {
		t.Errorf("the file is %q", answer)
	}
}

func TestScorecardsThatAreRefused(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ path, code, field string }{
		{"/v1/scorecards/qd-766?by=month", "invalid-field", "by"},
		{"/v1/scorecards/qd-766?from=yesterday", "invalid-field", "from"},
		{"/v1/scorecards/qd-766?unti=one", "unknown-field", "unti"},
		{"/v1/scorecards/qd-766?format=xlsx", "invalid-field", "format"},
		{"/v1/scorecards?name=qd-766", "unknown-field", "name"},
	} {
		res, answer := s.get(t, c.path)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(answer, `"code":"`+c.code+`"`) || !strings.Contains(answer, `"field":"`+c.field+`"`) {
			t.Errorf("%s is answered with %d %s, want %s at %s", c.path, res.StatusCode, answer, c.code, c.field)
		}
	}
	if s.engine.Asked() != "" {
		t.Errorf("a refused query reached the engine: %s", s.engine.Asked())
	}
}
