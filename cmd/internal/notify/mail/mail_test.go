package mail_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	stdmail "net/mail"
	"strings"
	"testing"
	"time"

	smtp "github.com/emersion/go-smtp"

	"github.com/hoso-engine/dossier/cmd/internal/notify"
	"github.com/hoso-engine/dossier/cmd/internal/notify/mail"
	"github.com/hoso-engine/dossier/cmd/internal/notify/notice"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// server is an SMTP server that does with a letter what a test wants.
type server struct {
	data func(c *smtp.Conn, r io.Reader) error
	conn *smtp.Conn
}

func (s *server) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &server{data: s.data, conn: c}, nil
}
func (s *server) Reset()                               {}
func (s *server) Logout() error                        { return nil }
func (s *server) Mail(string, *smtp.MailOptions) error { return nil }
func (s *server) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasPrefix(to, "nobody@") {
		return &smtp.SMTPError{Code: 550, Message: "no such user here: " + to}
	}
	return nil
}
func (s *server) Data(r io.Reader) error { return s.data(s.conn, r) }

// serve runs the server until the test ends and returns a sender to it.
func serve(t *testing.T, security mail.Security, data func(c *smtp.Conn, r io.Reader) error) *mail.Sender {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := smtp.NewServer(&server{data: data})
	s.Domain = "mail.test"
	go func() { _ = s.Serve(listener) }() // ends with Close
	t.Cleanup(func() { _ = s.Close() })
	sender, err := mail.NewSender(mail.Options{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, From: "hoso@example.vn", Security: security,
	})
	if err != nil {
		t.Fatal(err)
	}
	return sender
}

// digest is a letter about three alerts, of which one is listed.
func digest(t *testing.T, language string) *mail.Letter {
	t.Helper()
	n := &notice.Notice{
		Kind: notice.KindDigest, ID: "msg_0b9ff1f2-8f2e-5c2e-8d0b-4d8a1c9f0a11", At: time.Date(2026, 1, 20, 7, 45, 0, 0, time.UTC),
		Date: calendar.DateFrom(2026, 1, 20), Count: 1235, Groups: []notice.Group{{Unit: "nvd", Rung: "half", Count: 1234}, {Unit: "<b>", Rung: "half", Count: 1}},
	}
	letter, err := mail.Compose(n, []notify.Alert{{Unit: "nvd", Rung: "half", Vi: "Hồ sơ sắp đến hạn.", En: "A dossier nears its due."}}, language)
	if err != nil {
		t.Fatal(err)
	}
	return &letter
}

func TestALetterSaysTheSameTwiceInTheLanguageOfItsReader(t *testing.T) {
	vi, en := digest(t, "vi"), digest(t, "en")
	for _, letter := range []*mail.Letter{vi, en} {
		for _, want := range []string{"20/01/2026", "1.235 cảnh báo", "1,235", "nvd · half: 1234", "Hồ sơ sắp đến hạn.", "Và 1.234 cảnh báo khác", "And 1,234 more"} {
			if !strings.Contains(letter.Text, want) || !strings.Contains(letter.HTML, want) {
				t.Errorf("%q is not in the letter:\n%s\n%s", want, letter.Text, letter.HTML)
			}
		}
		if strings.Contains(letter.HTML, "<b>") {
			t.Errorf("a unit's name is taken for a tag:\n%s", letter.HTML)
		}
	}
	if !strings.HasPrefix(vi.Text, "Cảnh báo hồ sơ") || !strings.HasPrefix(en.Text, "Alerts about dossiers") {
		t.Errorf("the first lines are of the other language:\n%s\n%s", vi.Text, en.Text)
	}
}

func TestSend_theSameLetterHasTheSameBytes(t *testing.T) {
	var got [][]byte
	sender := serve(t, mail.Plain, func(_ *smtp.Conn, r io.Reader) error {
		b, err := io.ReadAll(r)
		got = append(got, b)
		return err
	})
	for range 2 {
		if err := sender.Send(t.Context(), digest(t, "vi"), "head@example.vn"); err != nil {
			t.Fatal(err)
		}
	}
	if len(got) != 2 || !bytes.Equal(got[0], got[1]) {
		t.Fatalf("two tries differ:\n%s\n%s", got[0], got[1])
	}
	m, err := stdmail.ReadMessage(bytes.NewReader(got[0]))
	if err != nil || m.Header.Get("Message-ID") != "<msg_0b9ff1f2-8f2e-5c2e-8d0b-4d8a1c9f0a11@example.vn>" {
		t.Errorf("the letter is %s (%v)", got[0], err)
	}
}

func TestSend_failsWithAWordThatTellsNothingOfTheOtherSide(t *testing.T) {
	take := func(_ *smtp.Conn, r io.Reader) error { _, err := io.Copy(io.Discard, r); return err }
	for _, test := range []struct {
		sentence string
		to       string
		security mail.Security
		data     func(c *smtp.Conn, r io.Reader) error
		want     notice.Failure
	}{
		{"the server knows no such user", "nobody@example.vn", mail.Plain, take, "smtp-550"},
		{"it takes nothing now", "head@example.vn", mail.Plain, func(*smtp.Conn, io.Reader) error {
			return &smtp.SMTPError{Code: 451, Message: "head@example.vn must wait"}
		}, "smtp-451"},
		{"it hangs up in the middle of the letter", "head@example.vn", mail.Plain, func(c *smtp.Conn, _ io.Reader) error {
			return c.Close()
		}, notice.FailureCutOff},
		{"it has no TLS", "head@example.vn", mail.StartTLS, take, notice.FailureTLS},
	} {
		err := serve(t, test.security, test.data).Send(t.Context(), digest(t, "vi"), test.to)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %s", test.sentence, err, test.want)
		}
	}
}

// What the server has taken is sent, however it hangs up then: a second try would be
// a second letter.
func TestSend_hangingUpAfterTheLetterIsNoFailure(t *testing.T) {
	sender := serve(t, mail.Plain, func(c *smtp.Conn, r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		time.AfterFunc(0, func() { _ = c.Conn().SetReadDeadline(time.Unix(1, 0)) })
		return err
	})
	if err := sender.Send(t.Context(), digest(t, "vi"), "head@example.vn"); err != nil {
		t.Errorf("it failed with %v", err)
	}
}
