package eventlog

import (
	"maps"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// mergePatch applies a JSON merge patch (RFC 7396): members of objects are
// merged, null removes one, everything else is replaced.
func mergePatch(target, patch jsontext.Value) (jsontext.Value, error) {
	if patch.Kind() != '{' {
		return patch, nil
	}
	var changes, members map[string]jsontext.Value
	if err := json.Unmarshal(patch, &changes); err != nil {
		return nil, err
	}
	if target.Kind() == '{' {
		if err := json.Unmarshal(target, &members); err != nil {
			return nil, err
		}
	}
	merged := maps.Clone(members)
	if merged == nil {
		merged = make(map[string]jsontext.Value)
	}
	for name, change := range changes {
		if change.Kind() == 'n' {
			delete(merged, name)
			continue
		}
		value, err := mergePatch(merged[name], change)
		if err != nil {
			return nil, err
		}
		merged[name] = value
	}
	return json.Marshal(merged, json.Deterministic(true))
}
