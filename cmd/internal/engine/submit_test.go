package engine_test

import (
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

func TestSubmit_receiptGetsItsDeadlineInTheSameCommit(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	r := o.accept(o.event(code, receipt()))[0]
	if want := moment(t, "2026-01-22T17:00:00+07:00"); !r.Due.Equal(want) || r.Sequence != 1 {
		t.Errorf("due %s, sequence %d; want %s, 1", r.Due, r.Sequence, want)
	}
	commits := o.commits(code)
	if len(commits) != 1 || len(commits[0].Events) != 2 || commits[0].Events[1].Type != domain.TypeDeadlineSet {
		t.Fatalf("the log holds %+v, want one commit of the receipt and its deadline", commits)
	}
	if commits[0].Position != r.Position {
		t.Errorf("the commit lies at %d, the answer says %d", commits[0].Position, r.Position)
	}
	view, err := o.Dossier(t.Context(), code, r.Position)
	if err != nil || view.State != domain.StateReceived {
		t.Errorf("the table shows %v (%v), want the receipt that was just acknowledged", view.State, err)
	}
}

func TestSubmit_repeatIsAnsweredAsTheFirstTime(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	received := o.event(code, receipt())
	first := o.accept(received)[0]
	o.accept(o.event(code, &domain.Transferred{ToUnit: "nvy"}))
	repeat := o.submit(received)[0]
	if repeat.Status != domain.Duplicated || repeat.Position != first.Position || repeat.Sequence != first.Sequence || !repeat.Due.Equal(first.Due) {
		t.Errorf("the repeat got %+v, the first time %+v", repeat, first)
	}
	other := received
	other.Data = &domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000002", Channel: domain.Online}}
	refused(t, o.submit(other)[0], domain.CodeIDReused)
	if n := len(o.commits(code)); n != 2 {
		t.Errorf("the log holds %d commits, want 2", n)
	}
}

func TestSubmit_unknownDossier(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	refused(t, o.submit(o.event(code, &domain.Transferred{ToUnit: "nvy"}))[0], domain.CodeUnknownDossier)
	if n := len(o.commits(code)); n != 0 {
		t.Errorf("a refused event left %d commits", n)
	}
}

func TestSubmit_eachEventOfABatchOnItsOwn(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	results := o.submit(
		o.event(code, receipt()),
		o.event("H37.13-260115-0002", &domain.Returned{Method: domain.InPerson}),
		o.event(code, &domain.Transferred{ToUnit: "nvy"}),
		o.event(code, &domain.Returned{Method: domain.InPerson}),
		o.event(code, &domain.Completed{Outcome: domain.Granted}),
	)
	for i, want := range []domain.Status{domain.Accepted, domain.Declined, domain.Accepted, domain.Declined, domain.Accepted} {
		if results[i].Status != want {
			t.Errorf("event %d: %s (%v), want %s", i, results[i].Status, results[i].Error, want)
		}
	}
	refused(t, results[3], domain.CodeNotCompleted)
}

func TestSubmit_transactionTogetherOrNotAtAll(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	bound := func(name string, events ...domain.Event) []domain.Event {
		for i := range events {
			events[i].Transaction = name
		}
		return events
	}
	results := o.submit(bound("a", o.event(code, receipt()), o.event(code, &domain.Returned{Method: domain.Postal}))...)
	refused(t, results[0], domain.CodeTransaction)
	refused(t, results[1], domain.CodeNotCompleted)
	if n := len(o.commits(code)); n != 0 {
		t.Fatalf("half a transaction lies in the log: %d commits", n)
	}
	whole := bound("b", o.event(code, receipt()), o.event(code, &domain.Completed{Outcome: domain.Granted}))
	o.accept(whole...)
	if commits := o.commits(code); len(commits) != 1 || len(commits[0].Events) != 3 {
		t.Errorf("the transaction lies in %d commits, want one of 3 events", len(commits))
	}
	for _, r := range o.submit(whole...) {
		if r.Status != domain.Duplicated {
			t.Errorf("the repeated transaction got %s (%v)", r.Status, r.Error)
		}
	}
	mixed := bound("c", o.event("H37.13-260115-0003", receipt()), o.event("H37.13-260115-0004", receipt()))
	for _, r := range o.submit(mixed...) {
		refused(t, r, domain.CodeMixedTransaction)
	}
	before := len(o.commits(code))
	parts := bound("d", o.event(code, &domain.Rated{Satisfaction: domain.Satisfied}), o.event(code, &domain.Returned{Method: domain.Postal}))
	interrupted := o.submit(parts[0], o.event(code, &domain.Rated{Satisfaction: domain.Dissatisfied}), parts[1])
	refused(t, interrupted[0], domain.CodeMixedTransaction)
	refused(t, interrupted[2], domain.CodeMixedTransaction)
	if n := len(o.commits(code)); n-before > 1 {
		t.Errorf("an interrupted transaction lies in the log in pieces: %d commits", n-before)
	}
}

func TestSubmit_transactionWithAnEventThatCannotBeRead(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	whole := o.event(code, receipt())
	whole.Transaction = "d"
	broken := domain.ParseOne([]byte(`{"specversion":"1.0","id":"broken","source":"urn:test:desk","type":"dossier.transferred",
		"subject":"` + code + `","time":"2026-01-15T09:00:00+07:00","transaction":"d","data":{"to_unti":"nvy"}}`))
	results := o.Submit(t.Context(), []domain.Parsed{{Event: whole, ID: whole.ID, Code: code}, broken})
	refused(t, results[0], domain.CodeTransaction)
	refused(t, results[1], domain.CodeUnknownField)
	other := o.event("H37.13-260115-0002", receipt())
	other.Transaction = "d"
	results = o.Submit(t.Context(), []domain.Parsed{{Event: whole, ID: whole.ID, Code: code}, broken, {Event: other, ID: other.ID, Code: other.Subject}})
	refused(t, results[0], domain.CodeMixedTransaction)
	refused(t, results[1], domain.CodeUnknownField)
	refused(t, results[2], domain.CodeMixedTransaction)
	if n := len(o.commits(code)); n != 0 {
		t.Errorf("half a transaction lies in the log: %d commits", n)
	}
}
