package domain

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// inState returns a world whose dossier is in the state.
func inState(t rapid.TB, s State) *world {
	w := newWorld(t).at("2026-01-12T09:30")
	w.publishProcedure(testProcedure, "5workday")
	courses := map[State][]Data{
		StateNone:       {},
		StateSubmitted:  {plain(TypeSubmitted)},
		StateReceived:   {plain(TypeReceived)},
		StateProcessing: {plain(TypeReceived), plain(TypeTransferred)},
		StateSupplement: {plain(TypeReceived), plain(TypeSupplementRequested)},
		StatePaused:     {plain(TypeReceived), plain(TypePaused)},
		StateCompleted:  {plain(TypeReceived), plain(TypeCompleted)},
		StateReturned:   {plain(TypeReceived), plain(TypeCompleted), plain(TypeReturned)},
		StateRefused:    {plain(TypeRefused)},
		StateWithdrawn:  {plain(TypeReceived), plain(TypeWithdrawn)},
		StateTerminated: {plain(TypeReceived), plain(TypeTerminated)},
	}
	for _, data := range courses[s] {
		w.say(data)
	}
	if w.dossier.State != s {
		t.Fatalf("the dossier is %s, want %s", w.dossier.State, s)
	}
	return w
}

// plain returns data of the type that is refused for nothing but the state.
func plain(t Type) Data {
	online := someIntake(testProcedure)
	online.Channel = Online
	switch t {
	case TypeSubmitted:
		return &Submitted{online}
	case TypeReceived:
		return &Received{Intake: online}
	case TypeRefused:
		return &Refused{Intake: online, Reason: "incomplete"}
	case TypeTransferred:
		return &Transferred{ToUnit: "unit"}
	case TypeSupplementRequested:
		return &SupplementRequested{Reason: "incomplete"}
	case TypePaused:
		return &Paused{Reason: Verification}
	case TypeExtended:
		return &Extended{Reason: "more time", Cause: Objective, By: limit("2workday")}
	case TypeCompleted:
		return &Completed{Outcome: Granted}
	case TypeReturned:
		return &Returned{Method: InPerson}
	case TypeTerminated:
		return &Terminated{Reason: "no answer"}
	case TypeExplained:
		return &Explained{Cause: Objective}
	case TypeReminded:
		return &Reminded{Number: 1, Officer: "o-1"}
	case TypeRated:
		return &Rated{Satisfaction: Satisfied}
	case TypeCorrected:
		return &Corrected{Sequence: 1, Reason: "mistyped", Authority: "head", Facts: []byte(`{"content":"x"}`)}
	case TypeAlertAcknowledged:
		return &AlertAcknowledged{RaisedRung: RaisedRung{DossierClock, 1, "missed"}}
	case TypeAlertSnoozed:
		return &AlertSnoozed{RaisedRung: RaisedRung{DossierClock, 1, "missed"}, Until: local("2026-01-13T07:00")}
	}
	return t.NewData()
}

// TestCourse tries every type in every state: Decide says what the table says,
// and a refusal changes nothing.
func TestCourse(t *testing.T) {
	for s := range stateCount {
		for _, typ := range Types() {
			if typ.Kind() != KindDossier || typ.EngineOnly() {
				continue
			}
			w := inState(t, s)
			data := plain(typ)
			if c, ok := data.(*Corrected); ok {
				c.Event = TypeReceived
				switch s {
				case StateSubmitted:
					c.Event = TypeSubmitted
				case StateRefused:
					c.Event = TypeRefused
				}
			}
			before := w.dossier.Clone()
			_, err := w.decide(w.event(data))
			want := ok
			if refusal := Allowed(s, typ); refusal != nil {
				want = refusal.Code
			} else if s == StateSupplement && typ == TypeResumed {
				want = CodeNotPaused // depends on more than the state
			} else if typ == TypeAlertAcknowledged || typ == TypeAlertSnoozed {
				want = CodeUnknownAlert // so does this
			}
			if got := codeOf(err); got != want || (err == nil) != (want == ok) {
				t.Errorf("%s in state %s: %q (%v), want %q", typ, s, got, err, want)
			}
			if diff := cmp.Diff(before, w.dossier, everything); err != nil && diff != "" {
				t.Errorf("%s in state %s was refused and changed the dossier:\n%s", typ, s, diff)
			}
			if err == nil {
				checkInvariants(t, w.dossier)
			}
		}
	}
}

// TestCourseIsWhole checks that the table has a row for every type and a
// sentence for every code.
func TestCourseIsWhole(t *testing.T) {
	for _, typ := range Types() {
		if TypeOf(typ.NewData()) != typ {
			t.Errorf("%s has the data of %s", typ, TypeOf(typ.NewData()))
		}
		if typ.Kind() != KindDossier {
			continue
		}
		row, there := course[typ]
		if !there {
			t.Errorf("%s has no row", typ)
		}
		for s, code := range row {
			if code != ok && sentences[code] == "" {
				t.Errorf("%s in state %s: code %q has no sentence", typ, State(s), code)
			}
		}
	}
	for typ := range course {
		if typ.Kind() != KindDossier {
			t.Errorf("%q has a row and is not about a dossier", typ)
		}
	}
}

// TestEngineOnly checks that no publisher can say what only the engine says.
func TestEngineOnly(t *testing.T) {
	w := inState(t, StateReceived)
	w.now = local("2026-02-12T09:30")
	rung := Rung{Clock: DossierClock, Revision: 1, Rung: "missed", Instant: w.now, Due: w.dossier.Due()}
	set := w.dossier.Deadlines[0].DeadlineSet
	for _, data := range []Data{&Approached{rung}, &Missed{rung}, &set, &AlertReminded{rung.Raised(), 1, SnoozeOver}} {
		if _, err := w.decide(w.event(data)); codeOf(err) != CodeEngineOnly {
			t.Errorf("%s: %v", TypeOf(data), err)
		}
	}
	e := w.event(plain(TypeCompleted))
	e.Source = EngineSource
	if _, err := w.decide(e); codeOf(err) != CodeEngineOnly {
		t.Errorf("the engine's source: %v", err)
	}
}
