package web_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

func TestReportsAsCSV(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for form, want := range map[string]string{
		"II.06a": "1 | Dược | 3 | 2 | 1 | 0 | 2 | 1 | 0 | 1 | 1 | 1 | 0",
		"late-list": "1 | H26.103-260115-0001 | 1.000948 | '=Dược | H26.103 |  | cb-17 | 2026-01-05 09:00 | 2026-01-12 17:00 |  | 2026-01-14 10:15 | " +
			"2 | 2 | Chủ quan | x | 3",
		"so-theo-doi": "1 | H26-1 |  |  | a-1 |  |  |  |  |  |  |  |  | ",
	} {
		res, answer := s.get(t, "/v1/reports/"+form+"?from=2026-01-01&to=2026-01-31", "Accept", "text/csv")
		if got := res.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" {
			t.Errorf("%s is %s", form, got)
		}
		if got, want := res.Header.Get("Content-Disposition"), "attachment; filename="+form+"-2026-01-01-2026-01-31.csv"; got != want {
			t.Errorf("%s is to be kept as %s, want %s", form, got, want)
		}
		plain, marked := strings.CutPrefix(answer, "\ufeff")
		if !marked {
			t.Errorf("%s does not begin with a byte order mark", form)
		}
		records, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
		if err != nil || len(records) < 2 {
			t.Fatalf("%s: %v: %s", form, err, plain)
		}
		if got := strings.Join(records[1], " | "); got != want {
			t.Errorf("the first row of %s is\n%s, want\n%s", form, got, want)
		}
	}
}

func TestReportsAsJSON(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	_, late := s.get(t, "/v1/reports/late-list?from=2026-01-01&to=2026-01-31")
	if !strings.HasPrefix(late, `{"form":"late-list","from":"2026-01-01","to":"2026-01-31","as_of":"2026-01-15T05:00:00Z","counting":{"name":"default","version":1,`) {
		t.Errorf("the late list is %s", late)
	}
	_, report := s.get(t, "/v1/reports/II.06a")
	if !strings.HasPrefix(report, `{"form":"II.06a/VPCP/KSTT","from":"2026-01-01","to":"2026-01-31",`) || !strings.Contains(report, `"received":3,"received_online":2,`) {
		t.Errorf("the form is %s", report)
	}
}

const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// A page is shown under a policy that allows its own style and nothing else; the
// others are files to keep.
func TestFormsAsFiles(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ path, disposition, language, begins string }{
		{"II.06a?format=html", "inline; filename=II.06a-2026-01-01-2026-01-31.html", "vi", "<!DOCTYPE html>"},
		{"on-time?format=html&lang=en", "inline; filename=on-time-2026-01-01-2026-01-31-en.html", "en", "<!DOCTYPE html>"},
		{"late-list?format=xlsx", "attachment; filename=late-list-2026-01-01-2026-01-31.xlsx", "vi", "PK"},
		{"phieu-kiem-soat?code=H26%2F7&format=xlsx", "attachment; filename=phieu-kiem-soat-H26_7.xlsx", "vi", "PK"},
		{"phieu-kiem-soat?code=H26-1&format=csv&lang=en", "attachment; filename=phieu-kiem-soat-H26-1-en.csv", "en", "\ufeffNo."},
	} {
		res, answer := s.get(t, "/v1/reports/"+c.path)
		if got := res.Header.Get("Content-Disposition"); got != c.disposition || res.Header.Get("Content-Language") != c.language || !strings.HasPrefix(answer, c.begins) {
			t.Errorf("%s is to be kept as %s, in %q, and begins with %.20q", c.path, got, res.Header.Get("Content-Language"), answer)
		}
		policy := res.Header.Get("Content-Security-Policy")
		if page := strings.Contains(c.path, "html"); !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "style-src 'sha256-") != page || strings.Contains(policy, "unsafe") {
			t.Errorf("%s comes with the policy %q", c.path, policy)
		}
	}
}

func TestFormIsWhatTheClientLikesBetter(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for _, c := range []struct{ query, accept, want string }{
		{"", "", "application/json"},
		{"", "*/*", "application/json"},
		{"", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"}, // a browser
		{"", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", spreadsheet},
		{"", "text/csv", "text/csv; charset=utf-8"},
		{"", "application/json;q=0.5, text/csv", "text/csv; charset=utf-8"},
		{"", "text/*;q=0.9, application/json;q=0.1", "text/csv; charset=utf-8"},
		{"", "text/csv;q=0.1, */*", "application/json"},
		{"", "text/csv;q=0", "application/json"},
		{"?format=csv", "application/json", "text/csv; charset=utf-8"},
		{"?format=json", "text/csv", "application/json"},
		{"?format=html", "", "text/html; charset=utf-8"},
		{"?format=xlsx", "text/html", spreadsheet},
	} {
		res, _ := s.get(t, "/v1/reports/II.06a"+c.query, "Accept", c.accept)
		if got := res.Header.Get("Content-Type"); got != c.want || res.Header.Get("Vary") != "Accept" {
			t.Errorf("%s with Accept %q is answered as %s, want %s", c.query, c.accept, got, c.want)
		}
	}
}
