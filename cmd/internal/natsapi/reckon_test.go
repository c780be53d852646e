package natsapi_test

import (
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
)

func TestReckoningReachesTheEngine(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ endpoint, request, asked string }{
		{"calendar", ``, `calendar "" from 0`},
		{"calendar", `{"id":"nl","min_position":7}`, `calendar "nl" from 7`},
		{"due", `{"received":"2026-01-15T09:30:00+07:00","limit":"20workday"}`, "due 2026-01-15T09:30:00+07:00 20workday /// from 0"},
		{"due", `{"received":"2026-01-15 09:30","limit":"0.5workday"}`, "due 2026-01-15T09:30:00+07:00 0.5workday /// from 0"},
		{
			"due", `{"received":"2026-01-15","procedure":"1.000948","channel":"online","case":"a","agency":"H26.103","min_position":7}`,
			"due 2026-01-15T00:00:00+07:00  H26.103/1.000948/online/a from 7",
		},
		{"measure", `{"from":"2026-01-15","to":"2026-01-16 09:00","agency":"H26"}`, "measure 2026-01-15T00:00:00+07:00 to 2026-01-16T09:00:00+07:00 of H26 from 0"},
		{"procedures", `{}`, `200 procedures after "" from 0`},
		{"procedures", `{"after":"1.000948","limit":5}`, `5 procedures after "1.000948" from 0`},
		{"preview", `{"calendar":` + inquirytest.Calendar + `}`, "preview vn v4"},
		{"whatif", `{"from":"2026-01-01","to":"2026-01-31"}`, "what if 2026-01-01 to 2026-01-31, policy false, 0 procedures, limit 1000"},
		{
			"whatif", `{"from":"2026-01-01","to":"2026-01-31","limit":0,"calendar":` + inquirytest.Calendar + `,"procedures":[{"code":"1.000948","limits":[{"limit":{"value":5,"unit":"workday"}}]}]}`,
			"what if 2026-01-01 to 2026-01-31, policy false, 1 procedures, limit 0",
		},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if got := o.engine.Asked(); status != "200" || got != c.asked {
			t.Errorf("%s %s is answered with %s %s; the engine was asked for %q, want %q", c.endpoint, c.request, status, answer, got, c.asked)
		}
	}
}

func TestReckoningThatIsRefused(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	for _, c := range []struct{ endpoint, request, status, field string }{
		{"due", `{}`, "422 missing-field", "received"},
		{"due", `{"received":"2026-01-15"}`, "422 missing-field", "limit"},
		{"due", `{"received":"15/01/2026","limit":"5workday"}`, "422 invalid-field", "received"},
		{"due", `{"received":"0026-01-15","limit":"5workday"}`, "422 invalid-field", "received"},
		{"due", `{"received":"2026-01-15","limit":"5 days"}`, "422 invalid-field", "limit"},
		{"due", `{"received":"2026-01-15","limit":"5workday","procedure":"1.000948"}`, "422 invalid-field", "limit"},
		{"due", `{"received":"2026-01-15","limit":"5workday","channel":"fax"}`, "422 invalid-field", "channel"},
		{"due", `{"received":"2026-01-15","limit":"5workday","at":"now"}`, "422 unknown-field", "at"},
		{"measure", `{"from":"2026-01-15"}`, "422 missing-field", "to"},
		{"measure", `{"to":"2026-01-15"}`, "422 missing-field", "from"},
		{"procedures", `{"limit":0}`, "422 invalid-field", "limit"},
		{"preview", `[]`, "400 malformed-json", ""},
		{"preview", `{"calender":{}}`, "422 unknown-field", "/calender"},
		{"preview", `{"calendar":{"version":"one"}}`, "422 invalid-field", "/calendar/version"},
		{"whatif", ``, "400 malformed-json", ""},
		{"whatif", `{"from":"2026-01-01"}`, "422 missing-field", "/from"},
		{"whatif", `{"from":"2026-01-31","to":"2026-01-01"}`, "422 invalid-field", "/to"},
		{"whatif", `{"from":"2026-01-01","to":"2026-01-31","policy":{"id":"x"}}`, "422 invalid-field", "/policy/version"},
		{"whatif", `{"from":"2026-01-01","to":"2026-01-31","calendar":{"id":"x"}}`, "422 invalid-field", "/calendar"},
		{"whatif", `{"from":"2026-01-01","to":"2026-01-31","procedures":[{"code":"1.000948","limits":[{}]}]}`, "422 missing-field", "/limits/0/limit"},
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
