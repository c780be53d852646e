package receiver

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// Load reads the file and checks it. An error is a [*domain.Error] with the place
// of what is wrong, or that of the file system.
func Load(name string) (*Book, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("%s holds secrets and everybody may use it (mode %04o): chmod 0640", name, info.Mode().Perm())
	}
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	book, err := Parse(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return book, nil
}

// Parse reads and checks the file's text.
func Parse(b []byte) (*Book, error) {
	book := new(Book)
	if err := json.Unmarshal(b, book, json.RejectUnknownMembers(true)); err != nil {
		return nil, unreadable(err)
	}
	tokens := make(map[string]int)
	for i := range book.Receivers {
		place := fmt.Sprintf("/receivers/%d", i)
		r := &book.Receivers[i]
		if err := r.check(place); err != nil {
			return nil, err
		}
		if first, taken := tokens[r.Ref]; taken {
			return nil, refuse(place+"/ref", "ref %q is that of receiver %d already", r.Ref, first)
		}
		tokens[r.Ref] = i
	}
	for i, d := range book.Durables {
		if err := d.check(fmt.Sprintf("/durables/%d", i)); err != nil {
			return nil, err
		}
	}
	return book, nil
}

// A name of a consumer, and a subject below alert, as the broker takes them.
var (
	durableName    = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	durableSubject = regexp.MustCompile(`^alert(\.([^\s.*>]+|\*)){0,3}\.([^\s.*>]+|\*|>)$`)
)

func (d *Durable) check(place string) error {
	if !durableName.MatchString(d.Name) {
		return refuse(place+"/name", "name %.40q is not made of letters, digits and -", d.Name)
	}
	if !durableSubject.MatchString(d.Subject) {
		return refuse(place+"/subject", "subject %.80q is not of the form alert.H37.>", d.Subject)
	}
	return nil
}

// unreadable says where the text is no such file. It quotes nothing: the text
// holds secrets.
func unreadable(err error) error {
	e := &domain.Error{Code: domain.CodeMalformedJSON, Message: "the file is not the JSON of a receivers file"}
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		e.Code, e.Field = domain.CodeInvalidField, string(semantic.JSONPointer)
		e.Message = "there is no such name here, or its value is of another kind"
	} else if syntactic, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Field = string(syntactic.JSONPointer)
		e.Message = fmt.Sprintf("the file can't be read at byte %d", syntactic.ByteOffset)
	}
	return e
}

func (r *Receiver) check(place string) error {
	if _, err := domain.Token(r.Ref); err != nil {
		return refuse(place+"/ref", "%s", err.Message)
	}
	if r.Webhook == nil && r.Mail == nil {
		return refuse(place, "receiver %q has neither a webhook nor a mail address", r.Ref)
	}
	for i, m := range r.Match {
		if err := m.check(fmt.Sprintf("%s/match/%d", place, i)); err != nil {
			return err
		}
	}
	if err := r.Webhook.check(place + "/webhook"); err != nil {
		return err
	}
	return r.Mail.check(place + "/mail")
}

func (m *Match) check(place string) error {
	levels := []string{"", "officer", "unit", "agency", "province"}
	if !slices.Contains(levels, m.Level) {
		return refuse(place+"/level", "level %q is none of officer, unit, agency, province", m.Level)
	}
	kinds := []string{"", "new", "reminder", "escalated", "resolved"}
	if !slices.Contains(kinds, m.Kind) {
		return refuse(place+"/kind", "kind %q is none of new, reminder, escalated, resolved", m.Kind)
	}
	return nil
}

// check also fills in what is absent.
func (w *Webhook) check(place string) error {
	if w == nil {
		return nil
	}
	if err := w.checkURL(place + "/url"); err != nil {
		return err
	}
	secret, found := strings.CutPrefix(w.Secret, "whsec_")
	key, err := base64.StdEncoding.DecodeString(secret)
	if !found || err != nil || len(key) < 24 || len(key) > 64 {
		return refuse(place+"/secret", "the secret is not whsec_ and 24 to 64 bytes in base64")
	}
	w.PerHour = cmp.Or(w.PerHour, defaultPerHour)
	return checkPerHour(place, w.PerHour)
}

func (w *Webhook) checkURL(place string) error {
	u, err := url.Parse(w.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return refuse(place, "the url is not of the form https://host/path")
	case u.User != nil:
		return refuse(place, "the url holds a user name: the signature is what the other side checks")
	case u.Scheme == "http" && !w.Plain && !loopback(u.Hostname()):
		return refuse(place, `the url is http: take https, or say "plain": true inside a closed network`)
	}
	return nil
}

func loopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

func (m *Mail) check(place string) error {
	if m == nil {
		return nil
	}
	address, err := mail.ParseAddress(m.Address)
	if err != nil || address.Name != "" {
		return refuse(place+"/address", "the address is not of the form name@example.vn")
	}
	m.Language = cmp.Or(m.Language, "vi")
	if m.Language != "vi" && m.Language != "en" {
		return refuse(place+"/language", "language %q is neither vi nor en", m.Language)
	}
	m.PerHour, m.At = cmp.Or(m.PerHour, defaultPerHour), cmp.Or(m.At, defaultAt)
	return checkPerHour(place, m.PerHour)
}

func checkPerHour(place string, n int) error {
	if n < 1 || n > 3600 {
		return refuse(place+"/per_hour", "per_hour %d is outside 1-3600", n)
	}
	return nil
}

func refuse(place, format string, values ...any) error {
	return &domain.Error{Code: domain.CodeInvalidField, Field: place, Message: fmt.Sprintf(format, values...)}
}
