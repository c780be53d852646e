package eventlog

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/hoso-engine/dossier/domain"
)

// check tries the rule's data on rows that could come, every choice of every map
// among them, so that a mapping that can only be refused is refused before
// anything is sent.
func (u *rule) check(at string) error {
	for choice := range u.data.choices() {
		data, err := u.data.sample(choice)
		if err != nil {
			return err
		}
		if data == nil {
			data = jsontext.Value("{}")
		}
		if err := json.Unmarshal(data, u.emit.NewData(), json.RejectUnknownMembers(true)); err != nil {
			return undecodable(at, err)
		}
		if refused := u.refused(data); refused != nil && !u.data.open(refused.Field) {
			return wrong(at+refused.Field, "%s", refused.Message)
		}
	}
	return nil
}

// undecodable says which of the data's members the event has not.
func undecodable(at string, err error) error {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return wrong(at+"/data", "%s", err)
	}
	if errors.Is(err, json.ErrUnknownName) {
		return wrong(at+"/data"+string(semantic.JSONPointer), "is not known in this event")
	}
	return wrong(at+"/data"+string(semantic.JSONPointer), "can't be what this event has there: %s", err)
}

// refused returns why the domain refuses an event with the data.
func (u *rule) refused(data jsontext.Value) *domain.Error {
	b, err := json.Marshal(&domain.CloudEvent{
		SpecVersion: "1.0", ID: "sample", Source: "urn:import:sample", Subject: "sample",
		Type: u.emit, Time: sampleInstant, Data: data,
	})
	if err != nil {
		return domain.AsError(err)
	}
	return domain.ParseOne(b).Err
}

const sampleInstant = "2000-01-01T12:00:00Z"

// choices returns how many samples show every choice of every map.
func (v *value) choices() int {
	most := 1
	switch {
	case v == nil:
	case v.from != nil:
		most = max(most, len(v.from.alternatives()))
	default:
		for _, m := range v.members {
			most = max(most, m.value.choices())
		}
		for _, e := range v.elements {
			most = max(most, e.choices())
		}
	}
	return most
}

// sample renders the value for a row that could come.
func (v *value) sample(choice int) (jsontext.Value, error) {
	inner := func(v *value) (jsontext.Value, error) { return v.sample(choice) }
	switch {
	case v == nil:
		return nil, nil
	case v.from != nil:
		all := v.from.alternatives()
		return all[choice%len(all)], nil
	case v.members != nil:
		return v.object(inner)
	case v.elements != nil:
		return v.array(inner)
	}
	return v.constant, nil
}

// alternatives returns what the value can be: the map's choices, or one that
// stands for all texts.
func (f *fromRow) alternatives() []jsontext.Value {
	var all []jsontext.Value
	for _, text := range slices.Sorted(maps.Keys(f.mapped)) {
		all = append(all, f.mapped[text])
	}
	if f.otherwise != nil {
		all = append(all, f.otherwise)
	}
	if f.mapped != nil {
		return all
	}
	switch f.as {
	case asInstant, asDate:
		return append(all, quoted(sampleInstant))
	case asNumber:
		return append(all, jsontext.Value("1"))
	}
	return append(all, quoted("sample"))
}

// open reports whether any text may stand at the place, a JSON pointer into the
// event: what the rows say there can't be judged beforehand.
func (v *value) open(place string) bool {
	steps := strings.Split(strings.TrimPrefix(place, "/data"), "/")[1:]
	for _, step := range steps {
		v = v.inner(step)
	}
	return v != nil && v.from != nil && v.from.mapped == nil
}

func (v *value) inner(step string) *value {
	if v == nil {
		return nil
	}
	for _, m := range v.members {
		if m.name == step {
			return m.value
		}
	}
	if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v.elements) {
		return v.elements[i]
	}
	return nil
}
