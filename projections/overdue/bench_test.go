package overdue

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// million is how many deadlines are open at once: a year of a large province.
const million = 1_000_000

// BenchmarkArm folds a million received dossiers, as a start does: how long it
// takes until every rung has its instant, and what memory an open deadline takes.
func BenchmarkArm(b *testing.B) {
	w := logtest.New()
	if err := w.Receive(1, "days"); err != nil {
		b.Fatal(err)
	}
	facts, one := w.Commits[:len(w.Commits)-1], w.Commits[len(w.Commits)-1]
	for b.Loop() {
		reference := projections.NewReference()
		ladder := New(reference)
		for _, c := range facts {
			_ = reference.Apply(c) // neither fails
			_ = ladder.Apply(c)
		}
		before, begin := heapInUse(), time.Now()
		for i := range million {
			_ = ladder.Apply(another(one, i))
		}
		took := time.Since(begin)
		b.ReportMetric(float64(heapInUse()-before)/million, "B/deadline")
		b.ReportMetric(took.Seconds(), "s/million")
		if open := ladder.Open(); open.Clocks != million {
			b.Fatalf("%+v", open)
		}
		begin = time.Now()
		told := ladder.Eval(logtest.At("2026-03-01 00:00"), 4096)
		b.ReportMetric(float64(time.Since(begin).Microseconds())/float64(len(told)), "µs/rung")
	}
}

// another is the same commit about the n-th dossier.
func another(c eventstore.Commit, n int) eventstore.Commit {
	code := fmt.Sprintf("H38.21-260105-%07d", n)
	events := make([]domain.Event, len(c.Events))
	for i, e := range c.Events {
		e.Subject = code
		if set, ok := e.Data.(*domain.DeadlineSet); ok {
			copied := *set // as a decoder makes it
			e.Data = &copied
		}
		events[i] = e
	}
	return eventstore.Commit{Position: uint64(n + 100), Subject: "dossier.H38.SYT." + code, Events: events}
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
