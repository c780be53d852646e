package engine_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
)

func TestRun_publishedProcedureGivesTheDeadline(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	unknown := receipt()
	unknown.Procedure = "1.000009"
	r := o.accept(o.event(code, unknown))[0]
	if !r.Due.IsZero() {
		t.Fatalf("an unknown procedure got the due %s", r.Due)
	}
	three, err := calendar.ParseLimit("3workday")
	if err != nil {
		t.Fatal(err)
	}
	published := o.event("1.000009", &domain.ProcedurePublished{ProcedureForm: domain.ProcedureForm{
		Name: "Mới", Field: "y-te", Limits: []domain.ProcedureLimit{{Limit: three}},
	}})
	o.accept(published)
	if err := o.Recalculate(t.Context()); err != nil {
		t.Fatal(err)
	}
	commits := o.commits(code)
	set, ok := commits[len(commits)-1].Events[0].Data.(*domain.DeadlineSet)
	if !ok || set.Cause != domain.CausePublished || !set.Due.Equal(moment(t, "2026-01-20T17:00:00+07:00")) {
		t.Errorf("after the publication the log ends with %+v", commits[len(commits)-1].Events)
	}
}

func TestRaiseDue_everyRungOnceAndInOrder(t *testing.T) {
	store := eventstore.NewMemory()
	a, b := open(t, store), open(t, store)
	a.accept(a.event(code, receipt()))
	for _, o := range []*office{a, b} {
		o.set("2026-01-26T12:00:00+07:00") // the due was on the 22nd
	}
	var wg sync.WaitGroup
	for _, o := range []*office{a, b} {
		wg.Go(func() {
			head, err := store.Head(t.Context())
			if err == nil {
				_, err = o.Dossier(t.Context(), code, head.Position)
			}
			if err == nil {
				err = o.RaiseDue(t.Context())
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var rungs []string
	for _, c := range a.commits(code) {
		for _, e := range c.Events {
			switch data := e.Data.(type) {
			case *domain.Approached:
				rungs = append(rungs, data.Rung.Rung)
			case *domain.Missed:
				rungs = append(rungs, data.Rung.Rung)
			}
		}
	}
	if got, want := fmt.Sprint(rungs), "[two-days-left half due-day missed late-1]"; got != want {
		t.Errorf("rungs %s, want %s", got, want)
	}
}
