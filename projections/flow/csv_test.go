package flow_test

import (
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/projections/flow"
)

var rewrite = flag.Bool("rewrite", false, "write the tables anew")

// TestCSV compares the tables of january, as of the 12th, with golden files.
func TestCSV(t *testing.T) {
	s := january(t)
	for _, analysis := range flow.Names() {
		query := "from=2026-01-01&to=2026-01-31"
		switch analysis {
		case "officers":
			query += "&times=1&reminders=1"
		case "outlook":
			query += "&as_of=2026-01-08"
		}
		report := ask[flow.Report](s, analysis, query)
		report.Name(func(by, key string) string { return map[string]string{"unit unit-1": "=Phòng 1"}[by+" "+key] })
		var out strings.Builder
		must(t, flow.WriteCSV(&out, report))
		name := filepath.Join("testdata", analysis+".csv")
		if *rewrite {
			must(t, os.WriteFile(name, []byte(out.String()), 0o644))
		}
		want, err := os.ReadFile(name)
		must(t, err)
		if diff := cmp.Diff(string(want), out.String()); diff != "" {
			t.Errorf("%s: %s", analysis, diff)
		}
		plain, marked := strings.CutPrefix(out.String(), "\ufeff")
		if _, err := csv.NewReader(strings.NewReader(plain)).ReadAll(); err != nil || !marked {
			t.Errorf("%s: the table is not rectangular, or has no byte order mark: %v", analysis, err)
		}
	}
}
