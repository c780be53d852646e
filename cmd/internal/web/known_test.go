package web_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
)

// noon is 12:00 of the 15th of January in the engine's zone.
func TestThePastIsAskedInItsOwnWords(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for path, asked := range map[string]string{
		// the period without from and to is the month of then, as_of is then
		"/v1/statistics?known_at=2025-12-20T10:00:00Z":                                         "2025-12-20T10:00:00Z: statistics 2025-12-01 to 2025-12-31 as of 2025-12-20T10:00:00Z by default v1 from 0",
		"/v1/statistics?known_at=2025-12-20&min_position=7":                                    "2025-12-20T23:59:59+07:00: statistics 2025-12-01 to 2025-12-31 as of 2025-12-20T23:59:59+07:00 by default v1 from 0",
		"/v1/reports/II.06a?known_at=2025-12-20T10:00:00Z&from=2025-11-01&to=2025-11-30":       "2025-12-20T10:00:00Z: form II.06a 2025-11-01 to 2025-11-30 as of 2025-11-30T23:59:59+05:00 by default v1 from 0",
		"/v1/statistics?known_at=2025-12-20T10:00:00Z&from=2025-12-01&as_of=2025-12-20":        "2025-12-20T10:00:00Z: statistics 2025-12-01 to 2025-12-20 as of 2025-12-20T23:59:59+05:00 by default v1 from 0",
		"/v1/dossiers/H26-1?known_at=2025-12-20T10:00:00Z":                                     "dossier H26-1 from 0",
		"/v1/dossiers/H26-1/history?known_at=2025-12-20T10:00:00Z":                             "history H26-1 from 0",
		"/v1/dossiers/H26-1/clock?known_at=2025-12-20T10:00:00Z":                               "clock H26-1 at 0001-01-01T00:00:00Z from 0",
		"/v1/dossiers?known_at=2025-12-20T10:00:00Z&unit=p1":                                   "list [] p1 of 50 from 0",
		"/v1/reports/late-list?known_at=2025-12-20T10:00:00Z&from=2025-11-01&to=2025-11-30":    "2025-12-20T10:00:00Z: form late-list 2025-11-01 to 2025-11-30 as of 2025-11-30T23:59:59+05:00 by default v1 from 0",
		"/v1/reports/so-theo-doi?known_at=2025-12-20T10:00:00Z":                                "2025-12-20T10:00:00Z: form so-theo-doi 2025-12-01 to 2025-12-31 as of 2025-12-20T10:00:00Z by default v1 from 0",
		"/v1/reports/phieu-kiem-soat?known_at=2025-12-20T10:00:00Z&code=H26-1":                 "2025-12-20T10:00:00Z: form phieu-kiem-soat  to  as of 0001-01-01T00:00:00Z by  v0 from 0",
		"/v1/statistics/dossiers?known_at=2025-12-20T10:00:00Z&column=waiting":                 "2025-12-20T10:00:00Z: behind waiting 2025-12-01 to 2025-12-31 as of 2025-12-20T10:00:00Z by default v1 from 0",
		"/v1/statistics/dwell?known_at=2025-12-20T10:00:00Z&unit=p1":                           `dwell 2025-12-01 to 2025-12-31 by "" of unit "p1", times 0, reminders 0, days 0, limit 0 from 0`,
		"/v1/scorecards/qd-766?known_at=2025-12-20T10:00:00Z&agency=H26":                       "scorecard qd-766 from 2025-12-01 to 2025-12-31 by  of H26 from 0",
		"/v1/alerts?known_at=2025-12-20T10:00:00Z&agency=H26&min_position=7":                   "2025-12-20T10:00:00Z: alerts of H26 at 2025-12-20T10:00:00Z from 0",
		"/v1/alerts/why?known_at=2025-12-20&code=H26-1&receiver=gd-1":                          `2025-12-20T23:59:59+07:00: why H26-1 "gd-1" from 0`,
		"/v1/silences?known_at=2025-12-20T10:00:00Z&ended=true":                                "2025-12-20T10:00:00Z: silences, ended too: true, from 0",
		"/v1/reports/II.06a?policy=strict":                                                     "form II.06a 2026-01-01 to 2026-01-31 of  from 0",
		"/v1/countings?name=strict&min_position=3":                                             `countings "strict" from 3`,
		"/v1/statistics?policy=strict@1":                                                       "statistics 2026-01-01 to 2026-01-31 by  from 0",
		"/v1/statistics/diff?known_at=2025-12-20&policy=default&against_policy=strict&by=unit": "diff of 2025-12-20 and  by default and strict from 0",
	} {
		res, answer := s.get(t, path)
		if got := s.engine.Asked(); res.StatusCode != http.StatusOK || got != asked {
			t.Errorf("%s is answered with %d %s; the engine was asked for %q, want %q", path, res.StatusCode, answer, got, asked)
		}
		said := res.Header.Get("Dossier-Known-At")
		if recalled := strings.Contains(path, "known_at") && !strings.Contains(path, "diff"); (said != "") != recalled {
			t.Errorf("%s is answered with Dossier-Known-At %q", path, said)
		}
	}
}

func TestThePastThatCantBeAsked(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	for path, field := range map[string]string{
		"/v1/statistics?known_at=lately":                         "known_at",
		"/v1/statistics?known_at=2025-12-20&stat=received":       "stat",
		"/v1/statistics?known_at=2025-12-20&by=colour":           "by",
		"/v1/calendar?known_at=2025-12-20":                       "known_at",
		"/v1/alerts?known_at=2025-12-20&level=minister":          "level",
		"/v1/alerts/why?known_at=lately&code=H26-1":              "known_at",
		"/v1/statistics/diff?against=lately":                     "against",
		"/v1/statistics/diff?against_policy=none":                "policy",
		"/v1/statistics/diff?limit=-1":                           "limit",
		"/v1/statistics/diff?known_at=now&against_as_of=someday": "as_of",
		"/v1/statistics?policy=strict@2":                         "policy",
	} {
		res, answer := s.get(t, path)
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(answer, `"field":"`+field+`"`) {
			t.Errorf("%s is answered with %d %s", path, res.StatusCode, answer)
		}
	}
	if asked := s.engine.Asked(); asked != "" {
		t.Errorf("a mistyped question reached the engine: %s", asked)
	}
	// published since then
	res, answer := s.get(t, "/v1/statistics?known_at=2025-12-20&policy=strict")
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(answer, `"field":"policy"`) {
		t.Errorf("a policy of a later day is answered with %d %s", res.StatusCode, answer)
	}
}

func TestDiffAsCSV(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{Now: inquirytest.Noon})
	_, answer := s.get(t, "/v1/statistics/diff?known_at=2025-12-20&format=csv")
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(answer, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"dòng", "'=Dược", "10", "1", "2", ""},
		{"tổng", "Tổng cộng", "10", "3", "4", ""},
		{"hồ sơ", "H26-1", "", "–", "duoc 5, 10", "dossier.received 05/01/2026 09:00 (ghi nhận / recorded 01/02/2026 08:00:00, cb-17)"},
	}
	if diff := cmp.Diff(want, records[1:4]); diff != "" {
		t.Error(diff)
	}
	if last := strings.Join(records[len(records)-1], "|"); last != "|Cách tính||default v1|strict v1|" {
		t.Errorf("the last record is %s", last)
	}
}
