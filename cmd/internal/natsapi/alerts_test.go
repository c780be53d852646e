package natsapi_test

import (
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
)

func TestSupervisionReachesTheEngine(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ endpoint, request, asked string }{
		{"alerts", ``, "alerts of / for  at , , after 0-0, from 0"},
		{"alerts", `{"agency":"H26.103","rung":"missed","receiver":"gd-1","level":"agency","state":"snoozed","min_position":7}`, "alerts of H26.103/missed for gd-1 at agency, snoozed, after 0-0, from 7"},
		{"why", `{"code":"H26.103-260115-0001","receiver":"gd-1"}`, `why H26.103-260115-0001 "gd-1" from 0`},
		{"acknowledge", `{"alert":"12-0","actor":"gd-1","until":"2026-01-20T07:00:00Z","note":"đã giao"}`, "acknowledge 12-0 by gd-1 until 2026-01-20T07:00:00Z: đã giao"},
		{"snooze", `{"alert":"12-0","actor":"gd-1","date":"2026-01-20"}`, "snooze 12-0 by gd-1 until 2026-01-20"},
		{"silences", `{"ended":true}`, "silences, ended too: true, from 0"},
		{"silence", inquirytest.Silence, "silence s-1 over H26.103 by cvp-1 until 2026-01-20T07:00:00+07:00"},
		{"silence_preview", inquirytest.Silence, "preview of a silence over H26.103"},
		{"silence_end", `{"id":"s-1","actor":"cvp-1"}`, "end silence s-1 by cvp-1"},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if got := o.engine.Asked(); status != "200" || got != c.asked {
			t.Errorf("%s %s is answered with %s %s; the engine was asked for %q, want %q", c.endpoint, c.request, status, answer, got, c.asked)
		}
	}
}

func TestSupervisionThatIsRefused(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	for _, c := range []struct{ endpoint, request, status, field string }{
		{"alerts", `{"level":"minister"}`, "422 invalid-field", "level"},
		{"alerts", `{"colour":"gd-1"}`, "422 unknown-field", "colour"},
		{"why", `{}`, "422 missing-field", "code"},
		{"acknowledge", `{"alert":"12-0"}`, "422 missing-field", "/actor"},
		{"snooze", `[]`, "400 malformed-json", ""},
		{"silences", `{"ended":"perhaps"}`, "422 invalid-field", "ended"},
		{"silence", `{"all":true,"agency":"x","author":"a","reason":"r","until":"2026-01-20T07:00:00Z"}`, "422 invalid-field", "/all"},
		{"silence", `{"agency":"x","author":"a","until":"2026-01-20T07:00:00Z"}`, "422 missing-field", "/reason"},
		{"silence_preview", `{"agency":"x"}`, "422 missing-field", "/author"},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if status != c.status || c.field != "" && !strings.Contains(answer, `"field":"`+c.field+`"`) {
			t.Errorf("%s %s is answered with\n%s %s, want %s about %q", c.endpoint, c.request, status, answer, c.status, c.field)
		}
	}
	if o.engine.Asked() != "" {
		t.Errorf("a refused question reached the engine: %s", o.engine.Asked())
	}
}
