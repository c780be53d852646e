package eventlog

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// fromRow is a value that the row says.
type fromRow struct {
	columns   []int    // places in the row
	between   []string // the texts around them: one more than columns
	match     *regexp.Regexp
	mapped    map[string]jsontext.Value
	otherwise jsontext.Value
	as        conversion
}

// conversion is what a text becomes in JSON.
type conversion string

const (
	asText    conversion = "text"
	asInstant conversion = "instant"
	asDate    conversion = "date" // an instant's local date, as the mapping places dates
	asNumber  conversion = "number"
	asToken   conversion = "token"
)

// render replaces, maps and converts what the row says.
func (f *fromRow) render(m *Mapping, r row) (jsontext.Value, error) {
	text := f.text(r)
	if text == "" {
		return f.otherwise, nil
	}
	if f.mapped != nil {
		if b, ok := f.mapped[text]; ok {
			return b, nil
		}
		if f.otherwise == nil {
			return nil, fmt.Errorf("%.40q is not in the map of column %q", text, m.columns[f.columns[0]])
		}
		return f.otherwise, nil
	}
	b, err := f.as.convert(m, text)
	if err != nil {
		return nil, fmt.Errorf("column %q: %w", m.columns[f.columns[0]], err)
	}
	return b, nil
}

// text returns what the row says in the columns; empty where one of them is, or
// where the pattern does not match.
func (f *fromRow) text(r row) string {
	text := f.between[0]
	for i, at := range f.columns {
		if r.values[at] == "" {
			return ""
		}
		text += r.values[at] + f.between[i+1]
	}
	if f.match == nil {
		return text
	}
	if groups := f.match.FindStringSubmatch(text); groups != nil {
		return groups[1]
	}
	return ""
}

func (c conversion) isInstant() bool { return c == asInstant || c == asDate }

// convert makes JSON of a text that is not empty.
func (c conversion) convert(m *Mapping, text string) (jsontext.Value, error) {
	switch c {
	case asInstant, asDate:
		at, err := m.clock.instant(text)
		if c == asDate {
			at = m.clock.placed(at)
		}
		return quoted(at.Format(time.RFC3339Nano)), err
	case asNumber:
		b := jsontext.Value(strings.TrimSpace(text))
		if b.Kind() != '0' || !b.IsValid() {
			return nil, fmt.Errorf("%.40q is not a number", text)
		}
		return b, nil
	case asToken:
		return quoted(tokenOf(text)), nil
	}
	return quoted(text), nil
}

// notToken is what separates the words of a token.
var notToken = regexp.MustCompile(`[^a-z0-9.-]+`)

// tokenOf makes an identifier that a subject can carry of a text.
func tokenOf(text string) string {
	return strings.Trim(notToken.ReplaceAllString(strings.ToLower(text), "-"), "-")
}
