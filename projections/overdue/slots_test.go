package overdue

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Slots are what a map of them is, and take no pages for dossiers that ended.
func TestSlotsAreAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s slots
		want := make(map[uint32]uint32)
		numbers := rapid.OneOf(rapid.Uint32Range(0, 9), rapid.Uint32Range(1020, 1030), rapid.Uint32Range(40_000, 40_003))
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) {
				number, slot := numbers.Draw(t, "number"), rapid.Uint32Range(0, math.MaxUint32-1).Draw(t, "slot")
				if _, open := want[number]; open {
					s.move(number, slot)
				} else {
					s.add(number, slot)
				}
				want[number] = slot
			},
			"drop": func(t *rapid.T) {
				number := numbers.Draw(t, "number")
				if _, open := want[number]; open {
					s.drop(number)
					delete(want, number)
				}
			},
			"": func(t *rapid.T) {
				for number := range uint32(41_000) {
					slot, open := s.of(number)
					if is, known := want[number]; open != known || slot != is {
						t.Fatalf("number %d lies at %d, %v, not %d, %v", number, slot, open, is, known)
					}
				}
				pages := 0
				for _, p := range s.pages {
					if p != nil {
						pages++
					}
				}
				if most := 3; pages > min(most, len(want)) {
					t.Fatalf("%d pages for %d dossiers", pages, len(want))
				}
			},
		})
	})
}
