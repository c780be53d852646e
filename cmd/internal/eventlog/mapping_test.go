package eventlog

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// patched parses the made-up mapping with a patch applied.
func patched(t *testing.T, patch string) (*Mapping, error) {
	t.Helper()
	whole, err := os.ReadFile("testdata/permits.json")
	if err != nil {
		t.Fatal(err)
	}
	merged, err := mergePatch(whole, jsontext.Value(patch))
	if err != nil {
		t.Fatal(err)
	}
	return Parse(merged, "", func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("testdata", name)) })
}

// What is wrong with a mapping is said when it is loaded, and where.
func TestMappingErrors(t *testing.T) {
	for _, c := range []struct{ name, patch, pointer string }{
		{"name", `{"name": "My log"}`, "/name"},
		{"zone", `{"zone": "Mars/Base"}`, "/zone"},
		{"no zone", `{"zone": null}`, "/zone"},
		{"layout", `{"times": {"layouts": ["dd/mm/yyyy"]}}`, "/times/layouts/0"},
		{"time of day", `{"times": {"dates_at": "noon"}}`, "/times/dates_at"},
		{"member", `{"rules": []}`, "/rules"},
		{"kind of value", `{"backdated": "yes"}`, "/backdated"},
		{"no source", `{"sources": null}`, "/sources"},
		{"format", `{"sources": {"xlsx": {"columns": {}}}}`, "/sources/xlsx"},
		{"columns of one source", `{"sources": {"xes": {"columns": {"more": "more"}}}}`, "/sources/xes/columns"},
		{"no case column", `{"sources": {"csv": {"columns": {"case": ""}}}}`, "/sources/csv/columns"},
		{"optional column", `{"sources": {"csv": {"optional": ["colour"]}}}`, "/sources/csv/optional/0"},
		{"delimiter", `{"sources": {"csv": {"delimiter": ", "}}}`, "/sources/csv/delimiter"},
		{"charset", `{"sources": {"csv": {"charset": "koi8-r"}}}`, "/sources/csv/charset"},
		{"fact's name", `{"facts": {"works": {"data": {}}}}`, "/facts/works"},
		{"fact's kind", `{"facts": {"dossier/x": {"data": {}}}}`, "/facts/dossier~1x"},
		{"fact without content", `{"facts": {"unit/x": {}}}`, "/facts/unit~1x"},
		{"fact's file", `{"facts": {"calendar/works": {"file": "nowhere.json"}}}`, "/facts/calendar~1works/file"},
		{"fact's file that is no JSON", `{"facts": {"calendar/works": {"file": "permits.csv"}}}`, "/facts/calendar~1works/file"},
		{"fact's data", `{"facts": {"unit/works": {"data": {"kind": "planet"}}}}`, "/facts/unit~1works/data/kind"},
		{"fact's member", `{"facts": {"unit/works": {"data": {"colour": "red"}}}}`, "/facts/unit~1works/data/colour"},
		{"facts without an instant", `{"facts_at": null}`, "/facts_at"},
		{"code's column", `{"code": {"template": "P-{number}"}}`, "/code/template"},
		{"code that is always the same", `{"code": "P"}`, "/code"},
		{"unmapped", `{"unmapped": "drop"}`, "/unmapped"},
		{"type", `{"rows": {"3-answered": {"emit": "dossier.danced"}}}`, "/rows/3-answered/emit"},
		{"type of the engine", `{"rows": {"3-answered": {"emit": "deadline.set"}}}`, "/rows/3-answered/emit"},
		{"type of a fact", `{"rows": {"3-answered": {"emit": "unit.defined"}}}`, "/rows/3-answered/emit"},
		{"condition's column", `{"rows": {"5-known": {"when": {"what": {"equals": "x"}}}}}`, "/rows/5-known/when/what"},
		{"condition that asks nothing", `{"rows": {"5-known": {"when": {"group": {}}}}}`, "/rows/5-known/when/group"},
		{"condition's kind", `{"rows": {"5-known": {"when": {"group": {"matches": "x"}}}}}`, "/rows/5-known/when/group/matches"},
		{"change in a case", `{"case": {"completed": {"when": {"group": {"changed": true}}}}}`, "/case/completed/when"},
		{"case's instant", `{"case": {"completed": {"at": null}}}`, "/case/completed/at"},
		{"instant's conversion", `{"case": {"completed": {"at": {"as": "text"}}}}`, "/case/completed/at"},
		{"value's column", `{"rows": {"1-moved": {"data": {"note": {"column": "colour"}}}}}`, "/rows/1-moved/data/note/column"},
		{"value's conversion", `{"rows": {"1-moved": {"data": {"note": {"column": "group", "as": "colour"}}}}}`, "/rows/1-moved/data/note/as"},
		{"value's pattern", `{"rows": {"1-moved": {"data": {"note": {"column": "group", "match": "(.)(.)"}}}}}`, "/rows/1-moved/data/note/match"},
		{"value's map", `{"rows": {"1-moved": {"data": {"note": {"column": "group", "map": {}}}}}}`, "/rows/1-moved/data/note/map"},
		{"value's member", `{"rows": {"1-moved": {"data": {"note": {"column": "group", "default": 1}}}}}`, "/rows/1-moved/data/note"},
		{"event's member", `{"rows": {"1-moved": {"data": {"colour": "red"}}}}`, "/rows/1-moved/data/colour"},
		{"text for an instant", `{"rows": {"1-moved": {"data": {"step_due": {"column": "time"}}}}}`, "/rows/1-moved/data/step_due"},
		{"text for a list", `{"rows": {"2-asked": {"data": {"missing": {"column": "group"}}}}}`, "/rows/2-asked/data/missing"},
		{"word", `{"rows": {"4-extended": {"data": {"cause": "weather"}}}}`, "/rows/4-extended/data/cause"},
		{"word in a map", `{"case": {"received": {"data": {"channel": {"map": {"fax": "by-fax"}}}}}}`, "/case/received/data/channel"},
		{"missing member", `{"rows": {"2-asked": {"data": {"reason": null}}}}`, "/rows/2-asked/data/reason"},
	} {
		_, err := patched(t, c.patch)
		wrong, ok := errors.AsType[*MappingError](err)
		if !ok {
			t.Errorf("%s: got %v, want a mapping error at %s", c.name, err, c.pointer)
			continue
		}
		if wrong.Pointer != c.pointer {
			t.Errorf("%s: got it at %s, want %s: %s", c.name, wrong.Pointer, c.pointer, wrong.Message)
		}
	}
}

// A word that any row may say is judged row by row.
func TestMappingLeavesTextsOpen(t *testing.T) {
	if _, err := patched(t, `{"case": {"received": {"data": {"channel": {"map": null, "otherwise": null}}}}}`); err != nil {
		t.Errorf("a column without a map is refused: %s", err)
	}
}

func TestLoadErrors(t *testing.T) {
	if _, err := Load("testdata/nowhere.json", ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	_, err := Load("testdata/permits.json", "loud")
	if wrong, ok := errors.AsType[*MappingError](err); !ok || wrong.Pointer != "/variants" {
		t.Errorf("no variant: %v", err)
	}
	if _, err := Parse([]byte(`{"name": `), "", nil); err == nil {
		t.Error("half a mapping is read")
	}
}

func TestMergePatch(t *testing.T) {
	for _, c := range [...][3]string{ // RFC 7396, Appendix A
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`["a"]`, `{"a":"c"}`, `{"a":"c"}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
	} {
		got, err := mergePatch(jsontext.Value(c[0]), jsontext.Value(c[1]))
		if err != nil || string(got) != c[2] {
			t.Errorf("%s with %s: got %s, %v, want %s", c[0], c[1], got, err, c[2])
		}
	}
}
