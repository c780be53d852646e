package domain

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// jsonError turns a decoder's error into a refusal that names the place. What
// stands there is never quoted: a name that went into the wrong field is still
// a name.
func jsonError(err error, prefix string) *Error {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return refuse(CodeMalformedJSON, prefix, "the JSON can't be read: %s", syntax(err))
	}
	field := prefix + place(semantic.JSONPointer)
	if errors.Is(err, json.ErrUnknownName) {
		return refuse(CodeUnknownField, field, "%s is not a known field", strings.TrimPrefix(field, "/data/"))
	}
	if field == "" {
		return refuse(CodeNotCloudEvent, "", "a CloudEvent is a JSON object, not a %s", semantic.JSONKind)
	}
	if form, ok := written[semantic.GoType]; ok {
		return refuse(CodeInvalidField, field, "%s is not %s", field, form)
	}
	return refuse(CodeInvalidField, field, "%s has a value of the wrong kind (%s)", field, semantic.JSONKind)
}

// written says how the values are written that have a text form of their own.
var written = map[reflect.Type]string{
	reflect.TypeFor[time.Time]():          "an RFC 3339 instant with an offset, such as 2026-01-15T09:30:00+07:00",
	reflect.TypeFor[calendar.Limit]():     `a limit such as {"value": 5, "unit": "workday"}; units are workday (in halves), workhour, day, month`,
	reflect.TypeFor[calendar.Date]():      "a date such as 2026-01-15",
	reflect.TypeFor[calendar.TimeOfDay](): "a time of day such as 07:30",
	reflect.TypeFor[calendar.Count]():     "day-count or clock",
	reflect.TypeFor[calendar.Roll]():      "forward or none",
}

// place cuts a pointer short at the applicant: even a member's name in there may
// be personal.
func place(p jsontext.Pointer) string {
	before, _, found := strings.Cut(string(p), "/applicant/")
	if found {
		return before + "/applicant"
	}
	const most = 200
	return strings.ToValidUTF8(before[:min(len(before), most)], "")
}

// syntax says where the JSON breaks without quoting what stands there: it may
// be personal.
func syntax(err error) string {
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok && !errors.Is(s, io.ErrUnexpectedEOF) {
		return fmt.Sprintf("syntax error at byte %d", s.ByteOffset)
	}
	return "it ends too early"
}
