package webhook_test

import (
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/cmd/internal/notify/receiver"
	"github.com/hoso-engine/dossier/cmd/internal/notify/webhook"
)

const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

// post posts one body to a server that answers like this.
func post(t *testing.T, answer http.HandlerFunc) error {
	t.Helper()
	server := httptest.NewServer(answer)
	defer server.Close()
	sender := webhook.NewSender("test", nil, nil)
	defer sender.Close()
	return sender.Post(t.Context(), &receiver.Webhook{URL: server.URL + "/late", Secret: secret}, "msg_1", []byte(`{"type":"alert"}`), time.Now())
}

func TestPost_isSignedAsTheReferenceLibraryChecks(t *testing.T) {
	err := post(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		checker, err := standardwebhooks.NewWebhook(secret)
		if err != nil {
			t.Error(err)
		}
		if err := checker.Verify(body, r.Header); err != nil {
			t.Errorf("the signature: %v", err)
		}
		if err := checker.Verify(append(body, ' '), r.Header); err == nil {
			t.Error("the signature is of another body too")
		}
		w.WriteHeader(http.StatusNoContent)
	})
	if err != nil {
		t.Errorf("a message that was taken failed with %v", err)
	}
}

func TestPost_failsWithAWordThatTellsNothingOfTheOtherSide(t *testing.T) {
	for _, test := range []struct {
		sentence string
		answer   http.HandlerFunc
		want     notice.Failure
	}{
		{"it answers 500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "status-500"},
		{"it sends the engine elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other", http.StatusTemporaryRedirect)
		}, "status-307"},
		{"it hangs up half-way", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("half"))
			panic(http.ErrAbortHandler)
		}, notice.FailureCutOff},
		{"it hangs up at once", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, notice.FailureCutOff},
		{"it never ends", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(strings.Repeat("x", 1<<20))) }, webhook.FailureTooLarge},
	} {
		if err := post(t, test.answer); err != test.want { //nolint:errorlint // it is the word itself
			t.Errorf("%s: %v, want %s", test.sentence, err, test.want)
		}
	}
}

func TestPost_nobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	_ = listener.Close()
	sender := webhook.NewSender("test", nil, nil)
	defer sender.Close()
	err = sender.Post(t.Context(), &receiver.Webhook{URL: url, Secret: secret}, "msg_1", nil, time.Now())
	if err != notice.FailureUnreachable { //nolint:errorlint // it is the word itself
		t.Errorf("it failed with %v", err)
	}
}

// A server that an authority of one's own vouches for is told where that is trusted,
// and nowhere else.
func TestPost_overTLS(t *testing.T) {
	taken := 0
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { taken++ }))
	defer server.Close()
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	own := x509.NewCertPool()
	own.AddCert(server.Certificate())
	for trust, want := range map[*x509.CertPool]error{own: nil, nil: notice.FailureTLS} {
		sender := webhook.NewSender("test", trust, nil)
		err := sender.Post(t.Context(), &receiver.Webhook{URL: server.URL, Secret: secret}, "msg_1", []byte("{}"), time.Now())
		if err != want { //nolint:errorlint // it is the word itself
			t.Errorf("it failed with %v, want %v", err, want)
		}
		sender.Close()
	}
	if taken != 1 {
		t.Errorf("%d messages were taken, want 1", taken)
	}
}
