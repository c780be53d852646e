package register

import (
	"testing"

	"github.com/hoso-engine/dossier/domain"
)

// A tray that grows with the table keeps all that lies on it, each where it is found.
func TestAWiderTrayHoldsWhatTheNarrowOneHeld(t *testing.T) {
	var narrow tray
	narrow.widen(onTray(1))
	const every, first = 3, 100_000
	for ordinal := first; ordinal < first+leastOnTray; ordinal += every {
		if d := (&domain.Dossier{Sequence: ordinal}); !narrow.set(ordinal).add(lying{ordinal: ordinal, dossier: d}) {
			t.Fatalf("there is no place for row %d", ordinal)
		}
	}
	for rows := 1; rows < 8_000_000; rows = rows*5/4 + 1 {
		if places := onTray(rows); places > narrow.size() {
			narrow.widen(places)
		}
		for ordinal := first; ordinal < first+leastOnTray; ordinal++ {
			found, lies := narrow.find(ordinal), (ordinal-first)%every == 0
			if (found != nil) != lies || lies && found.dossier.Sequence != ordinal {
				t.Fatalf("with %d places row %d is %+v", narrow.size(), ordinal, found)
			}
		}
	}
	if narrow.size() != mostOnTray {
		t.Errorf("the tray has %d places at last, want %d", narrow.size(), mostOnTray)
	}
}
