package national

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Text is a value of the form: a string, or what other systems send for one.
type Text string

// UnmarshalJSONFrom reads a string, a number, a truth value (1 or 0) or null.
func (t *Text) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	token, err := from.ReadToken()
	if err != nil {
		return err
	}
	switch token.Kind() {
	case '"', '0':
		*t = Text(strings.TrimSpace(token.String()))
	case 't':
		*t = "1"
	case 'f':
		*t = "0"
	case 'n':
		*t = ""
	default:
		return fmt.Errorf("a text stands here, not %s", token.Kind())
	}
	return nil
}

// Forgotten is a value of which nothing is kept but that it was there.
type Forgotten bool

// UnmarshalJSONFrom passes over the value.
func (f *Forgotten) UnmarshalJSONFrom(from *jsontext.Decoder) error {
	value, err := from.ReadValue()
	if err == nil {
		switch string(value) {
		case "null", `""`, "[]", "{}":
		default:
			*f = true
		}
	}
	return err
}

// layout is how the form writes instants.
const layout = "20060102150405"

// zone is where its instants are. Việt Nam has no other, and none that changes.
var zone = time.FixedZone("", 7*60*60)

// instant reads an instant; none is the zero time.
func (t Text) instant(name string) (time.Time, error) {
	if t == "" {
		return time.Time{}, nil
	}
	at, err := time.ParseInLocation(layout, string(t), zone)
	if err != nil || len(t) != len(layout) {
		return time.Time{}, &valueError{name, fmt.Sprintf("%.40q is not an instant yyyyMMddHHmmss", string(t))}
	}
	return at, nil
}

// valueError is a value that can't be read.
type valueError struct{ name, message string }

func (e *valueError) Error() string { return e.name + " " + e.message }

// stamp writes an instant; the zero time is empty.
func stamp(at time.Time) Text {
	if at.IsZero() {
		return ""
	}
	return Text(at.In(zone).Format(layout))
}

// yes writes a mark.
func yes(marked bool) Text {
	if marked {
		return "1"
	}
	return "0"
}

// number reads a status; 0 where it is none.
func (t Text) number() int {
	n, err := strconv.Atoi(string(t))
	if err != nil || n < 1 || n > 10 {
		return 0
	}
	return n
}
