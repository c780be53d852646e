package supervision

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// late is how many dossiers have alerts at once: far more than any province had.
const late = 100_000

// BenchmarkAlerts folds the alerts of dossiers that are three days late, five each:
// what memory an alert takes that fires, all in all, and how long its commit takes.
func BenchmarkAlerts(b *testing.B) {
	o := open(logtest.New())
	must(b, o.Receive(1, "days"))
	o.follow()
	before := len(o.Commits)
	o.live(b, "2026-01-13 09:00")
	raised := o.Commits[before:]
	for b.Loop() {
		d := *o.Dossier(logtest.Code(1))
		d.Raised = nil
		all := alike{&d}
		board := New(o.reference, all)
		memory, begin := heapInUse(), time.Now()
		for _, c := range raised {
			d.Reflect(c.Events[0])
			for n := range late {
				_ = board.Apply(another(c, n)) // never fails
			}
		}
		alerts := float64(len(raised) * late)
		b.ReportMetric(float64(time.Since(begin).Nanoseconds())/alerts, "ns/alert")
		b.ReportMetric(float64(heapInUse()-memory)/alerts, "B/alert")
		if got := board.Figures(o.Now).Firing; got != int(alerts) {
			b.Fatalf("%d fire", got)
		}
	}
}

// alike is a register of dossiers that differ in their codes alone: it takes no
// memory, so that what is measured is the board's.
type alike struct{ dossier *domain.Dossier }

func (a alike) Dossier(domain.Code) (*domain.Dossier, bool) { return a.dossier, true }

// another is the same commit about the n-th dossier.
func another(c eventstore.Commit, n int) eventstore.Commit {
	e := c.Events[0]
	e.Subject = fmt.Sprintf("H38.21-260105-%05d", n)
	c.Position = c.Position*late + uint64(n)
	c.Events = []domain.Event{e}
	return c
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
