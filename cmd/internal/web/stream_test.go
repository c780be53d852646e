package web_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry/inquirytest"
	"github.com/hoso-engine/dossier/cmd/internal/web"
	"github.com/hoso-engine/dossier/domain"
)

// serve posts without a network.
func serve(h http.Handler, mediaType string, body []byte) int {
	r := httptest.NewRequest(http.MethodPost, "/v1/events", bytes.NewReader(body))
	r.Header.Set("Content-Type", mediaType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}

// sender is a desk that sends a stream, line by line.
type sender struct {
	body    *io.PipeWriter
	answers chan string // the result lines; closed at the end of the answer
	broken  chan error  // how the answer ended: nil for well
}

func (s *site) stream(ctx context.Context, t *testing.T) *sender {
	t.Helper()
	body, w := io.Pipe()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+"/v1/events", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", stream)
	d := &sender{body: w, answers: make(chan string), broken: make(chan error, 1)}
	go func() { d.broken <- d.receive(s.Client(), r) }()
	return d
}

func (d *sender) receive(c *http.Client, r *http.Request) error {
	defer close(d.answers)
	res, err := c.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	in := bufio.NewScanner(res.Body)
	for in.Scan() {
		d.answers <- in.Text()
	}
	return in.Err()
}

func (d *sender) send(t *testing.T, line string) {
	t.Helper()
	if _, err := io.WriteString(d.body, line); err != nil {
		t.Fatal(err)
	}
}

func (d *sender) answer(t *testing.T) string {
	t.Helper()
	select {
	case line, ok := <-d.answers:
		if !ok {
			t.Fatal("the answer ended")
		}
		return line
	case <-time.After(10 * time.Second):
		t.Fatal("no answer")
	}
	return ""
}

// TestStreamAnswersAtOnce: each result comes before the next event is sent.
func TestStreamAnswersAtOnce(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	d := s.stream(t.Context(), t)
	for i := 1; i <= 3; i++ {
		d.send(t, inquirytest.Received(fmt.Sprint(i), code)+"\n")
		want := fmt.Sprintf(`{"id":"%d","code":"H26.103-260115-0001","status":"accepted","seq":%d,"sequence":1}`, i, i)
		if got := d.answer(t); got != want {
			t.Errorf("line %d is answered with %s, want %s", i, got, want)
		}
	}
	if err := d.body.Close(); err != nil {
		t.Fatal(err)
	}
	if line, more := <-d.answers; more {
		t.Errorf("a line more than was sent: %s", line)
	}
	if err := <-d.broken; err != nil {
		t.Errorf("the answer ended with %v", err)
	}
}

func TestStreamKeepsItsOrderAndGoesOn(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	long := inquirytest.Received("long", code, `"x":"`+strings.Repeat("x", 1<<20)+`",`)
	lines := []string{
		inquirytest.Received("first", code), "", `no JSON`, "\r", long, `{"id":"half","subject":"H26-2"}`, `7`, inquirytest.Received("last", code),
	}
	res, answer := s.post(t, stream, strings.Join(lines, "\n"))
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != stream {
		t.Errorf("a stream is answered with %d %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	want := strings.Join([]string{
		`{"id":"first","code":"H26.103-260115-0001","status":"accepted","seq":1,"sequence":1}`,
		`{"id":"","status":"refused","error":{"code":"malformed-json","message":"the JSON can't be read: syntax error at byte 1"}}`,
		`{"id":"","status":"refused","error":{"code":"too-large","message":"the line has more than 1048576 bytes"}}`,
		`{"id":"half","code":"H26-2","status":"refused","error":{"code":"not-a-cloudevent","message":"specversion \"\" is not 1.0: this is not a CloudEvent","field":"/specversion"}}`,
		`{"id":"","status":"refused","error":{"code":"not-a-cloudevent","message":"a CloudEvent is a JSON object, not a number"}}`,
		`{"id":"last","code":"H26.103-260115-0001","status":"accepted","seq":2,"sequence":1}`,
	}, "\n")
	if answer != want {
		t.Errorf("answered with\n%s\nwant\n%s", answer, want)
	}
}

// TestFastStreamIsDecidedInPieces: a sender need not wait for one answer after
// the other, and their order is kept.
func TestFastStreamIsDecidedInPieces(t *testing.T) {
	const n = 2000
	pieces := 0
	s := open(t, &inquirytest.Engine{Before: func(_ context.Context, events []domain.Parsed) {
		if pieces++; len(events) > 256 {
			t.Errorf("%d events were decided together", len(events))
		}
	}}, web.Options{})
	var body, want strings.Builder
	for i := range n {
		fmt.Fprintln(&body, inquirytest.Received(fmt.Sprint(i), code))
		fmt.Fprintf(&want, `{"id":"%d","code":"H26.103-260115-0001","status":"accepted","seq":%d,"sequence":1}`+"\n", i, i+1)
	}
	if _, answer := s.post(t, stream, body.String()); answer+"\n" != want.String() {
		t.Errorf("the answers to %d lines are not in their order", n)
	}
	if pieces > n/2 {
		t.Errorf("%d lines were decided in %d pieces", n, pieces)
	}
}

func TestStreamStopsWhenTheClientGoesAway(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	s := open(t, &inquirytest.Engine{}, web.Options{})
	d := s.stream(ctx, t)
	d.send(t, inquirytest.Received("1", code)+"\n")
	d.answer(t)
	d.send(t, inquirytest.Received("half a line", code))
	leave()
	if err := <-d.broken; err == nil {
		t.Error("the answer ended well")
	}
	s.Close() // waits for the handler
	if got := strings.Join(s.engine.Decided(), ", "); got != code+" 1" {
		t.Errorf("decided were %s; a line that was cut off is not known", got)
	}
	if log := s.log.String(); strings.Contains(log, "level=ERROR") {
		t.Errorf("a client that goes away is no failure:\n%s", log)
	}
}

func TestSilentStreamIsCut(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{StreamIdle: 50 * time.Millisecond})
	d := s.stream(t.Context(), t)
	d.send(t, inquirytest.Received("1", code)+"\n")
	d.answer(t)
	if line, more := <-d.answers; more {
		t.Errorf("answered silence with %s", line)
	}
	if err := <-d.broken; err == nil {
		t.Error("the answer ended well")
	}
}

// TestShutdownEndsStreams: the server does not wait for a sender's next line.
func TestShutdownEndsStreams(t *testing.T) {
	closing := make(chan struct{})
	s := open(t, &inquirytest.Engine{}, web.Options{Closing: closing})
	d := s.stream(t.Context(), t)
	d.send(t, inquirytest.Received("1", code)+"\n")
	d.answer(t)
	close(closing)
	if err := <-d.broken; err == nil {
		t.Error("the answer ended well")
	}
	res, err := s.Client().Post(s.URL+"/v1/events", stream, strings.NewReader(inquirytest.Received("2", code)))
	if err == nil {
		t.Errorf("a stream that begins then is answered with %d", res.StatusCode)
		res.Body.Close()
	}
}

func TestConnectionLivesOnAfterAStream(t *testing.T) {
	s := open(t, &inquirytest.Engine{}, web.Options{})
	for i := range 3 {
		s.post(t, stream, inquirytest.Received(fmt.Sprint(i), code))
		if res, answer := s.post(t, single, inquirytest.Received(fmt.Sprint(i), code)); res.StatusCode != http.StatusCreated {
			t.Errorf("the request after a stream is answered with %d %s", res.StatusCode, answer)
		}
	}
}
