package natsapi_test

import (
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
)

func TestThePastIsAskedInItsOwnWords(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ endpoint, request, asked string }{
		{"statistics", `{"known_at":"2025-12-20T10:00:00Z","min_position":7}`, "2025-12-20T10:00:00Z: statistics 2025-12-01 to 2025-12-31 as of 2025-12-20T10:00:00Z by default v1 from 0"},
		{"report", `{"form":"II.06a","known_at":"2025-12-20"}`, "2025-12-20T23:59:59+07:00: form II.06a 2025-12-01 to 2025-12-31 as of 2025-12-20T23:59:59+07:00 by default v1 from 0"},
		{"report", `{"form":"late-list","known_at":"2025-12-20T10:00:00Z"}`, "2025-12-20T10:00:00Z: form late-list 2025-12-01 to 2025-12-31 as of 2025-12-20T10:00:00Z by default v1 from 0"},
		{"behind", `{"column":"waiting","known_at":"2025-12-20T10:00:00Z"}`, "2025-12-20T10:00:00Z: behind waiting 2025-12-01 to 2025-12-31 as of 2025-12-20T10:00:00Z by default v1 from 0"},
		{"flow", `{"analysis":"dwell","unit":"p1","known_at":"2025-12-20T10:00:00Z"}`, `dwell 2025-12-01 to 2025-12-31 by "" of unit "p1", times 0, reminders 0, days 0, limit 0 from 0`},
		{"scorecard", `{"name":"qd-766","agency":"H26","known_at":"2025-12-20T10:00:00Z"}`, "scorecard qd-766 from 2025-12-01 to 2025-12-31 by  of H26 from 0"},
		{"commits", `{"code":"H26-1","known_at":"2025-12-20T10:00:00Z"}`, "history H26-1 from 0"},
		{"get", `{"code":"H26-1","known_at":"2025-12-20T10:00:00Z"}`, "dossier H26-1 from 0"},
		{"list", `{"unit":"p1","known_at":"2025-12-20T10:00:00Z"}`, "list [] p1 of 50 from 0"},
		{"alerts", `{"agency":"H26","known_at":"2025-12-20T10:00:00Z","min_position":7}`, "2025-12-20T10:00:00Z: alerts of H26 at 2025-12-20T10:00:00Z from 0"},
		{"why", `{"code":"H26-1","receiver":"gd-1","known_at":"2025-12-20"}`, `2025-12-20T23:59:59+07:00: why H26-1 "gd-1" from 0`},
		{"silences", `{"ended":true,"known_at":"2025-12-20T10:00:00Z"}`, "2025-12-20T10:00:00Z: silences, ended too: true, from 0"},
		{"countings", `{"name":"strict"}`, `countings "strict" from 0`},
		{"diff", `{"known_at":"2025-12-20","against":"now","policy":"strict"}`, "diff of 2025-12-20 and now by strict and strict from 0"},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if got := o.engine.Asked(); status != "200" || got != c.asked {
			t.Errorf("%s %s is answered with %s %s; the engine was asked for %q, want %q", c.endpoint, c.request, status, answer, got, c.asked)
		}
	}
}

func TestThePastThatCantBeAsked(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ endpoint, request, field string }{
		{"statistics", `{"known_at":"lately"}`, "known_at"},
		{"statistics", `{"known_at":"2025-12-20","colour":"red"}`, "colour"},
		{"calendar", `{"known_at":"2025-12-20"}`, "known_at"},
		{"alerts", `{"known_at":"2025-12-20","level":"minister"}`, "level"},
		{"why", `{"known_at":"lately","code":"H26-1"}`, "known_at"},
		{"diff", `{"against":"lately"}`, "against"},
		{"diff", `{"against_policy":"none"}`, "policy"},
		{"diff", `{"colour":"red"}`, "colour"},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if !strings.HasPrefix(status, "422 ") || !strings.Contains(answer, `"field":"`+c.field+`"`) {
			t.Errorf("%s %s is answered with %s %s", c.endpoint, c.request, status, answer)
		}
	}
	if asked := o.engine.Asked(); asked != "" {
		t.Errorf("a mistyped question reached the engine: %s", asked)
	}
}
