package app

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	stdmail "net/mail"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	smtp "github.com/emersion/go-smtp"
	"github.com/go-json-experiment/json"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// pipes is a network without sockets: what is dialled is accepted in the same
// process, also on fake time.
type pipes struct {
	accept chan net.Conn
	once   sync.Once
	closed chan struct{}

	mu   sync.Mutex
	down bool // whoever dials is turned away
}

func newPipes() *pipes { return &pipes{accept: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accept:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (p *pipes) setDown(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
}

func (p *pipes) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	p.mu.Lock()
	down := p.down
	p.mu.Unlock()
	if down {
		return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
	}
	ours, theirs := net.Pipe()
	select {
	case p.accept <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// hookSecret is the test receivers' secret.
const hookSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"

// hook is one message that a receiver's server got.
type hook struct {
	at   time.Time
	path string
	id   string
	body string
}

// hooks is a receiver's HTTP server.
type hooks struct {
	*pipes
	server *http.Server
	now    func() time.Time

	mu     sync.Mutex
	got    []hook                                    // answered with 200
	tried  []hook                                    // all
	answer func(try int, w http.ResponseWriter) bool // whether it took the message; nil: it takes all
}

// startHooks serves until the test calls stop.
func startHooks(t *testing.T, now func() time.Time) (*hooks, func()) {
	t.Helper()
	h := &hooks{pipes: newPipes(), now: now}
	h.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.take(t, w, r) })}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = h.server.Serve(h)
	}()
	return h, func() {
		_ = h.server.Close()
		<-ended
	}
}

func (h *hooks) take(t *testing.T, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	checker, err := standardwebhooks.NewWebhook(hookSecret)
	if err != nil {
		t.Error(err)
	}
	if err := checker.Verify(body, r.Header); err != nil {
		t.Errorf("the signature of %s: %v", r.Header.Get("webhook-id"), err)
	}
	message := hook{h.now(), r.URL.Path, r.Header.Get("webhook-id"), string(body)}
	h.mu.Lock()
	h.tried = append(h.tried, message)
	try, answer := len(h.tried), h.answer
	h.mu.Unlock()
	if answer != nil && !answer(try, w) {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.got = append(h.got, message)
}

func (h *hooks) taken() []hook {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]hook(nil), h.got...)
}

// toldAt returns what was posted to the path, as "kind rung".
func (h *hooks) toldAt(t *testing.T, path string) (told []string) {
	t.Helper()
	for _, m := range h.taken() {
		var body struct{ Data struct{ Kind, Rung string } }
		if m.path != path {
			continue
		}
		if err := json.Unmarshal([]byte(m.body), &body, json.MatchCaseInsensitiveNames(true)); err != nil {
			t.Fatal(err)
		}
		told = append(told, body.Data.Kind+" "+body.Data.Rung)
	}
	return told
}

func (h *hooks) tries() []hook {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]hook(nil), h.tried...)
}

// letter is a mail that the SMTP server took.
type letter struct {
	at  time.Time
	to  string
	id  string
	raw []byte
}

// mailbox is an SMTP server.
type mailbox struct {
	*pipes
	server *smtp.Server
	now    func() time.Time

	mu      sync.Mutex
	letters []letter
	begun   int
	refuse  func(n int) error // of the n-th message's DATA; nil: it takes all
}

func startMailbox(t *testing.T, now func() time.Time) (*mailbox, func()) {
	t.Helper()
	b := &mailbox{pipes: newPipes(), now: now}
	b.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{box: b}, nil }))
	b.server.Domain = "mail.test"
	b.server.ErrorLog = quiet{}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.server.Serve(b)
	}()
	return b, func() {
		_ = b.server.Close()
		<-ended
	}
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (b *mailbox) received() []letter {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]letter(nil), b.letters...)
}

// session is one SMTP dialogue.
type session struct {
	box *mailbox
	to  string
}

func (s *session) Reset()                               {}
func (s *session) Logout() error                        { return nil }
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := stdmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.begun++
	if s.box.refuse != nil {
		if err := s.box.refuse(s.box.begun); err != nil {
			return err
		}
	}
	s.box.letters = append(s.box.letters, letter{s.box.now(), s.to, m.Header.Get("Message-ID"), raw})
	return nil
}

// receiversFile writes a receivers file.
func receiversFile(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "receivers.json")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
