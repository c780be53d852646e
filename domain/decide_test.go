package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A refusal that shows only when the event was applied is told by the dossier's
// sequence, and nothing is added.
func TestTake_refusedLate(t *testing.T) {
	w := newWorld(t)
	w.say(&Received{Intake: someIntake(testProcedure), Due: local("9998-06-01T17:00")})
	e := w.event(&Extended{Reason: "chờ ý kiến", Cause: Objective, By: limit("10000day")})
	rules, err := w.registry.RulesFor(w.dossier, e)
	if err != nil {
		t.Fatal(err)
	}
	d, before := w.dossier.Clone(), []Event{{ID: "before"}}
	events, err := d.Take(before, nil, e, rules, w.now)
	if AsError(err).Code != CodeInvalidField || d.Sequence != w.dossier.Sequence+1 {
		t.Errorf("%v, and the dossier is at %d after %d", err, d.Sequence, w.dossier.Sequence)
	}
	if diff := cmp.Diff(before, events, everything); diff != "" {
		t.Errorf("events were added:\n%s", diff)
	}
}
