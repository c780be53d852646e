package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const card = `{"name":"NAME","version":2,"title":{"vi":"v","en":"e"},"source":"s","na":"zero","groups":[{"id":"g",
 "title":{"vi":"v","en":"e"},"criteria":[{"id":"c","title":{"vi":"v","en":"e"},"formula":"FORMULA","rule":{"kind":"figure"}}]}]}`

// cards writes scorecards, each as name: formula, and returns their directory.
func cards(t *testing.T, formulas map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, formula := range formulas {
		text := strings.NewReplacer("NAME", strings.TrimPrefix(name, "copy-"), "FORMULA", formula).Replace(card)
		if err := os.WriteFile(filepath.Join(dir, name+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOwnScorecardsStandBesideTheShippedOnes(t *testing.T) {
	dir := cards(t, map[string]string{"ours": "online", "qd-766": "late"})
	library, err := New(Options{Scorecards: dir}).scorecards()
	if err != nil {
		t.Fatal(err)
	}
	for name, version := range map[string]int{"ours": 2, "qd-766": 2, "lang-son-2021": 1} {
		if c, err := library.Card(name); err != nil || c.Version != version {
			t.Errorf("%s: %+v (%v), want version %d", name, c, err, version)
		}
	}
}

func TestWrongScorecardsStopTheStart(t *testing.T) {
	for _, row := range []struct{ dir, want string }{
		{cards(t, map[string]string{"ours": "online", "theirs": "onlne"}), `theirs.json: invalid-field: column 1 of the formula of "c": the indicator "onlne" is not known`},
		{cards(t, map[string]string{"ours": "online", "copy-ours": "late"}), `ours.json: scorecard "ours" is in copy-ours.json already`},
		{filepath.Join(t.TempDir(), "mistyped"), "no such file"},
	} {
		a := New(Options{Data: t.TempDir(), NATSPort: -1, Scorecards: row.dir})
		if err := a.Start(t.Context()); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: the start ends with %v, want %s", row.dir, err, row.want)
			_ = a.Stop()
		}
	}
}
