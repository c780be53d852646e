package engine_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
)

// lateSwap is the calendar in force with Friday 23/01/2026 swapped for Saturday.
func (o *office) lateSwap() calendar.Spec {
	o.t.Helper()
	spec, err := o.Calendar(o.t.Context(), "", 0)
	if err != nil {
		o.t.Fatal(err)
	}
	friday, err := calendar.ParseDate("2026-01-23")
	if err != nil {
		o.t.Fatal(err)
	}
	spec.Version++
	spec.DaysOff = append(spec.DaysOff, friday)
	spec.ExtraWorkingDays = append(spec.ExtraWorkingDays, friday+1)
	return spec
}

// fill receives a dossier a day from Monday 12/01/2026 on, each due after five
// workdays, and ends, stops or completes some of them.
func (o *office) fill() (codes []string) {
	for day := 12; day <= 20; day++ {
		code := fmt.Sprintf("H37.13-2601%02d-0001", day)
		o.set(fmt.Sprintf("2026-01-%02dT09:00:00+07:00", day))
		o.accept(o.event(code, receipt()))
		codes = append(codes, code)
	}
	o.accept(o.event(codes[4], &domain.Completed{Outcome: domain.Granted}))           // received on the 16th, due on the 23rd
	o.accept(o.event(codes[7], &domain.SupplementRequested{Reason: "thiếu giấy tờ"})) // received on the 19th
	o.accept(o.event(codes[8], &domain.Transferred{ToUnit: "nvy"}))
	return codes
}

// TestCalendarChange publishes a swap that was decided late: exactly the
// dossiers of the preview move, by deadline.set events; those that are closed
// keep what they were judged by, a stopped one moves when it goes on.
func TestCalendarChange(t *testing.T) { synctest.Test(t, testCalendarChange) }

func testCalendarChange(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	codes := o.fill()
	head, err := o.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	preview, err := o.PreviewCalendar(t.Context(), o.lateSwap(), head.Position)
	if err != nil {
		t.Fatal(err)
	}
	if after, err := o.store.Head(t.Context()); err != nil || after != head {
		t.Fatalf("the preview has written: %v, %v before (%v)", after, head, err)
	}
	if preview.Open != 8 || preview.Stopped != 1 || preview.Moved != 2 || fmt.Sprint(preview.ByDays) != "[{1 2}]" {
		t.Errorf("the preview is %+v", preview)
	}
	before := make(map[string]int)
	for _, code := range codes {
		before[code] = len(o.commits(code))
	}
	o.run(func() {
		o.accept(o.event("vn", &domain.CalendarChanged{Calendar: o.lateSwap()}))
		synctest.Wait() // what follows has been appended
	})
	o.checkMoved(codes, before, preview)
	o.accept(o.event(codes[7], &domain.SupplementReceived{}))
	if view, err := o.Dossier(t.Context(), codes[7], o.head()); err != nil || !view.Due.Equal(moment(t, "2026-01-27T17:00:00+07:00")) {
		t.Errorf("the stopped dossier goes on with the due %s (%v)", view.Due, err)
	}
}

// run drives the engine's time while the test does something.
func (o *office) run(do func()) {
	ctx, cancel := context.WithCancel(o.t.Context())
	ended := make(chan error)
	go func() { ended <- o.Run(ctx) }()
	do()
	cancel()
	if err := <-ended; err != nil {
		o.t.Error(err)
	}
}

func (o *office) head() uint64 {
	o.t.Helper()
	head, err := o.store.Head(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	return head.Position
}

// checkMoved compares the log with the preview. Rungs that were raised meanwhile
// are passed over.
func (o *office) checkMoved(codes []string, before map[string]int, p *domain.Preview) {
	o.t.Helper()
	for _, code := range codes {
		var sets []*domain.DeadlineSet
		for _, c := range o.commits(code)[before[code]:] {
			for _, e := range c.Events {
				if set, ok := e.Data.(*domain.DeadlineSet); ok {
					sets = append(sets, set)
				}
			}
		}
		i := slices.IndexFunc(p.Dossiers, func(m domain.Move) bool { return string(m.Code) == code })
		switch {
		case i < 0 && len(sets) == 0:
		case i < 0 || len(sets) != 1:
			o.t.Errorf("%s got %d deadlines, the preview has it at %d", code, len(sets), i)
		case !sets[0].Due.Equal(p.Dossiers[i].Due) || sets[0].Calendar != p.Calendar || sets[0].Cause != domain.CauseRecalculated || sets[0].Revision != 2:
			o.t.Errorf("%s got %+v, the preview says %+v", code, sets[0], p.Dossiers[i])
		}
	}
	closed, err := o.Dossier(o.t.Context(), codes[4], o.head())
	if err != nil || closed.Verdict != domain.Early || !closed.Due.Equal(moment(o.t, "2026-01-23T17:00:00+07:00")) {
		o.t.Errorf("the closed dossier is %s, due %s (%v)", closed.Verdict, closed.Due, err)
	}
}

func TestReckoning(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	if _, err := o.Calendar(t.Context(), "nl", 0); domain.AsError(err).Code != domain.CodeUnknown {
		t.Errorf("an unknown calendar: %v", err)
	}
	received := moment(t, "2026-01-15T09:30:00+07:00")
	slip, err := o.Due(t.Context(), domain.SlipQuery{Received: received, Procedure: "1.000001", Channel: domain.Online}, 0)
	if err != nil || slip.Sentence.VI != "Ngày hẹn trả: 17:00 Thứ Năm 22/01/2026" || slip.Procedure.Version != 1 {
		t.Errorf("the slip is %+v, %v", slip, err)
	}
	measured, err := o.Measure(t.Context(), domain.MeasureQuery{From: received, To: slip.Due}, 0)
	if err != nil || measured.Workdays != 5 {
		t.Errorf("the measurement is %+v, %v", measured, err)
	}
	page, err := o.Procedures(t.Context(), "", 10, 0)
	if err != nil || len(page.Procedures) != 1 || page.Procedures[0].Code != "1.000001" || page.Next != "" || page.Total != 1 {
		t.Errorf("the procedures are %+v, %v", page, err)
	}
	if _, err := o.PreviewCalendar(t.Context(), calendar.Spec{ID: "vn"}, 0); domain.AsError(err).Code != domain.CodeInvalidField {
		t.Errorf("a preview of no calendar: %v", err)
	}
}

func TestWhatIf(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	o.fill()
	resume := domain.DefaultPolicy()
	two, err := calendar.ParseLimit("2workday")
	if err != nil {
		t.Fatal(err)
	}
	january := domain.WhatIfQuery{Policy: &resume, Procedures: []domain.ProcedureTerms{{Code: "1.000001", Limits: []domain.ProcedureLimit{{Limit: two}}}}}
	if january.From, err = calendar.ParseDate("2026-01-01"); err != nil {
		t.Fatal(err)
	}
	january.To = january.From + 30
	head := o.head()
	answer, err := o.WhatIf(t.Context(), january, head)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(answer.Completed, answer.Pending, answer.Then, answer.Under), "1 8 map[early:1 in-time:6 overdue:1 stopped:1] map[in-time:3 on-time:1 overdue:4 stopped:1]"; got != want {
		t.Errorf("the answer is %s, want %s", got, want)
	}
	if o.head() != head {
		t.Error("the question has written")
	}
}
