package demo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// small is a play that a test has time for.
func small(t *testing.T) Options {
	t.Helper()
	return Options{
		Seed: 1, Months: 4, Dossiers: 80, Once: true, Data: t.TempDir(), NATSPort: -1, HTTP: "127.0.0.1:0",
		Stdout: io.Discard, Stderr: t.Output(),
	}
}

// run plays and returns the closing report.
func run(t *testing.T, o Options) (closing Closing) {
	t.Helper()
	var out bytes.Buffer
	o.Stdout, o.JSON = &out, true
	if err := Run(t.Context(), o); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if err := json.Unmarshal(out.Bytes(), &closing); err != nil {
		t.Fatal(err)
	}
	return closing
}

func TestDemoOnARealEngine(t *testing.T) {
	o := small(t)
	closing := run(t, o)
	for _, c := range closing.Checks {
		if !c.OK {
			t.Errorf("%s: %s", c.Name, c.Detail)
		}
	}
	total := closing.Form.Total
	if closing.Tally.Dossiers != 80 || total.Late == 0 || total.Overdue == 0 || closing.Alerts[rungMissed] == 0 || closing.Tally.Refused == 0 {
		t.Errorf("the play shows too little: %+v, alerts %v, refused %d", total, closing.Alerts, closing.Tally.Refused)
	}

	if err := Run(t.Context(), o); !errors.Is(err, errNotEmpty) {
		t.Errorf("a second play in one directory ends with %v", err)
	}

	again := run(t, small(t))
	if diff := cmp.Diff(closing, again, cmpopts.IgnoreUnexported(Closing{}), cmpopts.IgnoreFields(Closing{}, "NATS", "HTTP")); diff != "" {
		t.Errorf("two plays of one seed end differently:\n%s", diff)
	}
}

// watched is an output that ends the demonstration when it serves.
type watched struct {
	bytes.Buffer
	stop func()
}

func (w *watched) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "Ctrl-C") {
		w.stop()
	}
	return w.Buffer.Write(p)
}

func TestDemoServesUntilItIsInterrupted(t *testing.T) {
	o := small(t)
	o.Months, o.Dossiers, o.Once, o.Terminal, o.Stderr = 2, 30, false, true, io.Discard
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out := &watched{stop: cancel}
	o.Stdout = out
	if err := Run(ctx, o); err != nil {
		t.Fatalf("%v\n%s", err, &out.Buffer)
	}
	text := out.String()
	for _, part := range []string{"SỞ Y TẾ", "tiếp nhận", "CẢNH BÁO", "BIỂU II.06a", "TỔNG CỘNG", "DANH SÁCH CHẬM HẠN", "nats -s nats://", "curl 'http://", "đạt"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not shown", part)
		}
	}
	if strings.Contains(text, "SAI") {
		t.Errorf("a check fails:\n%s", text)
	}
	if lines := strings.Count(text, "\n"); lines < 40 || lines > 160 {
		t.Errorf("%s lines are shown", strconv.Itoa(lines))
	}
}

func TestDemoRefusesAPlayThatIsTooLong(t *testing.T) {
	o := small(t)
	o.Months = 40
	if err := Run(t.Context(), o); !errors.Is(err, ErrUsage) {
		t.Errorf("forty months end with %v", err)
	}
}
