package demo

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
)

func TestAgendaGivesActsInOrder(t *testing.T) {
	noon := time.Date(2025, 6, 2, 12, 0, 0, 0, time.UTC)
	first, second, third, never := &act{at: noon}, &act{at: noon}, &act{at: noon.Add(time.Hour)}, &act{at: noon.Add(2 * time.Hour)}
	var a agenda
	a.add(never, third, first)
	a.add(second)
	for i, want := range []*act{first, second, third, nil} {
		if got := a.next(noon.Add(time.Hour)); got != want {
			t.Errorf("act %d is %+v, not %+v", i, got, want)
		}
	}
}

func TestOfficeTime(t *testing.T) {
	o := newPlan(t, 1, 1, 1).office
	at := func(s string) time.Time {
		instant, err := time.ParseInLocation("2006-01-02 15:04", s, o.Location())
		if err != nil {
			t.Fatal(err)
		}
		return instant
	}
	for name, c := range map[string]struct {
		got  time.Time
		want string
	}{
		"an hour over lunch":               {o.after(at("2025-06-02 11:00"), time.Hour), "2025-06-02 14:00"},
		"what ends at closing time":        {o.after(at("2025-06-02 16:00"), time.Hour), "2025-06-03 07:00"},
		"over Tết":                         {o.after(at("2026-02-13 16:30"), time.Hour), "2026-02-23 07:30"},
		"before an end":                    {o.before(at("2025-06-02 08:00"), at("2025-06-02 14:30"), 2*time.Hour), "2025-06-02 10:30"},
		"not before the start":             {o.before(at("2025-06-02 08:00"), at("2025-06-02 09:00"), 5*time.Hour), "2025-06-02 08:00"},
		"in the middle of a day":           {o.on(o.date(at("2025-06-02 00:00")), .5), "2025-06-02 11:00"},
		"the working day after a Saturday": {o.on(o.day(at("2026-01-09 08:00"), 1), 0), "2026-01-10 07:00"},
	} {
		if !c.got.Equal(at(c.want)) {
			t.Errorf("%s: %s, not %s", name, c.got, c.want)
		}
	}
}

func TestAnswerMatches(t *testing.T) {
	refusal := domain.Result{Status: domain.Declined, Error: &domain.Error{Code: domain.CodeNotCompleted}}
	for i, c := range []struct {
		want answer
		got  domain.Result
		ok   bool
	}{
		{accepted, domain.Result{Status: domain.Accepted}, true},
		{accepted, refusal, false},
		{refused(domain.CodeNotCompleted), refusal, true},
		{refused(domain.CodeReturned), refusal, false},
		{answer{status: domain.Duplicated}, domain.Result{Status: domain.Duplicated}, true},
	} {
		if c.want.matches(c.got) != c.ok {
			t.Errorf("case %d: %+v matches %+v: %t", i, c.want, c.got, !c.ok)
		}
	}
}

func TestBudgetBoundsTheLines(t *testing.T) {
	start := time.Date(2025, 6, 2, 7, 0, 0, 0, time.UTC)
	b, shown := newBudget(0), 0
	for hours := range 24 * 100 {
		b.grow(start.Add(time.Duration(hours) * time.Hour))
		for _, w := range []weight{hidden, routine, nearing, notable} {
			if b.allows(w) {
				shown++
			}
		}
	}
	if shown < 45 || shown > 60 {
		t.Errorf("%d lines in 100 days, at %g a day", shown, linesPerDay)
	}
	for range 10 {
		if !b.allows(always) {
			t.Error("a line that must be shown is not")
		}
	}
	if b.allows(notable) {
		t.Error("what was overdrawn is forgotten at once")
	}
}

func TestPaceKeepsStepWithRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		from := time.Date(2025, 6, 2, 7, 0, 0, 0, time.UTC)
		began := time.Now()
		p := pace{speed: 2, from: from, began: began}
		if err := p.await(t.Context(), from.AddDate(0, 0, 10)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("ten days took %v at two days a second", took)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.await(cancelled, from.AddDate(1, 0, 0)); !errors.Is(err, context.Canceled) {
			t.Errorf("a pace that was cancelled ends with %v", err)
		}
	})
}

func TestClockRunsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := time.Date(2026, 3, 31, 17, 0, 0, 0, time.UTC)
		c := newClock(at)
		time.Sleep(time.Minute)
		if now := c.Now(); !now.Equal(at) {
			t.Errorf("a clock that stands shows %s", now)
		}
		c.run()
		time.Sleep(time.Minute)
		if now := c.Now(); !now.Equal(at.Add(time.Minute)) {
			t.Errorf("a minute later it shows %s", now)
		}
	})
}

func TestChecksSeeWhatIsWrong(t *testing.T) {
	for name, spoil := range map[string]func(*Closing){
		"an identity":         func(c *Closing) { c.Form.Total.Early++ },
		"a carried figure":    func(c *Closing) { c.Months = make([]ontime.Report, 1); c.Months[0].Total.Carried = 1 },
		"a receipt":           func(c *Closing) { c.Tally.Received++ },
		"a late dossier":      func(c *Closing) { c.Late = append(c.Late, ontime.LateItem{}) },
		"an alert":            func(c *Closing) { c.rungs++ },
		"a rung's instant":    func(c *Closing) { c.delayed++ },
		"an unwanted answer":  func(c *Closing) { c.Tally.Unexpected = []string{"dossier.received: refused"} },
		"nothing, to compare": nil,
	} {
		c := &Closing{}
		if spoil != nil {
			spoil(c)
		}
		c.check()
		if c.passed() != (spoil == nil) {
			t.Errorf("with %s wrong, the checks say %+v", name, c.Checks)
		}
	}
}
