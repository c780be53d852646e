package main

import (
	"compress/gzip"
	"context"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

// xesLog is an event log as its reader sees it.
type xesLog struct {
	Traces []struct {
		Attributes []xesAttribute `xml:",any"`
		Events     []struct {
			Attributes []xesAttribute `xml:",any"`
		} `xml:"event"`
	} `xml:"trace"`
}

type xesAttribute struct {
	Key   string `xml:"key,attr"`
	Value string `xml:"value,attr"`
}

func valueOf(attributes []xesAttribute, key string) string {
	for _, a := range attributes {
		if a.Key == key {
			return a.Value
		}
	}
	return ""
}

// taskOf is one event of the log: what was done, when, by whom and where.
type taskOf struct {
	Instance, Name, Resource, Group string
	At                              int64 // milliseconds
}

func readXES(t *testing.T, name string) (log xesLog) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	decoder := xml.NewDecoder(f)
	if strings.HasSuffix(name, ".gz") {
		unzipped, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		decoder = xml.NewDecoder(unzipped)
	}
	if err := decoder.Decode(&log); err != nil {
		t.Fatal(err)
	}
	return log
}

// tasks returns each trace's events, in the order of time.
func (l *xesLog) tasks(t *testing.T, ours bool) map[string][]taskOf {
	t.Helper()
	all := make(map[string][]taskOf)
	for _, trace := range l.Traces {
		code := valueOf(trace.Attributes, "concept:name")
		tasks := []taskOf{}
		for _, e := range trace.Events {
			at, err := time.Parse(time.RFC3339Nano, valueOf(e.Attributes, "time:timestamp"))
			if err != nil {
				t.Fatal(err)
			}
			task := taskOf{
				Instance: valueOf(e.Attributes, "concept:instance"), Name: valueOf(e.Attributes, "concept:name"),
				Resource: valueOf(e.Attributes, "org:resource"), Group: valueOf(e.Attributes, "org:group"), At: at.UnixMilli(),
			}
			if ours && valueOf(e.Attributes, "type") != "dossier.transferred" {
				continue // the receipt, the deadline and the end, which the log says of the trace
			}
			if ours { // <case>/<instance>/<type>
				task.Instance = strings.Split(task.Instance, "/")[1]
			} else {
				task.Group = strings.ToLower(strings.ReplaceAll(task.Group, " ", "-"))
			}
			tasks = append(tasks, task)
		}
		slices.SortFunc(tasks, func(a, b taskOf) int {
			if a.At != b.At {
				return int(a.At - b.At)
			}
			return strings.Compare(a.Instance, b.Instance)
		})
		all[code] = tasks
	}
	return all
}

// TestReceiptOutAsItCameIn: the real log, imported through its mapping and
// exported as XES, has the same traces with the same events, names, times and
// people, except the lines that the import refused and listed.
func TestReceiptOutAsItCameIn(t *testing.T) {
	const original = "../../../shared/data/receipt.xes.gz"
	if _, err := os.Stat(original); err != nil {
		t.Skipf("the real log is not beside the project: %s", err)
	}
	dir := t.TempDir()
	data, exported := filepath.Join(dir, "data"), filepath.Join(dir, "out.xes")
	said := runForTest(t, "import", "--data", data, "--mapping", "receipt", "--json", original)
	runForTest(t, "export", "--data", data, "--output", exported)

	came, went := readXES(t, original), readXES(t, exported)
	want, got := came.tasks(t, false), went.tasks(t, true)
	refused := takeOut(t, want, said)
	if len(want) != 1434 || refused != 188 {
		t.Fatalf("%d traces, %d refused events of theirs", len(want), refused)
	}
	for code, tasks := range want {
		mendGroups(tasks, got[code])
		if diff := cmp.Diff(tasks, got[code]); diff != "" {
			t.Fatalf("%s (-came +went):\n%s", code, diff)
		}
	}
	for code := range got {
		if _, ok := want[code]; !ok {
			t.Errorf("the trace %s came from nowhere", code)
		}
	}
	sameCases(t, &came, &went)
}

// mendGroups takes over the group of an event that names none: there the export
// says which unit held the dossier.
func mendGroups(came, went []taskOf) {
	for i := range came {
		if came[i].Group == "" || came[i].Group == "empty" || strings.HasPrefix(came[i].Name, "T08") {
			if i < len(went) {
				came[i].Group = went[i].Group
			}
		}
	}
}

// takeOut removes the events that the import's report lists as refused.
func takeOut(t *testing.T, log map[string][]taskOf, report string) (n int) {
	t.Helper()
	var said struct {
		Lines []struct{ ID, Type string } `json:"lines"`
	}
	if err := json.Unmarshal([]byte(report), &said, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	for _, line := range said.Lines {
		parts := strings.Split(line.ID, "/") // <case>/<instance>/<type>
		if line.Type != "dossier.transferred" {
			continue
		}
		before := len(log[parts[0]])
		log[parts[0]] = slices.DeleteFunc(log[parts[0]], func(task taskOf) bool { return task.Instance == parts[1] })
		n += before - len(log[parts[0]])
	}
	return n
}

// sameCases compares what the traces say of themselves: begin, deadline and end.
func sameCases(t *testing.T, came, went *xesLog) {
	t.Helper()
	ours := make(map[string][]xesAttribute)
	for _, trace := range went.Traces {
		ours[valueOf(trace.Attributes, "concept:name")] = trace.Attributes
	}
	compared := 0
	for _, trace := range came.Traces {
		mine := ours[valueOf(trace.Attributes, "concept:name")]
		for theirs, own := range map[string]string{"startdate": "received", "deadline": "due", "enddate": "completed"} {
			a, errA := time.Parse(time.RFC3339Nano, valueOf(trace.Attributes, theirs))
			b, errB := time.Parse(time.RFC3339Nano, valueOf(mine, own))
			if errA != nil || errB != nil {
				continue // not finished; or its end was refused
			}
			if compared++; !a.Equal(b) {
				t.Errorf("%s of %s was %s, is %s", theirs, valueOf(trace.Attributes, "concept:name"), a, b)
			}
		}
	}
	if compared != 1434+1434+1327 { // of 1,329 ends two lie before the beginning, and were refused
		t.Errorf("%d instants were compared", compared)
	}
}

// runForTest runs a command line in this process and returns what it printed.
func runForTest(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr strings.Builder
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	err := run(ctx, args, &console{Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr})
	if err != nil {
		t.Fatalf("dossier %s: %s\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout.String()
}
