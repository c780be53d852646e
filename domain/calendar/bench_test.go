package calendar_test

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// fastPaths are what a scan over millions of dossiers calls.
func fastPaths(t testing.TB, c *calendar.Calendar) map[string]func() {
	start, later := clock(t, c, "2024-02-05 10:20"), clock(t, c, "2026-09-18 14:05")
	days, hours, months := limit(t, "1000workday"), limit(t, "8000workhour"), limit(t, "12month")
	received := date(t, "2024-02-05")
	due := func(l calendar.Limit, r calendar.Rules) func() {
		return func() {
			if _, err := c.Due(start, l, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	return map[string]func(){
		"Due 1000workday":       due(days, calendar.Rules{}),
		"Due 1000workday clock": due(days, calendar.Rules{Count: calendar.ClockCount}),
		"Due 8000workhour":      due(hours, calendar.Rules{}),
		"Due 12month":           due(months, calendar.Rules{}),
		"Due same day":          due(calendar.SameDay, calendar.Rules{}),
		"AddWork 8000h":         func() { _, _ = c.AddWork(start, 8000*time.Hour) },
		"AddWorkdays 1000":      func() { _, _ = c.AddWorkdays(received, 1000) },
		"Workdays":              func() { c.Workdays(received, received+900) },
		"Work":                  func() { c.Work(start, later) },
		"Opens":                 func() { c.Opens(later) },
		"DueDay":                func() { c.DueDay(later) },
		"StartOfSession":        func() { c.StartOfSession(later) },
	}
}

func TestNoAllocation(t *testing.T) {
	for _, name := range []string{"vn", "nl"} {
		for path, run := range fastPaths(t, deployed(t, name)) {
			if n := testing.AllocsPerRun(100, run); n != 0 {
				t.Errorf("%s: %s allocates %v times", name, path, n)
			}
		}
	}
}

func BenchmarkCalendar(b *testing.B) {
	for _, name := range []string{"vn", "nl"} {
		for path, run := range fastPaths(b, deployed(b, name)) {
			b.Run(name+"/"+path, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
			})
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, name := range []string{"vn", "nl"} {
		spec := deployed(b, name).Spec()
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := calendar.New(spec); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
