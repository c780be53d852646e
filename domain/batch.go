package domain

import (
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Parsed is one event of a request, or why it is none.
type Parsed struct {
	Event Event
	ID    string // as far as it could be read
	Code  string // the subject, as far as it could be read
	// Transaction that a refused event belongs to, as far as it could be read:
	// the others of it can't be accepted either.
	Transaction string
	Err         *Error
}

// ParseBatch reads a request: one CloudEvent (a JSON object) or a batch (an
// array). Each event is read on its own. The error says that the request as a
// whole can't be read.
func ParseBatch(b []byte) ([]Parsed, error) {
	v := jsontext.Value(b)
	if v.Kind() == '{' {
		if !v.IsValid() {
			return nil, jsonError(json.Unmarshal(b, new(jsontext.Value)), "")
		}
		return []Parsed{ParseOne(b)}, nil
	}
	var raws []jsontext.Value
	if err := json.Unmarshal(b, &raws); err != nil {
		return nil, jsonError(err, "")
	}
	if len(raws) == 0 {
		return nil, refuse(CodeNotCloudEvent, "", "the batch holds no event")
	}
	parsed := make([]Parsed, len(raws))
	for i, raw := range raws {
		parsed[i] = ParseOne(raw)
	}
	return parsed, nil
}

// ParseOne reads one event and keeps its id and code even where it is refused,
// so that the answer can name it.
func ParseOne(b []byte) Parsed {
	e, err := ParseEvent(b)
	if err == nil {
		return Parsed{Event: e, ID: e.ID, Code: e.Subject}
	}
	p := Parsed{Err: AsError(err)}
	var names struct {
		ID      jsontext.Value `json:"id"`
		Subject jsontext.Value `json:"subject"`
		Bound   jsontext.Value `json:"transaction"`
	}
	if json.Unmarshal(b, &names) == nil {
		p.ID, p.Code, p.Transaction = text(names.ID), text(names.Subject), text(names.Bound)
	}
	return p
}

// text returns a JSON string's text, cut to what an answer may quote.
func text(v jsontext.Value) string {
	var s string
	if len(v) == 0 || json.Unmarshal(v, &s) != nil {
		return ""
	}
	return strings.ToValidUTF8(s[:min(len(s), maxAttribute)], "")
}
