package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	stdmail "net/mail"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
)

// Security says how the connection to the SMTP server is protected.
type Security string

// Ways of protection.
const (
	StartTLS Security = "starttls" // mandatory: nothing is said without it
	TLS      Security = "tls"      // from the first byte
	Plain    Security = "none"     // for a relay on this machine or in a closed network
)

// sendWithin bounds one try.
const sendWithin = 20 * time.Second

// Options say where mails go. The password is in no log line and no error.
type Options struct {
	Host     string
	Port     int    // 0: 587 with StartTLS, 465 with TLS, 25 with none
	From     string // address of the sender
	Username string // empty: no authentication
	Password string
	Security Security
	Trust    *x509.CertPool // who may vouch for the server; nil: whom the system trusts
	// Dial opens connections; nil: over the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Sender hands letters to an SMTP server. It may be used concurrently: each letter
// has a connection of its own.
type Sender struct {
	options Options
	domain  string // of the sender's address; ends every Message-ID
}

// NewSender returns a sender; it connects to nothing yet.
func NewSender(o Options) (*Sender, error) {
	from, err := stdmail.ParseAddress(o.From)
	if err != nil {
		return nil, errors.New("mail: the sender is not of the form name@example.vn")
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	s := &Sender{options: o, domain: domain}
	if _, err := s.client(); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return s, nil
}

func (s *Sender) client() (*gomail.Client, error) {
	o := &s.options
	settings := []gomail.Option{
		gomail.WithTLSConfig(&tls.Config{ServerName: o.Host, RootCAs: o.Trust, MinVersion: tls.VersionTLS12}),
		gomail.WithTimeout(sendWithin), gomail.WithHELO(s.domain), gomail.WithoutRset(),
	}
	switch o.Security {
	case TLS:
		settings = append(settings, gomail.WithSSLPort(false))
	case Plain:
		settings = append(settings, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		settings = append(settings, gomail.WithTLSPortPolicy(gomail.TLSMandatory))
	}
	if o.Port != 0 {
		settings = append(settings, gomail.WithPort(o.Port))
	}
	if o.Username != "" {
		settings = append(settings, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(o.Username), gomail.WithPassword(o.Password))
	}
	if o.Dial != nil {
		settings = append(settings, gomail.WithDialContextFunc(o.Dial))
	}
	return gomail.NewClient(o.Host, settings...)
}

// Send hands the letter over once. The error is a [notice.Failure]. What the
// server has taken is sent, however the connection ends then.
func (s *Sender) Send(ctx context.Context, l *Letter, address string) error {
	message, err := s.message(l, address)
	if err != nil {
		return notice.FailureOther // both addresses were checked when they were read
	}
	client, err := s.client()
	if err != nil {
		return notice.FailureOther
	}
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	if err := client.DialWithContext(ctx); err != nil {
		return failureOf(err)
	}
	err = client.Send(message)
	_ = client.Close() // the server may have hung up after it took the letter
	if err != nil {
		return failureOf(err)
	}
	return nil
}

func (s *Sender) message(l *Letter, address string) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary(strings.ReplaceAll(l.ID, "msg_", "part-")))
	if err := errors.Join(m.From(s.options.From), m.To(address)); err != nil {
		return nil, err
	}
	m.Subject(l.Subject)
	m.SetMessageIDWithValue(l.ID + "@" + s.domain)
	m.SetDateWithValue(l.At)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	return m, nil
}

// failureOf returns the word for an error of the SMTP dialogue: the server's code
// where it answered with one.
func failureOf(err error) notice.Failure {
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		return notice.Failure(fmt.Sprintf("smtp-%d", answer.Code))
	}
	sending, ok := errors.AsType[*gomail.SendError](err)
	switch {
	case !ok && strings.Contains(err.Error(), "STARTTLS"): // the library has no other sign of it
		return notice.FailureTLS
	case !ok:
		return notice.FailureOf(err)
	case sending.ErrorCode() >= 400:
		return notice.Failure(fmt.Sprintf("smtp-%d", sending.ErrorCode()))
	}
	return notice.FailureCutOff // the library keeps to itself how
}
