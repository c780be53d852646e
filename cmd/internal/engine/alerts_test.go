package engine_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// overdueOffice is an office on Friday the 23rd of January, 07:30, whose dossier
// was due the day before; all its rungs so far are recorded.
func overdueOffice(t *testing.T) *office {
	o := open(t, eventstore.NewMemory())
	o.accept(o.event(code, receipt()))
	o.set("2026-01-23T07:30:00+07:00")
	o.raiseDue()
	return o
}

// raiseDue records what is due when all that was said is known.
func (o *office) raiseDue() {
	o.t.Helper()
	o.known()
	if err := o.RaiseDue(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// alert returns the alert that fires on the rung.
func (o *office) alert(rung string) supervision.View {
	o.t.Helper()
	page, err := o.Alerts(o.t.Context(), supervision.Query{Matcher: domain.Matcher{Rung: rung}, At: o.clock()}, 0)
	if err != nil || len(page.Alerts) != 1 {
		o.t.Fatalf("%d alerts fire on %s (%v)", len(page.Alerts), rung, err)
	}
	return page.Alerts[0]
}

// An acknowledgement is known as a repeat, and is over when its time has come.
func TestAcknowledge(t *testing.T) {
	o := overdueOffice(t)
	late := o.alert("late-1")
	act := domain.AlertAct{Alert: late.ID.String(), ID: "a-1", Time: o.clock(), Actor: "gd"}
	for _, want := range []domain.Status{domain.Accepted, domain.Duplicated} {
		r, err := o.Acknowledge(t.Context(), act)
		if err != nil || r.Status != want {
			t.Errorf("%s %v %v, want %s", r.Status, r.Error, err, want)
		}
	}
	if v := o.alert("late-1"); v.State != supervision.StateAcknowledged || v.By != "gd" {
		t.Errorf("it is %s by %q", v.State, v.By)
	}
	o.set("2026-01-26T07:30:00+07:00")
	o.raiseDue()
	o.raiseDue()
	if v := o.alert("late-1"); v.State != supervision.StateFiring || v.Reminded != 1 {
		t.Errorf("after three days it is %s, told again %d times", v.State, v.Reminded)
	}
}

func TestSnooze_untilAWorkingMorning(t *testing.T) {
	o := overdueOffice(t)
	id := o.alert("late-1").ID.String()
	for _, c := range []struct{ now, date, until string }{
		{"2026-01-23T07:30:00+07:00", "", "2026-01-26T07:00:00+07:00"},           // a Friday
		{"2026-01-24T05:00:00+07:00", "", "2026-01-26T07:00:00+07:00"},           // a Saturday
		{"2026-01-26T05:00:00+07:00", "", "2026-01-26T07:00:00+07:00"},           // before the opening
		{"2026-01-26T08:00:00+07:00", "2026-02-17", "2026-02-23T07:00:00+07:00"}, // Tết
	} {
		o.set(c.now)
		act := domain.AlertAct{Alert: id, Actor: "gd"}
		if c.date != "" {
			act.Date = date(t, c.date)
		}
		if r, err := o.Snooze(t.Context(), act); err != nil || r.Error != nil {
			t.Fatalf("%v %v", err, r.Error)
		}
		if v := o.alert("late-1"); !v.Until.Equal(moment(t, c.until)) {
			t.Errorf("at %s until %q it is snoozed until %s, want %s", c.now, c.date, v.Until, c.until)
		}
	}
}

func TestActsThatAreRefused(t *testing.T) {
	o := overdueOffice(t)
	for _, c := range []struct {
		alert string
		code  domain.ErrorCode
	}{{"x", domain.CodeInvalidField}, {"1-0", domain.CodeUnknownAlert}, {"01-0", domain.CodeInvalidField}} {
		_, err := o.Acknowledge(t.Context(), domain.AlertAct{Alert: c.alert, Actor: "gd"})
		if domain.AsError(err).Code != c.code {
			t.Errorf("alert %q: %v, want %s", c.alert, err, c.code)
		}
	}
	if _, err := o.Why(t.Context(), "nobody", "gd", 0); domain.AsError(err).Code != domain.CodeUnknownDossier {
		t.Errorf("why an unknown dossier: %v", err)
	}
}

// What a silence muted is told when it is ended, and why says both.
func TestSilenceAndWhy(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	o.accept(o.event(code, receipt()))
	o.set("2026-01-22T12:00:00+07:00")
	o.raiseDue()
	request := domain.SilenceRequest{ID: "s-1", SilenceSet: domain.SilenceSet{
		Matcher: domain.Matcher{Agency: "H37.13"}, Author: "cvp", Reason: "bảo trì", Until: moment(t, "2026-02-01T07:00:00+07:00"),
	}}
	page, err := o.PreviewSilence(t.Context(), request, 0)
	if err != nil || page.Total != 3 {
		t.Errorf("it would mute %d alerts (%v), want half, two-days-left and due-day", page.Total, err)
	}
	if r := o.SetSilence(t.Context(), request); r.Error != nil {
		t.Fatal(r.Error)
	}
	o.set("2026-01-23T06:00:00+07:00")
	o.raiseDue()
	if v := o.alert("missed"); v.Suppressed == nil || v.Suppressed.Silence != "s-1" {
		t.Errorf("muted by %+v", v.Suppressed)
	}
	if r := o.EndSilence(t.Context(), domain.SilenceEnd{ID: "s-1", Actor: "cvp"}); r.Error != nil {
		t.Fatal(r.Error)
	}
	refused(t, o.EndSilence(t.Context(), domain.SilenceEnd{ID: "s-1", Actor: "cvp"}), domain.CodeUnknownSilence)
	o.raiseDue()
	stories, err := o.Why(t.Context(), code, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	last := stories[len(stories)-1]
	if last.Alert.Rung != "missed" || len(last.Told) != 2 || last.Told[0].Suppressed == nil || last.Told[1].Kind != supervision.KindReminder {
		t.Errorf("%+v", last)
	}
	for ended, want := range map[bool]int{false: 0, true: 1} {
		if list, err := o.Silences(t.Context(), ended, 0); err != nil || len(list) != want {
			t.Errorf("%d silences, ended too: %t (%v)", len(list), ended, err)
		}
	}
}

// A rung that is reached and not recorded shows, in the figure at once, in
// readiness after five minutes; so does a clock that does not look.
func TestAlarmLateness(t *testing.T) {
	o := open(t, eventstore.NewMemory())
	o.accept(o.event(code, receipt()))
	o.known()
	if late := o.AlarmLateness(t.Context()); late != 0 {
		t.Errorf("nothing is due, and the clock is %s late", late)
	}
	o.set("2026-01-20T07:02:00+07:00") // two minutes after two-days-left
	if late := o.AlarmLateness(t.Context()); late != 2*time.Minute {
		t.Errorf("the clock is %s late, want 2m", late)
	}
	if err := o.Ready(); err != nil {
		t.Errorf("an engine whose clock does not run here says %v", err)
	}
	o.raiseDue()
	if late := o.AlarmLateness(t.Context()); late != 0 {
		t.Errorf("all is recorded, and the clock is %s late", late)
	}
}

func TestReady_aClockThatDoesNotLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := open(t, eventstore.NewMemory())
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- o.Run(ctx) }()
		time.Sleep(time.Second)
		synctest.Wait()
		if err := o.Ready(); err != nil {
			t.Errorf("the clock has looked, and the engine says %v", err)
		}
		cancel()
		<-ended
		o.set("2026-01-15T09:06:00+07:00")
		if err := o.Ready(); err == nil || !strings.Contains(err.Error(), "alert clock") {
			t.Errorf("the clock has not looked for six minutes, and the engine says %v", err)
		}
	})
}

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
