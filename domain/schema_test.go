package domain

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/jsonschema-go/jsonschema"
)

// goldenEvents returns the stored events of eventstore/testdata/golden, the one
// place where forms are kept, by file name.
func goldenEvents(t testing.TB) map[string]jsontext.Value {
	names, err := filepath.Glob("../eventstore/testdata/golden/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	events := make(map[string]jsontext.Value)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		events[filepath.Base(name)] = b
	}
	return events
}

func resolved(t testing.TB, typ Type) *jsonschema.Resolved {
	t.Helper()
	b, err := Schema(typ)
	if err != nil {
		t.Fatal(err)
	}
	var s jsonschema.Schema
	if err := s.UnmarshalJSON(b); err != nil {
		t.Fatal(err)
	}
	r, err := s.Resolve(&jsonschema.ResolveOptions{BaseURI: "https://example.org/"})
	if err != nil {
		t.Fatalf("%s: %v", typ, err)
	}
	return r
}

func validate(r *jsonschema.Resolved, event []byte) error {
	var instance any
	if err := json.Unmarshal(event, &instance); err != nil {
		return err
	}
	return r.Validate(instance)
}

// TestSchemaGolden validates every stored event, and checks that the stored
// events of a type have between them every member that the schema knows.
func TestSchemaGolden(t *testing.T) {
	seen := map[Type]map[string]bool{}
	for name, event := range goldenEvents(t) {
		ce, err := parseEnvelope(event)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(resolved(t, ce.Type), event); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if seen[ce.Type] == nil {
			seen[ce.Type] = map[string]bool{}
		}
		for member := range membersOf(t, ce.Data) {
			seen[ce.Type][member] = true
		}
	}
	for _, typ := range Types() {
		s, err := schemaOf(typ)
		if err != nil {
			t.Fatal(err)
		}
		for member := range s.Properties["data"].Properties {
			if !seen[typ][member] {
				t.Errorf("%s: no golden file has the member %s", typ, member)
			}
		}
	}
}

func membersOf(t testing.TB, v jsontext.Value) (members map[string]jsontext.Value) {
	t.Helper()
	if err := json.Unmarshal(v, &members); err != nil {
		t.Fatal(err)
	}
	return members
}

// TestSchemaScenarios validates every event of the scenarios, with what the
// engine added.
func TestSchemaScenarios(t *testing.T) {
	schemas := map[Type]*jsonschema.Resolved{}
	for _, name := range scenarios(t, "scenarios") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := newScenario(t)
		s.play(string(text))
		for _, e := range s.history {
			if schemas[e.Type] == nil {
				schemas[e.Type] = resolved(t, e.Type)
			}
			e.ID = "e" // the engine's own have none yet
			b, err := json.Marshal(e)
			if err == nil {
				err = validate(schemas[e.Type], b)
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestSchemaRefuses takes away each member that a form demands, and replaces
// each word of a closed set: the schema and the parser both refuse it.
func TestSchemaRefuses(t *testing.T) {
	for name, event := range goldenEvents(t) {
		ce, err := parseEnvelope(event)
		if err != nil {
			t.Fatal(err)
		}
		r := resolved(t, ce.Type)
		var root any
		if err := json.Unmarshal(event, &root); err != nil {
			t.Fatal(err)
		}
		published := root.(map[string]any)
		for _, engines := range [...]string{"recordedtime", "sequence", "prevhash"} {
			delete(published, engines)
		}
		mutate(r.Schema(), published, "", func(what string) {
			b, err := json.Marshal(root)
			if err != nil {
				t.Fatal(err)
			}
			if validate(r, b) == nil {
				t.Errorf("%s: the schema takes it with %s", name, what)
			}
			if _, err := ParseEvent(b); err == nil {
				t.Errorf("%s: ParseEvent takes it with %s", name, what)
			} else if strings.Contains(err.Error(), "Nguyễn") {
				t.Errorf("%s: with %s the refusal quotes the applicant: %v", name, what, err)
			}
		})
	}
}

// mutate changes the value in every place that the schema rules, one at a time,
// calls check and puts it back.
func mutate(s *jsonschema.Schema, v any, at string, check func(what string)) {
	if s == nil {
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Clone(s.Required) {
			value, there := v[name]
			if !there {
				continue
			}
			delete(v, name)
			check("no " + at + "/" + name)
			v[name] = value
		}
		for name, value := range v {
			p := s.Properties[name]
			if p != nil && (p.Enum != nil || p.Const != nil) {
				v[name] = "?"
				check("? as " + at + "/" + name)
				v[name] = value
			}
			mutate(p, value, at+"/"+name, check)
		}
	case []any:
		for _, item := range v {
			mutate(s.Items, item, at+"/-", check)
		}
	}
}

// TestSchemaForm checks what holds of every schema.
func TestSchemaForm(t *testing.T) {
	for _, typ := range Types() {
		b, err := Schema(typ)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Schema(typ); string(again) != string(b) {
			t.Errorf("%s: the schema differs from call to call", typ)
		}
		for _, part := range [...]string{`"$schema": "https://json-schema.org/draft/2020-12/schema"`, `"$id": "` + string(typ) + `/1"`} {
			if !strings.Contains(string(b), part) {
				t.Errorf("%s: the schema lacks %s", typ, part)
			}
		}
	}
	if _, err := Schema("dossier.eaten"); codeOf(err) != CodeUnknownType {
		t.Errorf("an unknown type: %v", err)
	}
}
