package natsapi_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/domain"
)

func TestQueriesReachTheEngine(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{Now: inquirytest.Noon})
	for _, c := range []struct{ endpoint, request, asked string }{
		{"get", `{"code":"H26-1"}`, "dossier H26-1 from 0"},
		{"get", `{"code":"H26-1","min_position":7}`, "dossier H26-1 from 7"},
		{"get", `{"code":"H26-1","min_position":"7"}`, "dossier H26-1 from 7"},
		{"history", `{"code":"H26-1"}`, "history H26-1 from 0"},
		{"commits", `{"code":"H26-1"}`, "history H26-1 from 0"},
		{"clock", `{"code":"H26-1"}`, "clock H26-1 at 0001-01-01T00:00:00Z from 0"},
		{"clock", `{"code":"H26-1","at":"2026-01-15T09:30:00+07:00"}`, "clock H26-1 at 2026-01-15T09:30:00+07:00 from 0"},
		{"list", ``, "list []  of 50 from 0"},
		{"list", `{"state":"received,paused","unit":"p1","limit":5,"cursor":null}`, "list [received paused] p1 of 5 from 0"},
		{"statistics", `{}`, "statistics 2026-01-01 to 2026-01-31 by  from 0"},
		{"statistics", `{"from":"2025-12-15","to":"2026-01-14","by":"unit","min_position":3}`, "statistics 2025-12-15 to 2026-01-14 by unit from 3"},
		{"behind", `{"from":"2025-12-15","to":"2026-01-14","column":"resolved_late"}`, `behind resolved_late of "" by , 2025-12-15 to 2026-01-14, 50 of them, from 0`},
		{"report", `{"form":"II.06a","from":"2025-12-15","to":"2026-01-14"}`, "form II.06a 2025-12-15 to 2026-01-14 of  from 0"},
		{"report", `{"form":"late-list","from":"2025-12-15","to":"2026-01-14","agency":"a1"}`, "form late-list 2025-12-15 to 2026-01-14 of a1 from 0"},
		{"report", `{"form":"phieu-kiem-soat","code":"H26-1","min_position":7}`, "form phieu-kiem-soat  to  of H26-1 from 7"},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if got := o.engine.Asked(); status != "200" || got != c.asked {
			t.Errorf("%s %s is answered with %s %s; the engine was asked for %q, want %q", c.endpoint, c.request, status, answer, got, c.asked)
		}
	}
}

func TestHistoryIsCloudEvents(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	_, got := o.ask(t, "history", `{"code":"H26-1"}`)
	want := `{"code":"H26-1","events":[{"specversion":"1.0","id":"1","source":"/desk/7","type":"dossier.received","subject":"H26-1",` +
		`"time":"2026-01-15T09:30:00Z","datacontenttype":"application/json","dataschema":"dossier.received/1","sequence":1,"data":{}}]}`
	if got != want {
		t.Errorf("history is\n%s, want\n%s", got, want)
	}
}

func TestCommitsHavePositions(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	_, got := o.ask(t, "commits", `{"code":"H26-1"}`)
	if want := `{"code":"H26-1","commits":[{"position":7,"events":[{"specversion":"1.0",`; !strings.HasPrefix(got, want) {
		t.Errorf("commits are\n%s, want\n%s...", got, want)
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	for _, c := range []struct{ endpoint, request, status, answer string }{
		{"get", `{}`, "422 missing-field", `{"code":"missing-field","message":"code is missing: which dossier?","field":"code"}`},
		{
			"get", `{"code":"a b"}`, "422 invalid-code",
			`{"code":"invalid-code","message":"the identifier \"a b\" has a character that a subject can't carry at byte 1","field":"code"}`,
		},
		{
			"get", `{"code":"H26-1","at":"now"}`, "422 unknown-field",
			`{"code":"unknown-field","message":"\"at\" is not one of [\"code\" \"known_at\" \"min_position\"]","field":"at"}`,
		},
		{"get", `{"code":["H26-1"]}`, "422 invalid-field", `{"code":"invalid-field","message":"\"code\" is neither a string nor a number","field":"code"}`},
		{
			"get", `{"code":"H26-1","min_position":"last"}`, "422 invalid-field",
			`{"code":"invalid-field","message":"min_position \"last\" is not a position: the seq of a result","field":"min_position"}`,
		},
		{"get", `["H26-1"]`, "400 malformed-json", `{"code":"malformed-json","message":"the query is not a JSON object"}`},
		{"clock", `{"code":"H26-1","at":"today"}`, "422 invalid-field", ``},
		{"list", `{"stat":"received"}`, "422 unknown-field", ``},
		{"list", `{"state":"asleep"}`, "422 invalid-field", ``},
		{"statistics", `{"by":"colour"}`, "422 invalid-field", ``},
		{"report", `{}`, "422 missing-field", `{"code":"missing-field","message":"form is missing: II.06a, on-time, late-list, so-theo-doi or phieu-kiem-soat","field":"form"}`},
		{"report", `{"form":"phieu"}`, "422 invalid-field", `{"code":"invalid-field","message":"form \"phieu\" is not II.06a, on-time, late-list, so-theo-doi or phieu-kiem-soat","field":"form"}`},
	} {
		status, answer := o.ask(t, c.endpoint, c.request)
		if status != c.status || c.answer != "" && answer != c.answer {
			t.Errorf("%s %s is answered with\n%s %s, want\n%s %s", c.endpoint, c.request, status, answer, c.status, c.answer)
		}
	}
	if o.engine.Asked() != "" {
		t.Errorf("a refused query reached the engine: %s", o.engine.Asked())
	}
}

func TestErrorsOfTheEngine(t *testing.T) {
	for _, c := range []struct {
		err    error
		status string
		retry  string
	}{
		{&domain.Error{Code: domain.CodeMalformedJSON}, "400 malformed-json", ""},
		{&domain.Error{Code: domain.CodeUnknownDossier}, "404 unknown-dossier", ""},
		{&domain.Error{Code: domain.CodeCompleted}, "409 completed", ""},
		{&domain.Error{Code: domain.CodeTooLarge}, "413 too-large", ""},
		{&domain.Error{Code: domain.CodeInvalidField}, "422 invalid-field", ""},
		{fmt.Errorf("reading: %w", &domain.Error{Code: domain.CodeNotVisible}), "503 not-yet-visible", "1"},
		{context.DeadlineExceeded, "503 unavailable", "1"},
		{context.Canceled, "503 unavailable", "1"},
		{errors.New("disk on fire"), "500 internal", ""},
	} {
		o := open(t, &inquirytest.Engine{Err: c.err}, natsapi.Options{})
		msg, err := o.desk.Request("dossiers.v1.get", []byte(`{"code":"H26-1"}`), time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if got := statusOf(msg); got != c.status || msg.Header.Get("Retry-After") != c.retry || !strings.Contains(string(msg.Data), `{"code":"`) {
			t.Errorf("%v is answered with %s, retry after %q, %s", c.err, got, msg.Header.Get("Retry-After"), msg.Data)
		}
		o.stop(t)
		if logged := strings.Count(o.log.String(), "disk on fire"); strings.Contains(string(msg.Data), "fire") || c.status == "500 internal" && logged != 1 {
			t.Errorf("a failure is for the log, once, and not for the desk: %s\nlog: %s", msg.Data, o.log)
		}
	}
}
