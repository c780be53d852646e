package export

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestXESIsValid: the log has the standard's grammar, as xmllint reads it.
func TestXESIsValid(t *testing.T) {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("there is no xmllint (Debian package libxml2-utils)")
	}
	log := written(t, filed(t, 40), Events, map[string]string{"format": "xes"})
	check := func(log string) error {
		name := filepath.Join(t.TempDir(), "log.xes")
		if err := os.WriteFile(name, []byte(log), 0o600); err != nil {
			t.Fatal(err)
		}
		return exec.CommandContext(t.Context(), lint, "--noout", "--nonet", "--schema", "testdata/xes-1849.xsd", name).Run()
	}
	if err := check(log); err != nil {
		t.Errorf("xmllint refuses the log: %s", err)
	}
	if check(strings.Replace(log, "<trace>", "<case>", 1)) == nil || check(strings.Replace(log, `T08:`, ` 08:`, 1)) == nil {
		t.Error("the schema takes anything")
	}
}

// xesLog is what the standard's sentences, that no grammar says, speak of.
type xesLog struct {
	Extensions []struct {
		Prefix string `xml:"prefix,attr"`
	} `xml:"extension"`
	Globals []struct {
		Scope      string    `xml:"scope,attr"`
		Attributes []xesAttr `xml:",any"`
	} `xml:"global"`
	Classifiers []struct {
		Keys string `xml:"keys,attr"`
	} `xml:"classifier"`
	Traces []struct {
		Attributes []xesAttr `xml:",any"`
		Events     []struct {
			Attributes []xesAttr `xml:",any"`
		} `xml:"event"`
	} `xml:"trace"`
}

type xesAttr struct {
	XMLName xml.Name
	Key     string `xml:"key,attr"`
	Value   string `xml:"value,attr"`
}

func keys(attributes []xesAttr) (all []string) {
	for _, a := range attributes {
		all = append(all, a.Key)
	}
	return all
}

// TestXESSentences: every event has what is declared for all events, under keys
// that occur once, with prefixes that are declared; classifiers ask for what
// every event has.
func TestXESSentences(t *testing.T) {
	var log xesLog
	if err := xml.Unmarshal([]byte(written(t, filed(t, 8), Events, map[string]string{"format": "xes"})), &log); err != nil {
		t.Fatal(err)
	}
	var prefixes []string
	for _, x := range log.Extensions {
		prefixes = append(prefixes, x.Prefix)
	}
	global := make(map[string][]string)
	for _, g := range log.Globals {
		global[g.Scope] = keys(g.Attributes)
	}
	for _, c := range log.Classifiers {
		for _, key := range strings.Fields(c.Keys) {
			if !slices.Contains(global["event"], key) {
				t.Errorf("a classifier asks for %s, which is not global", key)
			}
		}
	}
	check := func(what, scope string, attributes []xesAttr) {
		has := keys(attributes)
		for _, key := range global[scope] {
			if !slices.Contains(has, key) {
				t.Errorf("a %s lacks %s", what, key)
			}
		}
		slices.Sort(has)
		if len(slices.Compact(slices.Clone(has))) != len(has) {
			t.Errorf("a %s has a key twice: %q", what, has)
		}
		for _, key := range has {
			if prefix, _, ok := strings.Cut(key, ":"); ok && !slices.Contains(prefixes, prefix) {
				t.Errorf("the prefix of %s is not declared", key)
			}
		}
	}
	if len(log.Traces) != 8 {
		t.Fatalf("%d traces instead of 8", len(log.Traces))
	}
	for _, trace := range log.Traces {
		check("trace", "trace", trace.Attributes)
		for _, e := range trace.Events {
			check("event", "event", e.Attributes)
		}
	}
}

// TestOCELIsValid: the log has the form of the standard's schema, and what it
// refers to is there.
func TestOCELIsValid(t *testing.T) {
	text := written(t, filed(t, 40), Events, map[string]string{"format": "ocel"})
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("testdata/ocel-2.0.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(text string) error {
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(document)
	}
	if err := check(text); err != nil {
		t.Errorf("the schema refuses the log: %s", err)
	}
	if check(strings.Replace(text, `"qualifier"`, `"as"`, 1)) == nil || check(strings.Replace(text, `"time":"2026-`, `"time":"`, 1)) == nil {
		t.Error("the schema takes anything")
	}
	checkReferences(t, text)
}

func checkReferences(t *testing.T, text string) {
	t.Helper()
	var log struct {
		EventTypes  []ocelType   `json:"eventTypes"`
		ObjectTypes []ocelType   `json:"objectTypes"`
		Events      []ocelEvent  `json:"events"`
		Objects     []ocelObject `json:"objects"`
	}
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	declared := make(map[string][]string)
	for _, k := range slices.Concat(log.EventTypes, log.ObjectTypes) {
		declared[k.Name] = []string{}
		for _, a := range k.Attributes {
			declared[k.Name] = append(declared[k.Name], a.Name)
		}
	}
	ids := make(map[string]bool)
	for _, o := range log.Objects {
		if ids[o.ID] {
			t.Errorf("the object %s is there twice", o.ID)
		}
		ids[o.ID] = true
	}
	values := func(id, kind string, list []ocelValue) {
		if declared[kind] == nil {
			t.Errorf("%s is of the type %q, which is not declared", id, kind)
		}
		for _, v := range list {
			if !slices.Contains(declared[kind], v.Name) {
				t.Errorf("%s has %s, which its type does not declare", id, v.Name)
			}
		}
	}
	relations := func(id string, list []ocelRelation) {
		if len(list) == 0 && !strings.Contains(id, ":") {
			t.Errorf("%s is of nothing", id)
		}
		for _, r := range list {
			if !ids[r.Object] {
				t.Errorf("%s refers to %s, which is not there", id, r.Object)
			}
		}
	}
	for _, o := range log.Objects {
		values(o.ID, o.Type, o.Attributes)
		relations(o.ID, o.Relations)
	}
	events := make(map[string]bool)
	for _, e := range log.Events {
		if events[e.ID] {
			t.Errorf("the event %s is there twice", e.ID)
		}
		events[e.ID] = true
		values(e.ID, e.Type, e.Attributes)
		relations(e.ID, e.Relations)
	}
	if len(log.Events) != 180 || len(log.Objects) != 40+1+1+2+2 { // dossiers, procedure, agency, units, officers
		t.Errorf("%d events, %d objects", len(log.Events), len(log.Objects))
	}
}
