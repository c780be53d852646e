package overdue

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// million is how many dossiers are open at once: a year of a large province.
const million = 1_000_000

// BenchmarkArm folds a million dossiers, as a start does: how long it takes until
// every clock has its next rung, what memory an open dossier takes besides its row
// in the register, and how long it takes to tell a rung.
func BenchmarkArm(b *testing.B) {
	b.Run("received", func(b *testing.B) { arm(b, 1) })
	b.Run("transferred", func(b *testing.B) { // to a step with a limit
		arm(b, 2, &domain.Transferred{ToUnit: "unit-1", Step: "check"})
	})
	b.Run("in its third step", func(b *testing.B) {
		arm(b, 2,
			&domain.Transferred{ToUnit: "unit-1", Step: "check"},
			&domain.Transferred{ToUnit: "unit-2", Step: "check"},
			&domain.Transferred{ToUnit: "unit-3", Step: "check"})
	})
}

// arm measures dossiers that were received and about which the rest was said then,
// by when so many of their clocks run.
func arm(b *testing.B, clocks int, said ...domain.Data) {
	w := logtest.New()
	must(b, w.Receive(1, "days"))
	facts := len(w.Commits) - 1
	for _, data := range said {
		w.Now = w.Now.Add(time.Hour)
		must(b, w.Say(1, data))
	}
	for b.Loop() {
		reference := projections.NewReference()
		all := alike{}
		ladder := New(reference, &all)
		for _, c := range w.Commits[:facts] {
			must(b, reference.Apply(c))
		}
		before, begin := heapInUse(), time.Now()
		for _, one := range w.Commits[facts:] {
			for _, e := range one.Events {
				all.dossier.Reflect(e)
			}
			for i := range million {
				_ = ladder.Apply(all.another(one, i)) // never fails
			}
		}
		took := time.Since(begin)
		b.ReportMetric(float64(heapInUse()-before)/million, "B/dossier")
		b.ReportMetric(took.Seconds(), "s/million")
		if open := ladder.Open(); open.Clocks != clocks*million {
			b.Fatalf("%+v", open)
		}
		begin = time.Now()
		told := ladder.Eval(logtest.At("2026-03-01 00:00"), 4096)
		b.ReportMetric(float64(time.Since(begin).Microseconds())/float64(len(told)), "µs/rung")
	}
}

// alike is a register of dossiers that differ in their numbers alone: it takes no
// memory, so that what is measured is the ladder's.
type alike struct{ dossier domain.Dossier }

const alikeSubject = "dossier.H38.SYT.H38.21-260105-"

func (a *alike) Number(subject string) (int, bool) {
	n, err := strconv.Atoi(subject[len(alikeSubject):])
	return n, err == nil
}

func (a *alike) NumberOf(n int) (int, bool)     { return n, true }
func (a *alike) At(int) (*domain.Dossier, bool) { return &a.dossier, true }
func (a *alike) SubjectAt(n int) string         { return fmt.Sprintf("%s%07d", alikeSubject, n) }

// another is the same commit about the n-th dossier.
func (a *alike) another(c eventstore.Commit, n int) eventstore.Commit {
	c.Subject = a.SubjectAt(n)
	return c
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
