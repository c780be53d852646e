package eventlog

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// value is JSON in which members are replaced by what a row says. One of
// constant, members, elements and from is set.
type value struct {
	constant jsontext.Value
	members  []member // of an object, by name
	elements []*value // of an array
	from     *fromRow
}

type member struct {
	name  string
	value *value
}

// render returns the value's JSON; nil where the row says nothing.
func (v *value) render(m *Mapping, r row) (jsontext.Value, error) {
	switch {
	case v == nil:
		return nil, nil
	case v.from != nil:
		return v.from.render(m, r)
	case v.members != nil:
		return v.object(func(v *value) (jsontext.Value, error) { return v.render(m, r) })
	case v.elements != nil:
		return v.array(func(v *value) (jsontext.Value, error) { return v.render(m, r) })
	}
	return v.constant, nil
}

// object joins the members that have a value; nil where none has.
func (v *value) object(render func(*value) (jsontext.Value, error)) (jsontext.Value, error) {
	out := jsontext.Value("{")
	for _, m := range v.members {
		b, err := render(m.value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.name, err)
		}
		if b == nil {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, quoted(m.name)...), ':'), b...)
	}
	if len(out) == 1 {
		return nil, nil
	}
	return append(out, '}'), nil
}

// array joins the elements that have a value; nil where none has.
func (v *value) array(render func(*value) (jsontext.Value, error)) (jsontext.Value, error) {
	out := jsontext.Value("[")
	for _, e := range v.elements {
		b, err := render(e)
		if err != nil {
			return nil, err
		}
		if b == nil {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, b...)
	}
	if len(out) == 1 {
		return nil, nil
	}
	return append(out, ']'), nil
}

// quoted returns the text as a JSON string.
func quoted(text string) jsontext.Value {
	b, err := json.Marshal(text)
	if err != nil {
		return jsontext.Value(`""`) // not UTF-8: no reader yields such a text
	}
	return b
}
