package eventlog

import (
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

func TestBPIC15(t *testing.T) {
	t.Parallel()
	var reference map[string]map[string]int
	if err := json.UnmarshalRead(shared(t, "reference_bpic15_dossiers.json"), &reference); err != nil {
		t.Fatal(err)
	}
	for _, variant := range [...]struct{ name, verdicts, refused string }{
		{"", "default (stops count, extension does not)", "extensions refused (after expiry, default)"},
		{"extensions-move-due", "extension moves the due", "extensions refused (after expiry, extension moves the due)"},
	} {
		for number, want := range reference {
			t.Run(number+variant.name, func(t *testing.T) {
				g := newEngine()
				m := shipped(t, "bpic15.json", variant.name)
				report := importShared(t, g, m, "bpic15_dossiers_"+number+".csv")
				equalCounts(t, "verdicts", g.verdicts(), map[domain.Verdict]int{
					domain.Early:     want[variant.verdicts+" early"],
					domain.OnTime:    want[variant.verdicts+" on the due day"],
					domain.Late:      want[variant.verdicts+" late"],
					domain.NoVerdict: want["not completed"],
				})
				if got := g.expired(report); got != want[variant.refused] {
					t.Errorf("%d extensions of completed dossiers refused after expiry, want %d", got, want[variant.refused])
				}
				if report.Refused != report.ByReason[domain.CodeExtensionExpired] {
					t.Errorf("refused for other reasons as well: %v", report.ByReason)
				}
				if n := len(g.Dossiers); n != want["cases"] {
					t.Errorf("%d dossiers, want %d", n, want["cases"])
				}
			})
		}
	}
}

// expired counts the completed dossiers' extensions that were refused after
// expiry: the reference speaks of completed ones only.
func (g engine) expired(report Report) (n int) {
	for _, l := range report.Lines {
		if l.Reason == domain.CodeExtensionExpired && g.Dossiers[l.Code].State == domain.StateCompleted {
			n++
		}
	}
	return n
}
