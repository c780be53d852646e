package app

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
)

// A log of the past comes in: first that the dossiers were received, half a
// minute later that most were completed long ago. Supervisors hear of those that
// are overdue now, once each, and of nothing else.
func TestImportTellsOnlyWhatIsOverdueNow(t *testing.T) {
	const dossiers, completed = 30, 20
	dir := t.TempDir()
	embeddedtest.Bubble(t, func(t *testing.T) {
		a := startIn(t, dir, clockAt(january))
		alerts := alertsOf(t, a)
		past := january.AddDate(-1, 0, 0)
		for i := range dossiers {
			importOne(t, a, i, domain.TypeReceived, past, &domain.Received{
				Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson},
				Due:    past.AddDate(0, 1, 0),
			})
			time.Sleep(time.Second)
		}
		for i := range completed {
			importOne(t, a, i, domain.TypeCompleted, past.AddDate(0, 2, 0), &domain.Completed{Outcome: domain.Granted})
		}
		if early := received(t, alerts); len(early) != 0 {
			t.Errorf("during the import supervisors were told %+v", early)
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		told := received(t, alerts)
		if len(told) != dossiers-completed {
			t.Errorf("supervisors were told of %d dossiers, want %d", len(told), dossiers-completed)
		}
		for _, alert := range told {
			if alert.Rung != "missed" || alert.Code < domain.Code(pastCode(completed)) {
				t.Errorf("supervisors were told %s of %s", alert.Rung, alert.Code)
			}
		}
		stop(t, a)
	})
}

func pastCode(i int) string { return fmt.Sprintf("H37.13-250115-%04d", i) }

func importOne(t *testing.T, a *App, i int, kind domain.Type, at time.Time, data domain.Data) {
	t.Helper()
	r := a.engine.Submit(t.Context(), []domain.Parsed{{Event: domain.Event{
		ID: fmt.Sprintf("%s/%d", kind, i), Source: "urn:import:test", Type: kind,
		Subject: pastCode(i), At: at, Backdated: true, Data: data,
	}}})[0]
	if r.Status != domain.Accepted {
		t.Fatalf("%s: %v", r.Status, r.Error)
	}
}
