package domain

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

// TestCorrectedApplicant checks that a correction changes what is known now, and
// not the event that was said.
func TestCorrectedApplicant(t *testing.T) {
	w := inState(t, StateNone)
	in := someIntake(testProcedure)
	in.Applicant = &Applicant{Ref: "a-1", Name: "first"}
	first := w.say(&Received{Intake: in})[0]
	before := w.dossier.Clone()
	w.say(&Corrected{Sequence: 1, Event: TypeReceived, Facts: []byte(`{"applicant":{"name":"second"}}`), Reason: "r", Authority: "a"})
	if got := w.dossier.Applicant; got.Name != "second" || got.Ref != "a-1" {
		t.Errorf("corrected: %+v", got)
	}
	if got := first.Data.(*Received).Applicant.Name; got != "first" {
		t.Errorf("the event now says %q", got)
	}
	if got := before.Applicant.Name; got != "first" {
		t.Errorf("an earlier copy now says %q", got)
	}
}

// TestCorrectedProcedure checks that the facts of a procedure that was never
// meant don't stay.
func TestCorrectedProcedure(t *testing.T) {
	w := inState(t, StateNone)
	w.publishProcedure("2.002222", "1workday", func(p *ProcedureForm) {
		p.Field, p.ServiceLevel, p.Interlinked = "justice", LevelFull, true
	})
	w.say(&Received{Intake: someIntake(testProcedure)})
	correct := func(facts string) {
		w.say(&Corrected{Sequence: 1, Event: TypeReceived, Facts: []byte(facts), Reason: "r", Authority: "a"})
	}
	correct(`{"procedure":"2.002222"}`)
	if d := w.dossier; d.Field != "justice" || d.ServiceLevel != LevelFull || !d.Interlinked {
		t.Errorf("after the correction: %q, %q, %t", d.Field, d.ServiceLevel, d.Interlinked)
	}
	correct(`{"procedure":"` + testProcedure + `"}`)
	if d := w.dossier; d.Field != "health" || d.ServiceLevel != "" || d.Interlinked {
		t.Errorf("corrected back: %q, %q, %t", d.Field, d.ServiceLevel, d.Interlinked)
	}
}

// TestSubmissionStays checks that what the submission said and the receipt
// leaves out is not lost.
func TestSubmissionStays(t *testing.T) {
	w := inState(t, StateNone)
	in := someIntake(testProcedure)
	in.Channel, in.Case, in.Content, in.Applicant = Online, "A", "content", &Applicant{Ref: "a-1"}
	w.say(&Submitted{in})
	receipt := someIntake(testProcedure)
	receipt.Channel = Online
	w.say(&Received{Intake: receipt})
	if d := w.dossier; d.Case != "A" || d.Content != "content" || d.Applicant == nil {
		t.Errorf("after the receipt: %+v", d.Intake)
	}
}

// TestNothingPersonal sends a name into every place where one could go by
// mistake: no refusal quotes it.
func TestNothingPersonal(t *testing.T) {
	const name = "Nguyễn Văn A"
	head := `{"specversion":"1.0","id":"1","source":"urn:desk","type":"dossier.received","subject":"` + testCode + `","time":"2026-01-12T09:30:00+07:00","data":`
	for _, data := range []string{
		`"` + name + `"}`,
		`["` + name + `"]}`,
		`{"due":"` + name + `"}}`,
		`{"sets":"` + name + `"}}`,
		`{"applicant":"` + name + `"}}`,
		`{"applicant":{"name":["` + name + `"]}}}`,
		`{"applicant":{"` + name + `":1}}}`,
		`{"applicant":{"ref":"","name":"` + name + `"},"province":"H26","agency":"a","procedure":"p","channel":"online"}}`,
		`{"content":"` + name + `"`,
		`{"content":"` + name + `","content":"` + name + `"}}`,
	} {
		_, err := ParseEvent([]byte(head + data))
		if err == nil {
			t.Errorf("taken: %s", data)
		} else if text := err.Error() + AsError(err).Field; strings.Contains(text, "Nguy") {
			t.Errorf("%s is quoted: %s", data, text)
		}
	}
	w := inState(t, StateReceived)
	for _, facts := range []string{`{"due":"` + name + `"}`, `{"applicant":{"name":1,"x":"` + name + `"}}`, `{"applicant":{"` + name + `":1}}`} {
		_, err := w.decide(w.event(&Corrected{Sequence: 1, Event: TypeReceived, Facts: []byte(facts), Reason: name, Authority: "a"}))
		if err == nil || strings.Contains(err.Error()+AsError(err).Field, "Nguy") {
			t.Errorf("%s: %v", facts, err)
		}
	}
}

// TestSubMillisecond checks that instants are kept to the millisecond wherever a
// publisher writes them.
func TestSubMillisecond(t *testing.T) {
	e, err := ParseEvent([]byte(`{"specversion":"1.0","id":"1","source":"urn:desk","type":"dossier.resumed","subject":"` + testCode +
		`","time":"2026-01-12T09:30:00.1239+07:00","data":{"due":"2026-01-13T09:30:00.9999Z"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if e.At.Nanosecond() != 123e6 || e.Data.(*Resumed).Due.Nanosecond() != 999e6 {
		t.Errorf("at %s, due %s", e.At, e.Data.(*Resumed).Due)
	}
}

// TestClockAt checks what the clocks show, and that a program can read it.
func TestClockAt(t *testing.T) {
	w := inState(t, StateReceived)
	w.at("2026-01-14T10:00").say(&Transferred{ToUnit: "unit", StepLimit: limit("1workhour")})
	w.say(&Paused{Reason: Verification})
	rules, err := w.dossier.Rules(w.registry)
	if err != nil {
		t.Fatal(err)
	}
	v := w.dossier.ClockAt(local("2026-01-20T10:00"), rules)
	if !v.Stopped || !v.Due.IsZero() || v.Standing != StandingStopped || !v.StoppedAt.Equal(w.now) {
		t.Errorf("while it stands: %+v", v)
	}
	if want := int64((5*3600 + 3*8*3600)); v.Remaining != want { // the rest of the 14th, and three days
		t.Errorf("remaining %d s, want %d s", v.Remaining, want)
	}
	if len(v.Handovers) != 1 || v.Handovers[0].Late || v.StepLate { // the step's clock stands with the dossier's
		t.Errorf("hand-overs: %+v", v.Handovers)
	}
	before := w.dossier.ClockAt(local("2026-01-13T10:00"), rules)
	if !before.Due.Equal(w.dossier.Due()) || before.Standing != StandingInTime || len(before.Handovers) != 0 {
		t.Errorf("the day before: %+v", before)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var again ClockView
	if err := json.Unmarshal(b, &again); err != nil || cmp.Diff(v, again, everything) != "" {
		t.Errorf("read back (%v): %s", err, cmp.Diff(v, again, everything))
	}
}
