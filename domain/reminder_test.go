package domain

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

// To whom a reminder went, and when, is known of each. A correction of one
// leaves the others alone, and copies of the dossier.
func TestReminders(t *testing.T) {
	w := newWorld(t).at("2026-01-12T09:30")
	w.say(&Received{Intake: someIntake("1.000948")})
	w.at("2026-01-19T08:00").say(&Reminded{Number: 1, Officer: "o-1"})
	w.at("2026-01-20T08:00").say(&Reminded{Number: 2, Unit: "nghiep-vu"})
	before := w.dossier.Clone()
	correct := func(sequence int, facts string) error {
		_, err := w.decide(w.event(&Corrected{
			Sequence: sequence, Event: TypeReminded, At: local("2026-01-16T16:00"),
			Facts: jsontext.Value(facts), Reason: "r", Authority: "tp-1",
		}))
		return err
	}
	if err := correct(3, `{"officer":"o-2"}`); err != nil {
		t.Fatal(err)
	}
	if code := codeOf(correct(4, `{"unit":""}`)); code != CodeMissingField {
		t.Errorf("a reminder to nobody is refused with %q", code)
	}
	want := []Reminder{
		{At: local("2026-01-16T16:00"), Sequence: 3, Number: 1, Officer: "o-2"},
		{At: local("2026-01-20T08:00"), Sequence: 4, Number: 2, Unit: "nghiep-vu"},
	}
	if diff := cmp.Diff(want, w.dossier.Reminded); diff != "" || w.dossier.Reminders != len(want) {
		t.Errorf("%d reminders: %s", w.dossier.Reminders, diff)
	}
	if before.Reminded[0].Officer != "o-1" {
		t.Error("the correction reached a copy")
	}
}
