package mail_test

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/emersion/go-sasl"
	smtp "github.com/emersion/go-smtp"

	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// guarded is an SMTP server that takes letters after authentication alone.
type guarded struct {
	smtp.Session
	letters *int
	known   bool
}

func (g *guarded) AuthMechanisms() []string { return []string{sasl.Plain} }

func (g *guarded) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if name != "hoso" || password != "right" {
			return smtp.ErrAuthFailed
		}
		g.known = true
		return nil
	}), nil
}

func (g *guarded) Data(r io.Reader) error {
	if !g.known {
		return smtp.ErrAuthRequired
	}
	*g.letters++
	_, err := io.Copy(io.Discard, r)
	return err
}

// certificate returns one that no system trusts, for 127.0.0.1, and who trusts it.
func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler()) // it makes one
	defer server.Close()
	own := x509.NewCertPool()
	own.AddCert(server.Certificate())
	return &tls.Config{Certificates: server.TLS.Certificates}, own
}

// A letter goes out over STARTTLS and over TLS, after authentication, where the
// server's certificate is trusted; else nothing is said to it.
func TestSend_secured(t *testing.T) {
	secured, own := certificate(t)
	for _, test := range []struct {
		sentence string
		security mail.Security
		trust    *x509.CertPool
		password string
		want     notice.Failure
	}{
		{"STARTTLS", mail.StartTLS, own, "right", ""},
		{"TLS", mail.TLS, own, "right", ""},
		{"a wrong password", mail.StartTLS, own, "wrong", "smtp-535"},
		{"STARTTLS, nobody vouches for the server", mail.StartTLS, nil, "right", notice.FailureTLS},
		{"TLS, nobody vouches for the server", mail.TLS, nil, "right", notice.FailureTLS},
	} {
		letters := 0
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		port := listener.Addr().(*net.TCPAddr).Port
		s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
			return &guarded{Session: &server{conn: c}, letters: &letters}, nil
		}))
		s.Domain, s.TLSConfig, s.ErrorLog = "mail.test", secured, silent{}
		if test.security == mail.TLS {
			listener = tls.NewListener(listener, secured)
		}
		ended := make(chan struct{})
		go func() { defer close(ended); _ = s.Serve(listener) }()
		sender, err := mail.NewSender(mail.Options{
			Host: "127.0.0.1", Port: port, From: "hoso@example.vn", Security: test.security,
			Username: "hoso", Password: test.password, Trust: test.trust,
		})
		if err != nil {
			t.Fatal(err)
		}
		err = sender.Send(t.Context(), digest(t, "vi"), "head@example.vn")
		if _ = s.Close(); test.want == "" && err != nil || test.want != "" && !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %q", test.sentence, err, test.want)
		}
		<-ended
		if sent := letters == 1; sent != (test.want == "") {
			t.Errorf("%s: the server took %d letters", test.sentence, letters)
		}
	}
}

// silent keeps the server's own lines out of the test's.
type silent struct{}

func (silent) Printf(string, ...any) {}
func (silent) Println(...any)        {}
