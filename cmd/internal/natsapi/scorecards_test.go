package natsapi_test

import (
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
)

func TestScorecards(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	if status, answer := o.ask(t, "scorecards", ""); status != "200" || !strings.HasPrefix(answer, `{"scorecards":[{"name":"qd-766","version":1,`) {
		t.Errorf("the list is %s %s", status, answer)
	}
	status, answer := o.ask(t, "scorecard", `{"name":"qd-766","from":"2026-01-01","to":"2026-03-31","by":"agency","agency":"H26.103","min_position":7}`)
	if want := "scorecard qd-766 from 2026-01-01 to 2026-03-31 by agency of H26.103 from 7"; status != "200" || o.engine.Asked() != want || !strings.Contains(answer, `"points":19.52`) {
		t.Errorf("the scores are %s %s; the engine was asked for %q, want %q", status, answer, o.engine.Asked(), want)
	}
	for request, want := range map[string]string{
		`{}`:                                 `"code":"missing-field","message":"name is missing: which scorecard?","field":"name"`,
		`{"name":"qd-766","by":"field"}`:     `"field":"by"`,
		`{"name":"qd-766","colour":"green"}`: `"field":"colour"`,
	} {
		if status, answer := o.ask(t, "scorecard", request); !strings.HasPrefix(status, "422 ") || !strings.Contains(answer, want) {
			t.Errorf("%s is answered with %s %s, want %s", request, status, answer, want)
		}
	}
}
