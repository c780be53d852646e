package deployments_test

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/projections/scorecard"
)

// TestShippedScorecardsCanBeRead: each is taken as an engine takes it, and is
// called as its file is.
func TestShippedScorecardsCanBeRead(t *testing.T) {
	names, err := fs.Glob(deployments.Files, "scorecards/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scorecard is shipped: %v", err)
	}
	for _, name := range names {
		card, err := scorecard.Parse([]byte(readFile(t, name)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := strings.TrimSuffix(filepath.Base(name), ".json"); card.Name != want {
			t.Errorf("%s is called %s", name, card.Name)
		}
	}
}

// TestDecision766HasAHundredPoints of the groups and the parts that the decision
// is known by.
func TestDecision766HasAHundredPoints(t *testing.T) {
	card, err := scorecard.Parse([]byte(readFile(t, "scorecards/qd-766.json")))
	if err != nil {
		t.Fatal(err)
	}
	if s := card.Summary(); s.Maximum != "100.00" || s.Criteria != s.Computed+s.Recorded || s.Computed == 0 || s.Recorded == 0 {
		t.Errorf("the summary is %+v", s)
	}
}

func TestOperatorsReadAboutScorecards(t *testing.T) {
	text := readFile(t, "README.md")
	names, err := fs.Glob(deployments.Files, "scorecards/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if word := strings.TrimSuffix(filepath.Base(name), ".json"); !strings.Contains(text, "`"+word+"`") {
			t.Errorf("README.md does not say what the scorecard %s is", word)
		}
	}
}
