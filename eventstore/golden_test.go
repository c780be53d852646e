package eventstore

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain"
)

// TestGolden reads every form that was ever written and writes it back: what
// lies in a log today is read for ever. A file testdata/golden/<type>.v<n>.json
// is one stored event. None is ever changed or removed; a new version of a form
// brings its own file, and from then on the older ones are written back in the
// new form, to <type>.v<n>.now.json.
func TestGolden(t *testing.T) {
	seen := map[domain.Type]bool{}
	for _, name := range goldens(t) {
		stored := compactFile(t, name)
		commit, err := Decode(Record{Position: 1, Subject: "dossier.a.b.c", Body: []byte("[" + stored + "]")})
		if err != nil {
			t.Errorf("%s can't be read any more: %v", name, err)
			continue
		}
		seen[commit.Events[0].Type] = true
		body, err := Encode(commit)
		if err != nil {
			t.Fatal(err)
		}
		want := stored
		if now := strings.TrimSuffix(name, ".json") + ".now.json"; fileExists(now) {
			want = compactFile(t, now)
		}
		if got := strings.Trim(string(body), "[]"); got != want {
			t.Errorf("%s is written back as\n%s\nwant\n%s", name, got, want)
		}
	}
	for _, typ := range domain.Types() {
		if !seen[typ] {
			t.Errorf("%s has no golden file", typ)
		}
	}
}

// goldens lists the stored events, without those they are written back as.
func goldens(t testing.TB) (names []string) {
	all, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(all) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range all {
		if !strings.HasSuffix(name, ".now.json") {
			names = append(names, name)
		}
	}
	return names
}

func fileExists(name string) bool { _, err := os.Stat(name); return err == nil }

// compactFile returns a file's JSON without the white space.
func compactFile(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	v := jsontext.Value(b)
	if err := v.Compact(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(v)
}

// FuzzDecode feeds Decode any body. What it takes is written, and read again, to
// the same body.
func FuzzDecode(f *testing.F) {
	for _, name := range goldens(f) {
		f.Add([]byte("[" + compactFile(f, name) + "]"))
	}
	f.Add([]byte(`[]`))
	f.Add([]byte(`{"specversion":"1.0"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		commit, err := Decode(Record{Position: 7, Subject: "s", Body: body})
		if err != nil {
			return
		}
		written, err := Encode(commit)
		if err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
		again, err := Decode(Record{Position: 7, Subject: "s", Body: written})
		if err != nil {
			t.Fatalf("what was written can't be read: %v\n%s", err, written)
		}
		twice, err := Encode(again)
		if err != nil || string(twice) != string(written) {
			t.Fatalf("written twice: %v\n%s\n%s", err, written, twice)
		}
	})
}
