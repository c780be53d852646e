package eventlog

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hoso-engine/dossier/domain"
)

// shared opens a real log that lies beside the project, where it does.
func shared(t *testing.T, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join("../../../../shared/data", name))
	if err != nil {
		t.Skipf("the real log is not here: %s", err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// shipped loads a mapping that comes with the project.
func shipped(t *testing.T, name, variant string) *Mapping {
	t.Helper()
	m, err := Load(filepath.Join("../../../deployments/mappings", name), variant)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// importShared imports a real log into the engine.
func importShared(t *testing.T, to Submitter, m *Mapping, name string) Report {
	t.Helper()
	f := shared(t, name)
	format, err := FormatOf(name)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Import(t.Context(), Options{}, Read(f, format, m), to)
	if err != nil {
		t.Fatal(err)
	}
	if report.Read != report.Accepted+report.Duplicate+report.Refused || report.Refused != len(report.Lines) {
		t.Errorf("the report does not add up: %+v", report)
	}
	return report
}

// verdicts counts the engine's dossiers by verdict.
func (g engine) verdicts() map[domain.Verdict]int {
	counts := make(map[domain.Verdict]int)
	for _, d := range g.Dossiers {
		counts[d.Verdict()]++
	}
	return counts
}

func equalCounts[K comparable](t *testing.T, what string, got, want map[K]int) {
	t.Helper()
	for k := range want {
		if got[k] != want[k] {
			t.Errorf("%s: %v: got %d, want %d", what, k, got[k], want[k])
		}
	}
	for k := range got {
		if _, ok := want[k]; !ok {
			t.Errorf("%s: %v: got %d, want none", what, k, got[k])
		}
	}
}
