package natsapi

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/cmd/internal/inquiry"
	"github.com/hoso-engine/dossier/domain"
)

// readParameters reads the members of a query's JSON object, as text. Nothing at
// all is an object without members, a null an absent one.
func readParameters(request []byte) (given map[string][]string, err error) {
	if len(request) == 0 {
		return nil, nil
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(request, &members); err != nil {
		return nil, &domain.Error{Code: domain.CodeMalformedJSON, Message: "the query is not a JSON object"}
	}
	given = make(map[string][]string, len(members))
	for name, value := range members {
		text, ok := scalar(value)
		if !ok {
			return nil, inquiry.Invalid(name, "%.40q is neither a string nor a number", name)
		}
		given[name] = []string{text}
	}
	return given, nil
}

// scalar returns the text of a string, a number or a boolean; none for null.
func scalar(v jsontext.Value) (text string, ok bool) {
	switch v.Kind() {
	case '"':
		return text, json.Unmarshal(v, &text) == nil
	case '0', 't', 'f':
		return string(v), true
	case 'n':
		return "", true
	}
	return "", false
}
