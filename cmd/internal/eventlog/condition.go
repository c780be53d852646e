package eventlog

import (
	"maps"
	"slices"
)

// conditionForm is what a rule asks of one column.
type conditionForm struct {
	Equals   *string  `json:"equals,omitzero"`
	OneOf    []string `json:"one_of,omitzero"`
	NotOneOf []string `json:"not_one_of,omitzero"`
	Empty    *bool    `json:"empty,omitzero"`
	Changed  *bool    `json:"changed,omitzero"`
}

// condition is a conditionForm with its column's place.
type condition struct {
	column int
	conditionForm
}

// takeConditions reads what a rule asks, by column.
func (m *Mapping) takeConditions(forms map[string]conditionForm, at string) ([]condition, error) {
	var all []condition
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		form, place := forms[name], pointer(at, name)
		column := m.column(name)
		if column < 0 {
			return nil, m.unknownColumn(place, name)
		}
		if form.Equals == nil && form.OneOf == nil && form.NotOneOf == nil && form.Empty == nil && form.Changed == nil {
			return nil, wrong(place, "asks nothing: equals, one_of, not_one_of, empty or changed")
		}
		all = append(all, condition{column: column, conditionForm: form})
	}
	return all, nil
}

// holds reports whether the row fulfils the condition. before has each column's
// last text that was not empty; an empty text is no change.
func (c *condition) holds(r row, before []string) bool {
	text := r.values[c.column]
	switch {
	case c.Equals != nil && text != *c.Equals,
		c.OneOf != nil && !slices.Contains(c.OneOf, text),
		c.NotOneOf != nil && slices.Contains(c.NotOneOf, text),
		c.Empty != nil && *c.Empty != (text == ""),
		c.Changed != nil && *c.Changed != (text != "" && text != before[c.column]):
		return false
	}
	return true
}
