package eventlog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Mapping says what the rows of a log mean as events. It is read by [Load] or
// [Parse], and never changed.
type Mapping struct {
	Name  string
	Notes []string // for people: what was decided and why

	columns   []string // the mapping's own names; a row has its values in this order
	clock     clock
	sources   map[Format]*source
	facts     []Item
	code      *value
	backdated bool
	unmapped  bool // rows without a rule are reported
	caseRules []rule
	rowRules  []rule
}

// MappingError says what is wrong in a mapping, and where.
type MappingError struct {
	Pointer string // JSON pointer into the mapping (with its variant)
	Message string
}

func (e *MappingError) Error() string { return fmt.Sprintf("mapping: %s: %s", e.Pointer, e.Message) }

func wrong(pointer, format string, args ...any) error {
	return &MappingError{Pointer: pointer, Message: fmt.Sprintf(format, args...)}
}

// mappingForm is the mapping as it is written. Names are never changed.
type mappingForm struct {
	Name      string                    `json:"name"`
	Note      []string                  `json:"note,omitzero"`
	Zone      string                    `json:"zone"`
	Times     timesForm                 `json:"times,omitzero"`
	Sources   map[Format]*source        `json:"sources"`
	Facts     map[string]factForm       `json:"facts,omitzero"`
	FactsAt   time.Time                 `json:"facts_at,omitzero"`
	Code      jsontext.Value            `json:"code,omitzero"`
	Backdated bool                      `json:"backdated,omitzero"`
	Case      map[string]ruleForm       `json:"case,omitzero"`
	Rows      map[string]ruleForm       `json:"rows,omitzero"`
	Unmapped  string                    `json:"unmapped,omitzero"`
	Variants  map[string]jsontext.Value `json:"variants,omitzero"`
}

// Load reads the mapping file, or the named variant of it. Files that its facts
// refer to are found from its directory.
func Load(path, variant string) (*Mapping, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	m, err := Parse(b, variant, func(name string) ([]byte, error) {
		return os.ReadFile(filepath.Join(filepath.Dir(path), filepath.FromSlash(name)))
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Parse reads a mapping, or the named variant of it; read returns the files that
// its facts refer to, by the name they are written with. What is wrong is a
// [*MappingError].
func Parse(b []byte, variant string, read func(name string) ([]byte, error)) (*Mapping, error) {
	form, err := parseForm(b, variant)
	if err != nil {
		return nil, err
	}
	m := &Mapping{Name: form.Name, Notes: form.Note, sources: form.Sources, backdated: form.Backdated}
	for _, step := range [...]func(*mappingForm) error{
		m.takeName, m.takeClock, m.takeSources, m.takeCode, m.takeRules,
		func(f *mappingForm) error { return m.takeFacts(f, read) },
	} {
		if err := step(form); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// parseForm decodes the mapping with the variant's patch applied.
func parseForm(b []byte, variant string) (*mappingForm, error) {
	form, err := decodeForm(b)
	if err != nil || variant == "" {
		return form, err
	}
	patch, ok := form.Variants[variant]
	if !ok {
		return nil, wrong("/variants", "there is no variant %q", variant)
	}
	merged, err := mergePatch(b, patch)
	if err != nil {
		return nil, wrong("/variants/"+variant, "%s", err)
	}
	return decodeForm(merged)
}

func decodeForm(b []byte) (*mappingForm, error) {
	form := new(mappingForm)
	err := json.Unmarshal(b, form, json.RejectUnknownMembers(true))
	var semantic *json.SemanticError
	switch {
	case err == nil:
		return form, nil
	case errors.Is(err, json.ErrUnknownName) && errors.As(err, &semantic):
		return nil, wrong(string(semantic.JSONPointer), "is not a known member")
	case errors.As(err, &semantic):
		return nil, wrong(string(semantic.JSONPointer), "has a value of the wrong kind: %s", err)
	}
	return nil, wrong("", "%s", err)
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

func (m *Mapping) takeName(f *mappingForm) error {
	if !nameForm.MatchString(f.Name) {
		return wrong("/name", "%q is not of lower-case letters, digits and hyphens", f.Name)
	}
	return nil
}

// uri returns the source of the mapping's events.
func (m *Mapping) uri() string { return "urn:import:" + m.Name }
