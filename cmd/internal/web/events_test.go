package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
	"github.com/hoso-engine/dossier/domain"
)

func TestEvents(t *testing.T) {
	accepted := `{"id":"1","code":"H26.103-260115-0001","status":"accepted","seq":1,"sequence":1}`
	unread := `{"id":"2","code":"H26.103-260115-0001","status":"refused","error":{"code":"missing-field","message":"source is missing","field":"/source"}}`
	missing := `{"specversion":"1.0","id":"2","subject":"H26.103-260115-0001"}`
	for _, c := range []struct {
		name, mediaType, body string
		status                int
		answer                string
	}{
		{"one event", single, inquirytest.Received("1", code), 201, accepted},
		{"one event as JSON", "application/json; charset=utf-8", inquirytest.Received("1", code), 201, accepted},
		{"a batch", batch, "[" + inquirytest.Received("1", code) + "," + missing + "]", 200, `{"results":[` + accepted + "," + unread + `]}`},
		{"a batch as JSON", "application/json", " [" + inquirytest.Received("1", code) + "]", 200, `{"results":[` + accepted + `]}`},
		{"one event that can't be read", single, missing, 422, `{"type":"urn:dossier:problem:missing-field","title":"Missing field","status":422,` +
			`"detail":"source is missing","code":"missing-field","field":"/source"}`},
		{"no JSON", single, `{"id":`, 400, `{"type":"urn:dossier:problem:malformed-json","title":"Malformed JSON","status":400,` +
			`"detail":"the JSON can't be read: it ends too early","code":"malformed-json"}`},
		{"nothing", "application/json", ``, 400, ``},
		{"an array that is called an event", single, "[]", 400, `{"type":"urn:dossier:problem:not-a-cloudevent","title":"Not a CloudEvent","status":400,` +
			`"detail":"the body is not what its content type says: application/cloudevents+json is one object, application/cloudevents-batch+json an array","code":"not-a-cloudevent"}`},
		{"an event that is called a batch", batch, inquirytest.Received("1", code), 400, ``},
		{"another content type", "application/x-www-form-urlencoded", "a=b", 415, `{"type":"urn:dossier:problem:unsupported-media-type","title":"Unsupported media type","status":415,` +
			`"detail":"the content type is not one of application/cloudevents+json, application/cloudevents-batch+json, application/json, application/x-ndjson","code":"unsupported-media-type"}`},
		{"no content type", "", "{}", 415, ``},
		{"another charset", "application/json; charset=windows-1258", "{}", 415, ``},
		{"a large body", single, strings.Repeat(" ", 2001), 413, `{"type":"urn:dossier:problem:too-large","title":"Too large","status":413,` +
			`"detail":"the body has more than 2000 bytes","code":"too-large"}`},
	} {
		s := open(t, &inquirytest.Engine{}, web.Options{MaxBody: 2000})
		res, answer := s.post(t, c.mediaType, c.body)
		if res.StatusCode != c.status || c.answer != "" && answer != c.answer {
			t.Errorf("%s is answered with %d\n%s, want %d\n%s", c.name, res.StatusCode, answer, c.status, c.answer)
		}
		wantType := "application/problem+json"
		if c.status < 300 {
			wantType = "application/json"
		}
		if got := res.Header.Get("Content-Type"); got != wantType {
			t.Errorf("%s is answered as %s, want %s", c.name, got, wantType)
		}
	}
}

func TestBodyOfUnknownLength(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{MaxBody: 100})
	res, err := s.Client().Post(s.URL+"/v1/events", single, struct{ *strings.Reader }{strings.NewReader(strings.Repeat("x", 200))})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a body that turns out too large is answered with %d", res.StatusCode)
	}
}

func TestEventsInHeadersOrCompressed(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for _, header := range [][2]string{{"Ce-Specversion", "1.0"}, {"Content-Encoding", "gzip"}} {
		res, answer := s.ask(t, "POST", "/v1/events", "{}", "Content-Type", "application/json", header[0], header[1])
		if res.StatusCode != http.StatusUnsupportedMediaType || !strings.Contains(res.Header.Get("Accept-Post"), batch) {
			t.Errorf("%s is answered with %d %s, accepting %q", header, res.StatusCode, answer, res.Header.Get("Accept-Post"))
		}
	}
}

func TestLocationOfTheDossier(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	if res, _ := s.post(t, single, inquirytest.Received("1", "H26/7-1")); res.Header.Get("Location") != "/v1/dossiers/H26%2F7-1" {
		t.Errorf("an accepted event's location is %q", res.Header.Get("Location"))
	}
	unit := `{"specversion":"1.0","id":"2","source":"/hq","type":"unit.defined","subject":"H26.103","time":"2026-01-01T00:00:00+07:00","data":{"kind":"agency","name":"Sở Y tế","parent":"H26"}}`
	if res, answer := s.post(t, single, unit); res.StatusCode != http.StatusCreated || res.Header.Get("Location") != "" {
		t.Errorf("a reference fact is answered with %d %s, location %q", res.StatusCode, answer, res.Header.Get("Location"))
	}
	s.engine.Answer = func([]domain.Parsed) []domain.Result {
		return []domain.Result{{ID: "1", Code: code, Status: domain.Duplicated}}
	}
	if res, _ := s.post(t, single, inquirytest.Received("1", code)); res.StatusCode != http.StatusOK || res.Header.Get("Location") != "" {
		t.Errorf("a repeat is answered with %d, location %q", res.StatusCode, res.Header.Get("Location"))
	}
}

func TestStatusOfARefusedEvent(t *testing.T) {
	for code, want := range map[domain.ErrorCode]int{
		domain.CodeMalformedJSON: 400, domain.CodeUnknownDossier: 404, domain.CodeCompleted: 409, domain.CodeTooLarge: 413,
		domain.CodeInFuture: 422, domain.CodeBusy: 503, domain.CodeInternal: 500,
	} {
		s := open(t, &inquirytest.Engine{Answer: func([]domain.Parsed) []domain.Result {
			return []domain.Result{domain.Refusal("1", "H26-1", &domain.Error{Code: code, Message: "why", Field: "/time"})}
		}}, web.Options{})
		res, answer := s.post(t, single, inquirytest.Received("1", "H26-1"))
		if res.StatusCode != want || !strings.Contains(answer, fmt.Sprintf(`"status":%d,"detail":"why","code":%q,"field":"/time"}`, want, code)) {
			t.Errorf("%s is answered with %d %s, want %d", code, res.StatusCode, answer, want)
		}
		if got := res.Header.Get("Retry-After"); (got == "1") != (want == 503) {
			t.Errorf("%s: Retry-After is %q", code, got)
		}
	}
}

func TestPanicIsOneRequestsFailure(t *testing.T) {
	s := open(t, &inquirytest.Engine{Before: func(context.Context, []domain.Parsed) { panic("no answer to that") }}, web.Options{})
	res, answer := s.post(t, single, inquirytest.Received("1", code))
	if res.StatusCode != http.StatusInternalServerError || strings.Contains(answer, "no answer to that") {
		t.Errorf("a panic is answered with %d %s", res.StatusCode, answer)
	}
	if res, _ := s.get(t, "/healthz"); res.StatusCode != http.StatusOK {
		t.Errorf("then health is %d", res.StatusCode)
	}
	s.Close()
	if strings.Count(s.log.String(), "no answer to that") != 1 {
		t.Errorf("the log names the panic not once:\n%s", s.log)
	}
}

// FuzzEvents: whatever is posted, the answer is the events' or the problem of
// whoever sent it.
func FuzzEvents(f *testing.F) {
	for _, seed := range []string{``, `{}`, `[]`, `[{},{}]`, `{"specversion":"1.0","id":"1","subject":"a"}`, "\ufeff{}\n\n[]\n1", `[{"id":"\ud800"}]`, "\xff\n", inquirytest.Received("1", code)} {
		for mediaType := range uint8(4) {
			f.Add(mediaType, []byte(seed))
		}
	}
	handler := web.New(&inquirytest.Engine{}, web.Options{MaxBody: 1 << 16})
	f.Fuzz(func(t *testing.T, mediaType uint8, body []byte) {
		status := serve(handler, []string{single, batch, stream, "application/json"}[mediaType%4], body)
		switch status {
		case 200, 201, 400, 413, 422:
		default:
			t.Errorf("answered with %d", status)
		}
	})
}
