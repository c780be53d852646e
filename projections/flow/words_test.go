package flow_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

func TestUnreadableWordsAreRefused(t *testing.T) {
	for query, field := range map[string]string{
		"dwell?by=field": "by", "waits?by=month": "by", "outlook?days=0": "days", "outlook?days=251": "days",
		"officers?times=many": "times", "officers?reminders=-1": "reminders", "lateness?limit=10001": "limit",
		"dwell?from=2026-02-30": "from", "waits?state=gone": "state", "lateness?policy=mine": "policy",
	} {
		analysis, words, _ := strings.Cut(query, "?")
		values, err := url.ParseQuery(words)
		must(t, err)
		_, err = flow.ParseQuery(analysis, values.Get, logtest.At("2026-01-05 08:00"), logtest.Zone)
		refusal, is := errors.AsType[*domain.Error](err)
		if !is || refusal.Code != domain.CodeInvalidField || refusal.Field != field {
			t.Errorf("%s: %v", query, err)
		}
	}
	_, err := flow.ParseQuery("weather", func(string) string { return "" }, logtest.At("2026-01-05 08:00"), logtest.Zone)
	if refusal, is := errors.AsType[*domain.Error](err); !is || refusal.Code != domain.CodeUnknown || refusal.Field != "analysis" {
		t.Errorf("an analysis that there is not: %v", err)
	}
}

// A word that an analysis does not know is never asked for, so that it can be
// refused as mistyped.
func TestEveryAnalysisAsksForItsOwnWords(t *testing.T) {
	own := []string{"by", "days", "limit", "times", "reminders"}
	for analysis, want := range map[string]string{
		"dwell": "by", "waits": "by", "lateness": "limit", "officers": "limit times reminders", "outlook": "by days limit",
	} {
		asked := map[string]bool{}
		_, err := flow.ParseQuery(analysis, func(name string) string {
			asked[name] = true
			return ""
		}, logtest.At("2026-01-05 08:00"), logtest.Zone)
		must(t, err)
		got := slices.DeleteFunc(slices.Clone(own), func(name string) bool { return !asked[name] })
		if strings.Join(got, " ") != want || !asked["from"] || !asked["unit"] || !asked["policy"] {
			t.Errorf("%s asks for %q, want %q", analysis, got, want)
		}
	}
}

func TestSecondsAreExact(t *testing.T) {
	for s, want := range map[flow.Seconds]string{
		0: "0", hours(1): "3600", flow.Seconds(250 * time.Millisecond): "0.25", -1: "-0.000000001", flow.Seconds(-90 * time.Second): "-90",
	} {
		if got := s.String(); got != want {
			t.Errorf("%d is %s, want %s", s, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := flow.Seconds(rapid.Int64().Draw(t, "nanoseconds"))
		text, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back flow.Seconds
		if err := json.Unmarshal(text, &back); err != nil || back != s {
			t.Fatalf("%d is written %s and read as %d: %v", s, text, back, err)
		}
	})
}

// What a report says is read back as it was written: the command line reads the
// server's.
func TestReportsAreReadBack(t *testing.T) {
	s := january(t)
	for _, analysis := range flow.Names() {
		report := ask[flow.Report](s, analysis, "from=2026-01-01&to=2026-01-31&as_of=2026-01-08")
		text, err := json.Marshal(report)
		must(t, err)
		back, err := flow.Empty(analysis)
		must(t, err)
		must(t, json.Unmarshal(text, back, json.RejectUnknownMembers(true)))
		again, err := json.Marshal(back)
		must(t, err)
		if string(again) != string(text) {
			t.Errorf("%s\nis read as\n%s", text, again)
		}
		if strings.Contains(string(text), "Nguyễn") || strings.Contains(string(text), "applicant") {
			t.Errorf("%s speaks of the applicant: %s", analysis, text)
		}
	}
}
