package domain

import (
	"testing"
	"time"
)

// A dossier received on Thursday 15/01/2026 at 08:00; sessions are 07:00-11:30
// and 13:30-17:00.
func TestWorked(t *testing.T) {
	for name, c := range map[string]struct {
		course func(w *world)
		want   time.Duration
	}{
		"two working days later, over a weekend": {
			func(w *world) { w.at("2026-01-19T08:00").say(&Completed{Outcome: Granted}) },
			16 * time.Hour,
		},
		"lunch is no working time": {
			func(w *world) { w.at("2026-01-15T14:00").say(&Completed{Outcome: Granted}) },
			4 * time.Hour,
		},
		"a pause is left out": {
			func(w *world) {
				w.at("2026-01-15T10:00").say(&Paused{Reason: Verification})
				w.at("2026-01-16T10:00").say(&Resumed{})
				w.at("2026-01-16T11:00").say(&Completed{Outcome: Granted})
			},
			3 * time.Hour,
		},
		"a supplement gives the full limit anew": {
			func(w *world) {
				w.at("2026-01-15T10:00").say(&SupplementRequested{Reason: "missing"})
				w.at("2026-01-16T10:00").say(&SupplementReceived{})
				w.at("2026-01-16T11:00").say(&Completed{Outcome: Granted})
			},
			time.Hour,
		},
		"without a limit it begins with the receipt": {
			func(w *world) {
				w.dossier = new(Dossier)
				w.at("2026-01-15T08:00").say(&Received{Intake: someIntake("unlimited")})
				w.at("2026-01-15T09:00").say(&Completed{Outcome: Granted})
			},
			time.Hour,
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.publishProcedure("limited", "5workday")
			w.at("2026-01-15T08:00").say(&Received{Intake: someIntake("limited")})
			if took, ok := w.dossier.Worked(w.registry); ok {
				t.Errorf("it is not completed, and took %s", took)
			}
			c.course(w)
			if took, ok := w.dossier.Worked(w.registry); !ok || took != c.want {
				t.Errorf("it took %s, want %s", took, c.want)
			}
			if _, ok := w.dossier.Worked(NewRegistry()); ok {
				t.Error("it was counted without a calendar")
			}
		})
	}
}
