package domain

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// hall is many dossiers of one world.
type hall struct {
	*world
	dossiers map[string]*Dossier
}

func newHall(t *testing.T) *hall {
	h := &hall{world: newWorld(t), dossiers: make(map[string]*Dossier)}
	policy := DefaultPolicy()
	policy.Version, policy.CodePattern, policy.pattern = 2, "", nil // the tests' own names are codes
	h.publish(TypePolicyChanged, "vn", &PolicyChanged{Policy: policy})
	h.publishProcedure(testProcedure, "5workday", func(f *ProcedureForm) {
		f.Steps = []ProcedureStep{{Name: "thẩm định", Limit: limit("3workday")}}
	})
	return h
}

func (h *hall) at(s string) *hall {
	h.world.at(s)
	return h
}

// with makes the dossier of that code the world's own.
func (h *hall) with(code string) *hall {
	if h.dossiers[code] == nil {
		h.dossiers[code] = &Dossier{Code: Code(code)}
	}
	h.dossier = h.dossiers[code]
	return h
}

// preview looks at every dossier, by code.
func (h *hall) preview(spec calendar.Spec) (*Preview, *Registry) {
	h.t.Helper()
	p, then, err := h.registry.PreviewCalendar(spec, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, code := range h.codes() {
		if err := p.Take(h.dossiers[code], then, h.now); err != nil {
			h.t.Fatal(err)
		}
	}
	p.Close(MostListed)
	return p, then
}

func (h *hall) codes() []string {
	var codes []string
	for code := range h.dossiers {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// lateSwap is the calendar in force with 23/01/2026 swapped for Saturday the 24th.
func (h *hall) lateSwap() calendar.Spec {
	c, _ := h.registry.Calendar("vn")
	spec := c.Spec()
	spec.Version++
	friday, _ := calendar.ParseDate("2026-01-23")
	spec.DaysOff = append(spec.DaysOff, friday)
	spec.ExtraWorkingDays = append(spec.ExtraWorkingDays, friday+1)
	return spec
}

// fill puts dossiers of every kind into the hall, as they stand on Tuesday
// 20/01/2026.
func (h *hall) fill() {
	in := someIntake(testProcedure)
	submission := in
	submission.Channel = Online
	h.at("2026-01-08T09:00").with("ended").say(&Received{Intake: in})
	h.at("2026-01-12T09:00").with("ended").say(&Completed{Outcome: Granted})
	h.at("2026-01-16T09:00").with("friday").say(&Received{Intake: in}) // due on the 23rd
	h.with("stopped").say(&Received{Intake: in})
	h.at("2026-01-19T09:00").with("stopped").say(&SupplementRequested{Reason: "thiếu"})
	h.with("monday").say(&Received{Intake: in})                                                 // due on the 26th
	h.at("2026-01-20T08:00").with("monday").say(&Transferred{ToUnit: "nvy", Step: "thẩm định"}) // due on the 23rd
	h.with("early").say(&Received{Intake: in, Due: local("2026-01-21T17:00")})
	h.with("online").say(&Submitted{Intake: submission})
	h.with("withdrawn").say(&Received{Intake: in})
	h.with("withdrawn").say(&Withdrawn{})
}

func TestPreview(t *testing.T) {
	h := newHall(t)
	h.fill()
	p, then := h.preview(h.lateSwap())
	if got, want := fmt.Sprint(p.Changes), "[{days_off  2026-01-23} {extra_working_days  2026-01-24}]"; got != want {
		t.Errorf("changes %s, want %s", got, want)
	}
	if p.Calendar != (VersionRef{"vn", 2}) || p.Replaces != (VersionRef{"vn", 1}) || p.Open != 5 || p.Stopped != 1 || p.Moved != 2 || p.Healed+p.Broken+p.LeftOut != 0 {
		t.Errorf("the preview is %+v", p)
	}
	var moves []string
	for _, m := range p.Dossiers {
		moves = append(moves, fmt.Sprintf("%s %s %s -> %s %+d", m.Code, m.Clock, m.Was.Format("02/01 15:04"), m.Due.Format("02/01 15:04"), m.Days))
	}
	if got, want := fmt.Sprintf("%q", moves), `["friday dossier 23/01 17:00 -> 24/01 17:00 +1" "monday step 23/01 17:00 -> 24/01 17:00 +1"]`; got != want {
		t.Errorf("the moves are\n%s, want\n%s", got, want)
	}
	if got := fmt.Sprint(p.ByDays); got != "[{1 2}]" {
		t.Errorf("by days: %s", got)
	}
	// The change does what the preview says, and nothing else.
	for _, code := range h.codes() {
		d := h.dossiers[code]
		events, err := d.Recalculated(then, h.now)
		if err != nil {
			t.Fatal(err)
		}
		listed := slices.ContainsFunc(p.Dossiers, func(m Move) bool { return string(m.Code) == code })
		if (len(events) > 0) != listed {
			t.Errorf("%s: %d events, listed %t", code, len(events), listed)
		}
		for _, e := range events {
			set := e.Data.(*DeadlineSet)
			if set.Cause != CauseRecalculated || set.Calendar.Version != 2 || e.Sequence != d.Sequence+1 {
				t.Errorf("%s: %+v", code, e)
			}
			d.Evolve(e)
		}
		if again, err := d.Recalculated(then, h.now); err != nil || len(again) > 0 {
			t.Errorf("%s: recalculated twice it moves again: %v %v", code, again, err)
		}
	}
}

// TestPreview_breach counts what a closure would heal, and an extra working day
// would break.
func TestPreview_breach(t *testing.T) {
	h := newHall(t)
	h.at("2026-01-08T09:00").with("a").say(&Received{Intake: someIntake(testProcedure)}) // due on the 14th, 10/01 being worked
	h.at("2026-01-15T09:00")
	c, _ := h.registry.Calendar("vn")
	spec := c.Spec()
	spec.Version = 9
	from, _ := calendar.ParseDate("2026-01-12")
	spec.Closures = []calendar.Closure{{From: from, To: from + 2, Reason: "bão"}}
	if p, _ := h.preview(spec); p.Healed != 1 || p.Broken != 0 || p.Dossiers[0].Days != 5 {
		t.Errorf("the closure: %+v", p)
	}
	h.publish(TypeCalendarChanged, "vn", &CalendarChanged{Calendar: spec})
	events, err := h.dossier.Recalculated(h.registry, h.now)
	if err != nil || len(events) != 1 {
		t.Fatal(events, err)
	}
	h.dossier.Evolve(events[0])
	spec = c.Spec()
	spec.Version = 10
	if p, _ := h.preview(spec); p.Healed != 0 || p.Broken != 1 || p.Dossiers[0].Days != -5 {
		t.Errorf("the end of the closure: %+v", p)
	}
}

func TestPreview_refused(t *testing.T) {
	h := newHall(t)
	c, _ := h.registry.Calendar("vn")
	if _, _, err := h.registry.PreviewCalendar(c.Spec(), h.now); codeOf(err) != CodeStaleVersion {
		t.Errorf("the version in force is previewed: %v", err)
	}
	if _, _, err := h.registry.PreviewCalendar(calendar.Spec{ID: "vn", Version: 2}, h.now); codeOf(err) != CodeInvalidField {
		t.Errorf("a wrong calendar is previewed: %v", err)
	}
	spec := c.Spec()
	spec.ID = "hcm"
	p, _ := h.preview(spec)
	if p.Replaces != (VersionRef{}) || p.Moved != 0 {
		t.Errorf("a calendar that nobody uses: %+v", p)
	}
}

// TestPreview_provisional: a calendar that only confirms more moves nothing, but
// says so of the dossiers that were provisional.
func TestPreview_provisional(t *testing.T) {
	h := newHall(t)
	h.at("2026-12-29T09:00").with("a").say(&Received{Intake: someIntake(testProcedure)})
	c, _ := h.registry.Calendar("vn")
	spec := c.Spec()
	spec.Version++
	spec.ConfirmedUntil, _ = calendar.ParseDate("2027-12-31")
	if p, _ := h.preview(spec); p.Moved != 0 || p.Restated != 1 || len(p.Dossiers) != 0 {
		t.Errorf("the preview is %+v", p)
	}
}
