package engine

import (
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/register"
)

// While an intake at one agency is being decided, one at another must not be taken
// for an event of that dossier: the first may be refused, and then the second would
// lie on the wrong subject.
func TestLocate_anIntakeLiesWhereItSays(t *testing.T) {
	e := New(Options{
		Store: eventstore.NewMemory(), Runner: projections.Resting(0), Table: register.New(projections.NewReference()),
	})
	for agency, want := range map[string]string{"H37.13": "dossier.H37.H37_13.1", "H37.14": "dossier.H37.H37_14.1"} {
		at, err := e.locate(t.Context(), &domain.Event{
			Type: domain.TypeReceived, Subject: "1", Data: &domain.Received{Intake: domain.Intake{Province: "H37", Agency: agency}},
		})
		if err != nil || at.subject != want || !at.fresh {
			t.Errorf("an intake at %s is located at %+v (%v), want %s, fresh", agency, at, err, want)
		}
		if _, _, err := e.tracks.hold(at, 1); err != nil {
			t.Error(err)
		}
	}
}
