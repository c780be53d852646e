package eventlog

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// fromForm is a value that the row says, as the mapping writes it.
type fromForm struct {
	Column    string                    `json:"column,omitzero"`
	Template  string                    `json:"template,omitzero"`
	Match     string                    `json:"match,omitzero"`
	Map       map[string]jsontext.Value `json:"map,omitzero"`
	Otherwise jsontext.Value            `json:"otherwise,omitzero"`
	As        conversion                `json:"as,omitzero"`
}

// takeValue reads a value that stands at the place in the mapping; nil where
// nothing stands there.
func (m *Mapping) takeValue(raw jsontext.Value, at string) (*value, error) {
	switch {
	case len(raw) == 0:
		return nil, nil
	case raw.Kind() == '[':
		return m.takeArray(raw, at)
	case raw.Kind() != '{':
		return &value{constant: raw.Clone()}, nil
	}
	var form map[string]jsontext.Value
	if err := json.Unmarshal(raw, &form); err != nil {
		return nil, wrong(at, "%s", err)
	}
	if form["column"] != nil || form["template"] != nil {
		return m.takeFromRow(raw, at)
	}
	v := &value{members: []member{}}
	for _, name := range slices.Sorted(maps.Keys(form)) {
		inner, err := m.takeValue(form[name], pointer(at, name))
		if err != nil {
			return nil, err
		}
		v.members = append(v.members, member{name: name, value: inner})
	}
	return v, nil
}

func (m *Mapping) takeArray(raw jsontext.Value, at string) (*value, error) {
	var forms []jsontext.Value
	if err := json.Unmarshal(raw, &forms); err != nil {
		return nil, wrong(at, "%s", err)
	}
	v := &value{elements: []*value{}}
	for i, form := range forms {
		inner, err := m.takeValue(form, fmt.Sprintf("%s/%d", at, i))
		if err != nil {
			return nil, err
		}
		v.elements = append(v.elements, inner)
	}
	return v, nil
}

func (m *Mapping) takeFromRow(raw jsontext.Value, at string) (*value, error) {
	var form fromForm
	if err := json.Unmarshal(raw, &form, json.RejectUnknownMembers(true)); err != nil {
		return nil, wrong(at, "is not a value that a row says: %s", err)
	}
	f := &fromRow{mapped: form.Map, otherwise: form.Otherwise, as: form.As}
	if err := m.takeColumns(f, form, at); err != nil {
		return nil, err
	}
	if form.Map != nil && len(form.Map) == 0 {
		return nil, wrong(at+"/map", "is empty")
	}
	if form.Match != "" {
		pattern, err := regexp.Compile(form.Match)
		if err != nil || pattern.NumSubexp() != 1 {
			return nil, wrong(at+"/match", "%q is not a pattern with one group", form.Match)
		}
		f.match = pattern
	}
	switch f.as {
	case "", asText, asInstant, asDate, asNumber, asToken:
	default:
		return nil, wrong(at+"/as", "%q is not text, instant, date, number or token", f.as)
	}
	return &value{from: f}, nil
}

// placeholder is a column in a template.
var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// takeColumns finds the columns that the value speaks of.
func (m *Mapping) takeColumns(f *fromRow, form fromForm, at string) error {
	template, place := form.Template, at+"/template"
	if form.Column != "" {
		if template != "" {
			return wrong(place, "stands beside a column: one of the two")
		}
		template, place = "{"+form.Column+"}", at+"/column"
	}
	end := 0
	for _, span := range placeholder.FindAllStringSubmatchIndex(template, -1) {
		name := template[span[2]:span[3]]
		column := m.column(name)
		if column < 0 {
			return m.unknownColumn(place, name)
		}
		f.columns = append(f.columns, column)
		f.between = append(f.between, template[end:span[0]])
		end = span[1]
	}
	f.between = append(f.between, template[end:])
	if len(f.columns) == 0 {
		return wrong(place, "%q names no column", template)
	}
	return nil
}

func (m *Mapping) unknownColumn(at, name string) error {
	return wrong(at, "%q is not a column of the mapping: %s are", name, strings.Join(m.columns, ", "))
}

// takeCode reads how a dossier's code is made.
func (m *Mapping) takeCode(f *mappingForm) (err error) {
	if len(f.Code) == 0 {
		f.Code = jsontext.Value(`{"column":"` + columnCase + `"}`)
	}
	m.code, err = m.takeValue(f.Code, "/code")
	if err == nil && m.code.from == nil {
		err = wrong("/code", "is the same for every dossier")
	}
	return err
}
