package natsapi_test

import (
	"context"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/natsapi"
	"github.com/hoso-engine/dossier/domain"
)

func TestSubmitAnswersEachEvent(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	for _, c := range []struct{ name, request, status, answer string }{
		{
			"one event", inquirytest.Received("1", code), "200",
			`{"results":[{"id":"1","code":"H26.103-260115-0001","status":"accepted","seq":1,"sequence":1}]}`,
		},
		{
			"a batch in which one can't be read", batch(inquirytest.Received("2", code), `{"specversion":"1.0","id":"3","subject":"H26.103-260115-0002"}`), "200",
			`{"results":[{"id":"2","code":"H26.103-260115-0001","status":"accepted","seq":2,"sequence":1},` +
				`{"id":"3","code":"H26.103-260115-0002","status":"refused","error":{"code":"missing-field","message":"source is missing","field":"/source"}}]}`,
		},
		{
			"no JSON", `Kính gửi`, "400 malformed-json",
			`{"code":"malformed-json","message":"the JSON can't be read: syntax error at byte 0"}`,
		},
		{
			"nothing", ``, "400 malformed-json",
			`{"code":"malformed-json","message":"the JSON can't be read: it ends too early"}`,
		},
		{
			"an empty batch", `[]`, "400 not-a-cloudevent",
			`{"code":"not-a-cloudevent","message":"the batch holds no event"}`,
		},
	} {
		if status, answer := o.ask(t, "submit", c.request); status != c.status || answer != c.answer {
			t.Errorf("%s is answered with\n%s %s, want\n%s %s", c.name, status, answer, c.status, c.answer)
		}
	}
}

func TestSubmitWithoutReplyIsDecided(t *testing.T) {
	o := open(t, &inquirytest.Engine{}, natsapi.Options{})
	if err := o.desk.Publish("dossiers.v1.submit", []byte(inquirytest.Received("1", code))); err != nil {
		t.Fatal(err)
	}
	o.ask(t, "submit", inquirytest.Received("2", code)) // its turn comes after the first one's
	if got := strings.Join(o.engine.Decided(), ", "); got != code+" 1, "+code+" 2" {
		t.Errorf("decided %s", got)
	}
}

func TestAnswerLargerThanAMessage(t *testing.T) {
	o := open(t, &inquirytest.Engine{Answer: func([]domain.Parsed) []domain.Result {
		long := &domain.Error{Code: domain.CodeInvalidField, Message: strings.Repeat("x", 9<<20)}
		return []domain.Result{domain.Refusal("1", code, long)}
	}}, natsapi.Options{})
	status, answer := o.ask(t, "submit", inquirytest.Received("1", code))
	if status != "413 too-large" || !strings.Contains(answer, "send them again in smaller batches") {
		t.Errorf("an answer that no message carries is %s %.200s", status, answer)
	}
}

func TestPanicIsOneRequestsFailure(t *testing.T) {
	o := open(t, &inquirytest.Engine{Before: func(_ context.Context, events []domain.Parsed) {
		if events[0].ID == "1" {
			panic("no answer to that")
		}
	}}, natsapi.Options{})
	status, answer := o.ask(t, "submit", inquirytest.Received("1", code))
	if status != "500 internal" || strings.Contains(answer, "no answer to that") {
		t.Errorf("a panic is answered with %s %s", status, answer)
	}
	if status, _ := o.ask(t, "submit", inquirytest.Received("2", code)); status != "200" {
		t.Errorf("the next request about the dossier is answered with %s", status)
	}
	o.stop(t)
	if got := strings.Count(o.log.String(), "no answer to that"); got != 1 {
		t.Errorf("the log names the panic %d times, want once:\n%s", got, o.log)
	}
}
