package natsapi

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// parameters are the members of a query's JSON object, as text. Whatever the
// query's parser asks for is a name that it knows: a given one that it never
// asked for is refused, since a mistyped filter must not widen a list.
type parameters struct {
	given map[string]string
	asked map[string]bool
}

// readParameters reads a query. Nothing at all is an object without members, a
// null an absent one.
func readParameters(request []byte) (*parameters, error) {
	p := &parameters{given: map[string]string{}, asked: map[string]bool{}}
	if len(request) == 0 {
		return p, nil
	}
	var members map[string]jsontext.Value
	if err := json.Unmarshal(request, &members); err != nil {
		return nil, &domain.Error{Code: domain.CodeMalformedJSON, Message: "the query is not a JSON object"}
	}
	for name, value := range members {
		text, ok := scalar(value)
		if !ok {
			return nil, invalid(name, "%.40q is neither a string nor a number", name)
		}
		p.given[name] = text
	}
	return p, nil
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

// get returns the parameter's text; empty where it is absent.
func (p *parameters) get(name string) string {
	p.asked[name] = true
	return p.given[name]
}

// unknown refuses the first name, by the alphabet, that nobody asked for.
func (p *parameters) unknown() error {
	for _, name := range slices.Sorted(maps.Keys(p.given)) {
		if !p.asked[name] {
			return &domain.Error{Code: domain.CodeUnknownField, Field: name, Message: fmt.Sprintf(
				"%.40q is not one of %q", name, slices.Sorted(maps.Keys(p.asked)))}
		}
	}
	return nil
}

// code returns the dossier that the query is about.
func (p *parameters) code() (string, error) {
	text := p.get("code")
	if text == "" {
		return "", &domain.Error{Code: domain.CodeMissingField, Field: "code", Message: "code is missing: which dossier?"}
	}
	if _, err := domain.ParseCode(text); err != nil {
		e := *domain.AsError(err)
		e.Field = "code"
		return "", &e
	}
	return text, nil
}

// position returns min_position; 0 where it is absent.
func (p *parameters) position() (uint64, error) {
	text := p.get("min_position")
	if text == "" {
		return 0, nil
	}
	position, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, invalid("min_position", "min_position %.40q is not a position: the seq of a result", text)
	}
	return position, nil
}

// at returns the instant of a clock query, a date meaning its end; zero, for
// now, where it is absent.
func (p *parameters) at(zone *time.Location) (time.Time, error) {
	words := register.Words{Get: p.get, Loc: zone}
	at := words.Moment("at")
	return at, words.Err
}

func invalid(field, format string, values ...any) error {
	return &domain.Error{Code: domain.CodeInvalidField, Field: field, Message: fmt.Sprintf(format, values...)}
}
