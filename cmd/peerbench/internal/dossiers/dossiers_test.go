package dossiers

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// TestMake reads the dossiers back as the engine does.
func TestMake(t *testing.T) {
	last := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	made, err := Make(7, 3, last)
	if err != nil {
		t.Fatal(err)
	}
	ids := make(map[string]bool)
	for _, d := range made {
		if len(d) != Events || !d[Events-1].At.Equal(last) {
			t.Fatalf("%d events, the last at %v", len(d), d[len(d)-1].At)
		}
		for n, e := range d {
			parsed := domain.ParseOne(e.Body)
			if parsed.Err != nil {
				t.Fatal(parsed.Err)
			}
			if got := parsed.Event; got.ID != e.ID || got.Subject != e.Dossier || string(got.Type) != e.Type || !got.At.Equal(e.At) {
				t.Errorf("event %d reads as %+v", n, got)
			}
			if e.Version != n+1 || n > 0 && !e.At.After(d[n-1].At) {
				t.Errorf("event %d has version %d, at %v", n, e.Version, e.At)
			}
			ids[e.ID], ids[e.Dossier] = true, true
		}
	}
	if want := 3 * (Events + 1); len(ids) != want {
		t.Errorf("%d different ids and codes, not %d", len(ids), want)
	}
}

// TestFacts reads the procedures that the dossiers name.
func TestFacts(t *testing.T) {
	facts, err := Facts(time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := domain.ParseBatch(facts)
	if err != nil || len(parsed) != procedures {
		t.Fatalf("%d procedures, %v", len(parsed), err)
	}
	for _, p := range parsed {
		if p.Err != nil || p.Event.Type != domain.TypeProcedurePublished {
			t.Errorf("%s: %v", p.Event.Type, p.Err)
		}
	}
}
