package flow_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/flow"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// BenchmarkAnalyses runs every analysis of a year over 100,000 dossiers with four
// stays each, every third one with a supplement, every fifth late, every tenth
// still in hand.
func BenchmarkAnalyses(b *testing.B) {
	w, rows := year(b, 1000, 100)
	q := flow.Query{Query: ontime.Query{
		From: logtest.Date("2026-01-01"), To: logtest.Date("2026-12-31"), AsOf: w.Now, Zone: logtest.Zone,
	}}
	for _, analysis := range flow.Names() {
		b.Run(analysis, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := flow.Of(analysis, rows, w.Registry, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// year makes so many dossiers through the rules, and so many copies of each.
func year(b *testing.B, dossiers, copies int) (*logtest.World, *register.Columns) {
	w := logtest.New()
	say := func(n int, wait time.Duration, data domain.Data) {
		w.Now = w.Now.Add(wait)
		if err := w.Say(n, data); err != nil {
			b.Fatal(err)
		}
	}
	begin := w.Now
	for n := range dossiers {
		w.Now = begin.Add(time.Duration(n) * 8 * time.Hour)
		say(n, 0, &domain.Received{Intake: logtest.Intake("days", domain.InPerson)})
		for step := range 3 {
			say(n, time.Duration(7+n%11)*time.Hour, &domain.Transferred{
				ToUnit: fmt.Sprint("unit-", (n+step)%40), ToOfficer: fmt.Sprint("officer-", (n+7*step)%300), Step: "check",
			})
		}
		if n%3 == 0 {
			say(n, time.Hour, &domain.SupplementRequested{Reason: "missing"})
			say(n, 30*time.Hour, &domain.SupplementReceived{})
		}
		if n%5 == 0 {
			w.Now = w.Now.Add(240 * time.Hour)
		}
		if n%10 != 1 {
			say(n, 20*time.Hour, &domain.Completed{Outcome: domain.Granted})
		}
	}
	reference := projections.NewReference()
	table := register.New(reference)
	for _, c := range w.Commits {
		if err := reference.Apply(c); err != nil {
			b.Fatal(err)
		}
		for i := range copies {
			copied := c
			copied.Subject += fmt.Sprint("-", i)
			copied.Events = slices.Clone(c.Events)
			for e := range copied.Events {
				copied.Events[e].Subject += fmt.Sprint("-", i)
			}
			if err := table.Apply(copied); err != nil {
				b.Fatal(err)
			}
		}
	}
	return w, table.Columns()
}
