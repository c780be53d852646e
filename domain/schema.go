package domain

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/jsonschema-go/jsonschema"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Schema returns the JSON Schema (draft 2020-12) of an event of the type, as a
// publisher sends it and as the log keeps it. Fails for an unknown type only.
func Schema(t Type) ([]byte, error) {
	s, err := schemaOf(t)
	if err != nil {
		return nil, err
	}
	return json.Marshal(s, json.Deterministic(true), jsontext.WithIndent("  "))
}

// schemaOf makes the schema of the type's envelope and data from their structs.
func schemaOf(t Type) (*jsonschema.Schema, error) {
	if !t.Known() {
		return nil, refuse(CodeUnknownType, "/type", "type %.80q is not known", string(t))
	}
	options := &jsonschema.ForOptions{TypeSchemas: valueSchemas()}
	s, err := jsonschema.For[CloudEvent](options)
	if err != nil {
		return nil, fmt.Errorf("domain: schema of %s: %w", t, err)
	}
	data, err := jsonschema.ForType(dataType(t), options)
	if err != nil {
		return nil, fmt.Errorf("domain: schema of %s: %w", t, err)
	}
	data.Required = append(data.Required, demanded[t]...)
	form := fmt.Sprintf("%s/%d", t, t.Version())
	s.Schema, s.ID, s.Title = "https://json-schema.org/draft/2020-12/schema", form, string(t)
	s.AdditionalProperties = nil // extension attributes are dropped
	delete(s.Properties, "data_base64")
	for name, only := range map[string]any{"specversion": "1.0", "type": string(t), "datacontenttype": "application/json", "dataschema": form} {
		s.Properties[name].Const = &only
	}
	for _, name := range [...]string{"id", "source", "subject"} {
		s.Properties[name].MinLength = jsonschema.Ptr(1)
	}
	s.Properties["subject"].Pattern, s.Properties["subject"].MaxLength = tokenPattern, jsonschema.Ptr(maxToken)
	s.Properties["data"] = data
	if len(data.Required) > 0 {
		s.Required = append(s.Required, "data")
	}
	return s, nil
}

// dataType returns the struct of the type's data. A rung's is that of [Rung]: in
// the struct that embeds it, it hides its own field of the same name.
func dataType(t Type) reflect.Type {
	data := t.NewData()
	if RungOf(data) != nil {
		return reflect.TypeFor[Rung]()
	}
	return reflect.TypeOf(data).Elem()
}

// tokenPattern is what [Token] takes, as a pattern.
const tokenPattern = `^[!#-)+-=?-\[\]^` + "`" + `-~]+$`

// demanded lists the members that are optional in their struct, since a refusal
// shares it, but that the type demands.
var demanded = map[Type][]string{
	TypeSubmitted: {"province", "agency", "procedure", "channel"},
	TypeReceived:  {"province", "agency", "procedure", "channel"},
}

// valueSchemas describes the values that have a JSON form of their own.
func valueSchemas() map[reflect.Type]*jsonschema.Schema {
	text := func(format, pattern string) *jsonschema.Schema {
		return &jsonschema.Schema{Type: "string", Format: format, Pattern: pattern}
	}
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[Channel]():            words(Channels()),
		reflect.TypeFor[ServiceLevel]():       words(ServiceLevels()),
		reflect.TypeFor[PauseReason]():        words(PauseReasons()),
		reflect.TypeFor[Cause]():              words(Causes()),
		reflect.TypeFor[Outcome]():            words(Outcomes()),
		reflect.TypeFor[Satisfaction]():       words(Satisfactions()),
		reflect.TypeFor[UnitKind]():           words(UnitKinds()),
		reflect.TypeFor[DeadlineCause]():      words(DeadlineCauses()),
		reflect.TypeFor[ClockName]():          words(ClockNames()),
		reflect.TypeFor[StopMode]():           words(StopModes()),
		reflect.TypeFor[VerdictMode]():        words(VerdictModes()),
		reflect.TypeFor[CountingRule]():       words(CountingRules()),
		reflect.TypeFor[Level]():              words(Levels()),
		reflect.TypeFor[ReminderReason]():     words(ReminderReasons()),
		reflect.TypeFor[Type]():               words(Types()),
		reflect.TypeFor[calendar.Count]():     words([]string{calendar.DayCount.String(), calendar.ClockCount.String()}),
		reflect.TypeFor[calendar.Roll]():      words([]string{calendar.RollForward.String(), calendar.RollNone.String()}),
		reflect.TypeFor[time.Time]():          text("date-time", ""),
		reflect.TypeFor[calendar.Date]():      text("date", `^(\d{4}-\d{2}-\d{2})?$`),
		reflect.TypeFor[calendar.TimeOfDay](): text("", `^([01]\d|2[0-3]):[0-5]\d$|^24:00$`),
		reflect.TypeFor[calendar.Limit]():     limitSchema(),
		reflect.TypeFor[jsontext.Value]():     {Type: "object"},
	}
}

// words describes a closed set of words.
func words[T ~string](all []T) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, w := range all {
		s.Enum = append(s.Enum, string(w))
	}
	return s
}

func limitSchema() *jsonschema.Schema {
	units := words([]string{calendar.Workday.String(), calendar.Workhour.String(), calendar.Day.String(), calendar.Month.String()})
	return &jsonschema.Schema{
		Types: []string{"object", "null"},
		Properties: map[string]*jsonschema.Schema{
			"value": {Type: "number", Minimum: jsonschema.Ptr(0.0), Maximum: jsonschema.Ptr(10000.0)},
			"unit":  units,
		},
		Required:             []string{"value", "unit"},
		AdditionalProperties: &jsonschema.Schema{Not: &jsonschema.Schema{}},
	}
}

// complete refuses a reference fact that leaves out what its schema demands: a
// policy without max_supplements would silently allow none. What a dossier event
// must say is checked with its data.
func complete(ce CloudEvent) error {
	s, err := schemaOf(ce.Type)
	if err != nil {
		return err
	}
	data := ce.Data
	if len(data) == 0 {
		data = jsontext.Value("{}")
	}
	if gap := lacks(s.Properties["data"], data, "/data"); gap != nil {
		return gap
	}
	return nil
}

// lacks names the first member that the value lacks.
func lacks(s *jsonschema.Schema, v jsontext.Value, at string) *Error {
	switch v.Kind() {
	case '{':
		var members map[string]jsontext.Value
		if err := json.Unmarshal(v, &members); err != nil {
			return jsonError(err, at)
		}
		for _, name := range s.Required {
			if _, there := members[name]; !there {
				return refuse(CodeMissingField, at+"/"+name, "%s is missing", strings.TrimPrefix(at+"/"+name, "/data/"))
			}
		}
		for name, member := range members {
			if p := s.Properties[name]; p != nil {
				if gap := lacks(p, member, at+"/"+name); gap != nil {
					return gap
				}
			}
		}
	case '[':
		var items []jsontext.Value // what can't be read is refused by the decoder, with its reason
		if s.Items != nil && json.Unmarshal(v, &items) == nil {
			return lacksItem(s.Items, items, at)
		}
	}
	return nil
}

// lacksItem returns the first gap of an array's items.
func lacksItem(s *jsonschema.Schema, items []jsontext.Value, at string) *Error {
	for i, item := range items {
		if gap := lacks(s, item, fmt.Sprintf("%s/%d", at, i)); gap != nil {
			return gap
		}
	}
	return nil
}
