package natsapi_test

import (
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
)

func TestAnalysesReachTheEngine(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	for request, asked := range map[string]string{
		`{"analysis":"dwell","by":"step","min_position":2}`:             `dwell 2026-01-01 to 2026-01-31 by "step" of unit "", times 0, reminders 0, days 0, limit 0 from 2`,
		`{"analysis":"waits","from":"2025-12-15","to":"2026-01-14"}`:    `waits 2025-12-15 to 2026-01-14 by "" of unit "", times 0, reminders 0, days 0, limit 0 from 0`,
		`{"analysis":"officers","times":1,"reminders":"4","unit":"p1"}`: `officers 2026-01-01 to 2026-01-31 by "" of unit "p1", times 1, reminders 4, days 0, limit 0 from 0`,
		`{"analysis":"outlook","days":3,"limit":5}`:                     `outlook 2026-01-01 to 2026-01-31 by "" of unit "", times 0, reminders 0, days 3, limit 5 from 0`,
	} {
		status, answer := o.ask(t, "flow", request)
		if got := o.engine.Asked(); status != "200" || got != asked || !strings.HasPrefix(answer, `{"analysis":"`) {
			t.Errorf("%s is answered with %s %s; the engine was asked for %q, want %q", request, status, answer, got, asked)
		}
	}
}

func TestAnalysesThatAreRefused(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	for request, want := range map[string]string{
		`{}`:                               "422 missing-field",
		`{"analysis":"weather"}`:           "404 not-found",
		`{"analysis":"dwell","by":"hour"}`: "422 invalid-field",
		`{"analysis":"waits","limit":5}`:   "422 unknown-field",
	} {
		if status, answer := o.ask(t, "flow", request); status != want {
			t.Errorf("%s is answered with %s %s, want %s", request, status, answer, want)
		}
	}
	if o.engine.Asked() != "" {
		t.Errorf("a refused query reached the engine: %s", o.engine.Asked())
	}
}
