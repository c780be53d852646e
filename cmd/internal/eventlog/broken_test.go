package eventlog

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"strings"
	"testing"
)

// A log that can't be read yields nothing but the reason.
func TestBrokenLogs(t *testing.T) {
	whole, err := os.ReadFile("testdata/permits.xes")
	if err != nil {
		t.Fatal(err)
	}
	process := string(whole)
	for _, c := range []struct {
		name, log string
		format    Format
		want      string
	}{
		{"empty table", "", CSV, "empty"},
		{"table without a column", "Number;What;When;Team;Who;Begun;Closed;More days\n", CSV, `/sources/csv/columns/channel: the log has no column "Came by"`},
		{"open quote", head + "B-1;\"check;02/05/2024\n", CSV, "parse error on line 2"},
		{"stray quote", head + "B-1;ch\"eck;02/05/2024;;;;;;\n", CSV, "line 2"},
		{"empty process log", "", XES, "no log element"},
		{"cut process log", process[:len(process)/2], XES, "unexpected EOF"},
		{"crossed elements", strings.Replace(process, "</trace>", "</event>", 1), XES, "line 65: XML syntax error"},
		{"no process log", "case;activity\n", XES, "no log element"},
		{"process log without an attribute", strings.ReplaceAll(process, "org:group", "team"), XES, `/sources/xes/columns/group: the log has no column "org:group"`},
		{"unknown charset", `<?xml version="1.0" encoding="KOI8-R"?><log/>`, XES, "KOI8-R"},
		{"cut gzip", squeezed(t, process)[:200], XES, "unexpected EOF"},
		{"unmapped format", "{}", NDJSON, "does not say how to read ndjson"},
	} {
		items, err := collect(Read(strings.NewReader(c.log), c.format, permits(t, "")))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want one with %q", c.name, err, c.want)
		}
		if len(items) != 0 {
			t.Errorf("%s: %d items, want none of half a log", c.name, len(items))
		}
	}
}

// head is the header of the made-up table.
const head = "Number;What;When;Team;Who;Begun;Closed;Came by;More days\n"

func squeezed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(text))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCompressedLog(t *testing.T) {
	for name, format := range map[string]Format{"permits.csv": CSV, "permits.xes": XES} {
		log, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		m := permits(t, "")
		items, err := collect(Read(strings.NewReader(squeezed(t, string(log))), format, m))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := transcript(t, items), transcript(t, readFile(t, name, m)); got != want {
			t.Errorf("%s says something else when compressed:\n%s", name, got)
		}
	}
}

// A table with a header alone says the facts, and nothing else.
func TestHeaderAlone(t *testing.T) {
	items, err := collect(Read(strings.NewReader(head), CSV, permits(t, "")))
	if err != nil || len(items) != 3 {
		t.Errorf("got %d items and %v, want the 3 facts", len(items), err)
	}
}

// A row that is not UTF-8 is refused by itself; in a table that is said to be
// ISO-8859-1 it is read.
func TestCharsets(t *testing.T) {
	log := head + "B-1;check;02/05/2024;\xc9quipe;ann;01/05/2024;;web;\n"
	items, err := collect(Read(strings.NewReader(log), CSV, permits(t, "")))
	if err != nil || len(items) != 4 || items[3].Parsed.Err == nil || items[3].Parsed.Err.Code != CodeMalformedRow {
		t.Errorf("as UTF-8: %v %v", items, err)
	}
	m, err := patched(t, `{"sources": {"csv": {"charset": "ISO-8859-1"}}}`)
	if err != nil {
		t.Fatal(err)
	}
	items, err = collect(Read(strings.NewReader(log), CSV, m))
	if err != nil || !strings.Contains(transcript(t, items), "check by Équipe") {
		t.Errorf("as ISO-8859-1: %v\n%s", err, transcript(t, items))
	}
	process := `<?xml version="1.0" encoding="ISO-8859-1"?><log><trace><string key="concept:name" value="` + "\xc9" + `"/></trace></log>`
	if _, err = collect(Read(strings.NewReader(process), XES, m)); err == nil || strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("the process log's charset is not read: %v", err)
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]Format{
		"a/receipt.CSV": CSV, "receipt.xes.gz": XES, "log.ndjson": NDJSON, "log.jsonl.gz": NDJSON, "log.xlsx": "", "csv": "",
	} {
		if got, err := FormatOf(name); got != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
