package forms

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Name is a form's name in addresses and requests; it never changes.
type Name string

const (
	Statutory   Name = "II.06a"
	Punctuality Name = "on-time"
	LateList    Name = "late-list"
	Register    Name = "so-theo-doi"
	Control     Name = "phieu-kiem-soat"
)

// Names lists every form.
func Names() []Name { return []Name{Statutory, Punctuality, LateList, Register, Control} }

// Known lists the names for a refusal: "II.06a, on-time, ... or phieu-kiem-soat".
func Known() string {
	names := make([]string, 0, len(Names()))
	for _, n := range Names() {
		names = append(names, string(n))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// Form is a paper, filled in. Its JSON is the wire form.
type Form interface {
	// Sheet lays the form out in the language.
	Sheet(Language) Sheet
}

// Query asks for a form.
type Query struct {
	Name         Name
	ontime.Query           // of every form but the control sheet
	Code         string    // of the control sheet
	At           time.Time // of the control sheet; zero means now
}

// ParseQuery reads what the form of that name asks for: code, and at (an RFC
// 3339 instant, or a date meaning its end), for the control sheet; for the others
// the words of [ontime.ParseQuery]. A name that is no form's is refused with
// [domain.CodeUnknown].
func ParseQuery(name string, get func(name string) string, now time.Time, loc *time.Location, known ...ontime.CountingPolicy) (Query, error) {
	q := Query{Name: Name(name)}
	var err error
	switch {
	case !slices.Contains(Names(), q.Name):
		return q, &domain.Error{Code: domain.CodeUnknown, Field: "form", Message: "there is no such form: " + Known()}
	case q.Name == Control:
		err = q.readDossier(get, loc)
	default:
		q.Query, err = ontime.ParseQuery(get, now, loc, known...)
	}
	return q, err
}

func (q *Query) readDossier(get func(name string) string, loc *time.Location) error {
	w := register.Words{Get: get, Loc: loc}
	q.At, q.Code = w.Moment("at"), get("code")
	if q.Code == "" {
		return &domain.Error{Code: domain.CodeMissingField, Field: "code", Message: "code is missing: the control sheet of which dossier?"}
	}
	if _, err := domain.ParseCode(q.Code); err != nil {
		return &domain.Error{Code: domain.CodeInvalidCode, Field: "code", Message: domain.AsError(err).Message}
	}
	return w.Err
}

// fileName returns a name that every file system takes: the form's, and what
// tells the sheets of one form apart.
func fileName(name Name, l Language, parts ...any) string {
	file := string(name)
	for _, part := range parts {
		file += "-" + fmt.Sprint(part)
	}
	if l != Vietnamese {
		file += "-" + string(l)
	}
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 127 && !strings.ContainsRune(`/\:*?"<>|%`, r) {
			return r
		}
		return '_'
	}, file)
}
