package scorecard

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// maxDefinition is the size of a definition in bytes, maxCriteria how many
// criteria it may have.
const (
	maxDefinition = 1 << 20
	maxCriteria   = 500
)

// Parse reads a scorecard's definition. A wrong one is refused with a
// [*domain.Error] whose field is the JSON pointer of what is wrong; in a formula
// the sentence names the column besides, counted in characters from 1.
func Parse(b []byte) (*Card, error) {
	var d definition
	if err := decode(b, &d); err != nil {
		return nil, err
	}
	card := &Card{
		Name: d.Name, Version: d.Version, Title: d.Title, Source: d.Source, Notes: d.Notes,
		groups: d.Groups, recorded: make(map[string]*recordedForm),
	}
	for _, step := range [...]func(*definition) error{card.checkHead, card.takeIndicators, card.takeGroups, card.checkUse} {
		if err := step(&d); err != nil {
			return nil, err
		}
	}
	return card, nil
}

func decode(b []byte, into *definition) error {
	if len(b) > maxDefinition {
		return &domain.Error{Code: domain.CodeTooLarge, Message: "a scorecard has at most 1 MiB"}
	}
	if jsontext.Value(b).Kind() != '{' {
		return &domain.Error{Code: domain.CodeMalformedJSON, Message: "a scorecard is a JSON object"}
	}
	err := json.Unmarshal(b, into, json.RejectUnknownMembers(true))
	var semantic *json.SemanticError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, json.ErrUnknownName) && errors.As(err, &semantic):
		return &domain.Error{Code: domain.CodeUnknownField, Field: string(semantic.JSONPointer), Message: "this is not a known member"}
	case errors.Is(err, errAmount) && errors.As(err, &semantic):
		return wrong(string(semantic.JSONPointer), "this is not a number of a scorecard: %s", errAmount)
	case errors.As(err, &semantic):
		return wrong(string(semantic.JSONPointer), "the value is of the wrong kind (%s)", semantic.JSONKind)
	}
	return malformed(err)
}

func malformed(err error) error {
	e := &domain.Error{Code: domain.CodeMalformedJSON, Message: "the JSON can't be read: " + err.Error()}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Field = string(syntax.JSONPointer)
		e.Message = fmt.Sprintf("the JSON can't be read: %s at byte %d", syntax.Err, syntax.ByteOffset)
	}
	return e
}

// wrong refuses the value at the place.
func wrong(at, format string, args ...any) error {
	return &domain.Error{Code: domain.CodeInvalidField, Field: at, Message: fmt.Sprintf(format, args...)}
}

var (
	idForm   = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)
	nameForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
)

func (c *Card) checkHead(d *definition) error {
	switch {
	case !idForm.MatchString(d.Name):
		return wrong("/name", "%.40q is not of lower-case letters, digits and hyphens", d.Name)
	case d.Version < 1:
		return wrong("/version", "%d is not a version: 1 is the first", d.Version)
	case strings.TrimSpace(d.Source) == "":
		return wrong("/source", "the source is missing: who scores by this, and where it is said")
	case len(d.Groups) == 0:
		return wrong("/groups", "there is no group of criteria")
	}
	if err := d.NA.check("/na"); err != nil {
		return err
	}
	return d.Title.check("/title")
}

func (t Text) check(at string) error {
	switch {
	case t.VI == "":
		return wrong(at+"/vi", "the Vietnamese text is missing")
	case t.EN == "":
		return wrong(at+"/en", "the English text is missing")
	}
	return nil
}

func (n NA) check(at string) error { return oneOf(at, n, NAExcluded, NAZero, NAFull) }

// oneOf demands one of the known words.
func oneOf[T ~string](at string, value T, known ...T) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return wrong(at, "%.40q is not one of %q", string(value), known)
}

// reserved are names that a formula means something else by.
var reserved = map[string]bool{functionMin: true, functionMax: true, "plus": true, "minus": true, "times": true, "over": true}

// takeIndicators takes the recorded indicators.
func (c *Card) takeIndicators(d *definition) error {
	for i := range d.Indicators {
		r, at := &d.Indicators[i], fmt.Sprintf("/indicators/%d", i)
		_, computed := indicatorOf(r.Name)
		base, _ := unshifted(r.Name)
		switch {
		case !nameForm.MatchString(r.Name) || reserved[r.Name] || base != r.Name:
			return wrong(at+"/name", "%.40q is not a name: lower-case letters, digits and _, no function, no _before at the end", r.Name)
		case computed:
			return wrong(at+"/name", "%q is computed from the dossiers: record yours under another name", r.Name)
		case c.recorded[r.Name] != nil:
			return wrong(at+"/name", "%q is named twice", r.Name)
		}
		if r.ID == "" {
			r.ID = strings.ReplaceAll(r.Name, "_", "-")
		}
		if _, err := domain.Token(r.ID); err != nil {
			return wrong(at+"/id", "%s", err.Message)
		}
		if err := oneOf(at+"/fit", r.fit(), domain.Fits()...); err != nil {
			return err
		}
		if err := (Text{r.VI, r.EN}).check(at); err != nil {
			return err
		}
		c.recorded[r.Name] = r
	}
	return nil
}
