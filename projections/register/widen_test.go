package register

import "testing"

// A tray that grows with the table keeps all that lies on it, each where it is found.
func TestAWiderTrayHoldsWhatTheNarrowOneHeld(t *testing.T) {
	var narrow tray
	narrow.widen(onTray(1))
	const every, first = 3, 100_000
	for ordinal := first; ordinal < first+leastOnTray; ordinal += every {
		narrow.lay(ordinal).Sequence = ordinal
	}
	for rows := 1; rows < 8_000_000; rows = rows*5/4 + 1 {
		if places := onTray(rows); places > len(narrow.places) {
			narrow.widen(places)
		}
		for ordinal := first; ordinal < first+leastOnTray; ordinal++ {
			lying, lies := narrow.find(ordinal), (ordinal-first)%every == 0
			if (lying != nil) != lies || lies && lying.dossier.Sequence != ordinal {
				t.Fatalf("with %d places row %d is %+v", len(narrow.places), ordinal, lying)
			}
		}
	}
	if len(narrow.places) != mostOnTray {
		t.Errorf("the tray has %d places at last, want %d", len(narrow.places), mostOnTray)
	}
}
