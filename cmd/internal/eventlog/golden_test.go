package eventlog

import (
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

var update = flag.Bool("update", false, "rewrite the golden files of testdata")

// permits loads the made-up mapping, or a variant of it.
func permits(t *testing.T, variant string) *Mapping {
	t.Helper()
	m, err := Load("testdata/permits.json", variant)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// collect reads items until the source ends, or breaks off.
func collect(source iter.Seq2[Item, error]) (items []Item, err error) {
	for item, err := range source {
		if err != nil {
			return items, err
		}
		items = append(items, item)
	}
	return items, nil
}

func readFile(t *testing.T, name string, m *Mapping) []Item {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	format, err := FormatOf(name)
	if err != nil {
		t.Fatal(err)
	}
	items, err := collect(Read(f, format, m))
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// transcript writes the items one per line: an event as it would be sent, a
// refusal with its reason.
func transcript(t *testing.T, items []Item) string {
	t.Helper()
	var b strings.Builder
	for _, i := range items {
		if e := i.Parsed.Err; e != nil {
			fmt.Fprintf(&b, "%v refused %q of %q: %s\n", i.Lines, i.Parsed.ID, i.Parsed.Code, e)
			continue
		}
		fmt.Fprintf(&b, "%v %s\n", i.Lines, sent(t, i))
	}
	return b.String()
}

func sent(t *testing.T, i Item) string {
	t.Helper()
	b, err := json.Marshal(i.Parsed.Event)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func equalGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", name, got)
	}
}

func TestReadTable(t *testing.T) {
	equalGolden(t, "permits.csv.golden", transcript(t, readFile(t, "permits.csv", permits(t, ""))))
}

func TestReadProcessLog(t *testing.T) {
	equalGolden(t, "permits.xes.golden", transcript(t, readFile(t, "permits.xes", permits(t, ""))))
}

// What one format says of the first four cases, the other says as well.
func TestFormatsAgree(t *testing.T) {
	m := permits(t, "")
	table, process := readFile(t, "permits.csv", m), readFile(t, "permits.xes", m)
	var want, got []string
	for _, i := range table {
		if i.Parsed.Err == nil {
			want = append(want, sent(t, i))
		}
	}
	for _, i := range process {
		if i.Parsed.Err == nil && i.Parsed.Code != "P-B-5" {
			got = append(got, sent(t, i))
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("process log:\n%s\ntable:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestVariantIgnoresUnmappedRows(t *testing.T) {
	for _, i := range readFile(t, "permits.csv", permits(t, "silent")) {
		if e := i.Parsed.Err; e != nil && e.Code == CodeUnmapped {
			t.Errorf("reported as unmapped: %v", i.Lines)
		}
		if i.Parsed.Event.Type == "dossier.completed" {
			t.Errorf("a rule that the variant removes still holds: %v", i.Lines)
		}
	}
}
