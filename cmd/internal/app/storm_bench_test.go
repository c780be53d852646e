package app

import (
	"context"
	"flag"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

var storm = flag.Int("storm", 100_000, "how many deadlines break at one instant")

// BenchmarkStorm breaks 100,000 deadlines at one instant while four desks go on
// submitting until all are recorded, and publishes as many bodies to a stream of
// the same kind in the same run, each second on its subject with the expectation
// of the first, as a rung is: the ratio is what a rung costs. The desks submit before the storm too, for as long as they then had
// 2,000 receipts: that is what a submit takes when nothing breaks. At the end the
// stream ALERTS must hold every alert.
//
// What the profile shows: the projections keep up with the rungs, and nearly all the
// time goes into recording, where 32 rungs wait for the broker at once. More of
// them hardly raise the rate and make the desks wait longer.
//
//	go test ./cmd/internal/app -run xxx -bench Storm -benchtime 1x -timeout 60m [-storm n]
func BenchmarkStorm(b *testing.B) {
	for b.Loop() {
		benchStorm(b)
	}
}

func benchStorm(b *testing.B) {
	var offset atomic.Int64
	a := New(Options{
		Data: b.TempDir(), Sync: "2m", NATSOff: true, ManualClock: true,
		Now: func() time.Time { return time.Now().Add(time.Duration(offset.Load())) },
	})
	mustBench(b, a.Start(b.Context()))
	defer func() { mustBench(b, a.Stop()) }()
	a.prepareStorm(b)
	theirs := raceRaw(b, a)
	_, alone := race(2000, 4, func(i int) { a.receiveDue(b, codeIn(900_000, i), a.options.Now().Add(100*time.Hour)) })
	offset.Store(int64(24 * time.Hour))
	latencies, end := a.desks(b, 4)
	begin := time.Now()
	mustBench(b, a.engine.RaiseDue(b.Context()))
	ours := time.Since(begin)
	end()
	a.awaitAlerts(b, uint64(*storm))
	told, rungs := time.Since(begin), float64(*storm)
	b.ReportMetric(rungs/ours.Seconds(), "rungs/s")
	b.ReportMetric(rungs/theirs.Seconds(), "raw/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
	b.ReportMetric(rungs/told.Seconds(), "alerts/s")
	b.ReportMetric(float64(len(*latencies))/ours.Seconds(), "submits/s")
	reportSubmits(b, "alone", alone)
	reportSubmits(b, "storm", *latencies)
}

// raceRaw has as many workers as record rungs publish a second message on each
// subject, and returns how long they took.
func raceRaw(b *testing.B, a *App) time.Duration {
	raw, last := rawPublisher(b, a), make([]uint64, *storm)
	race(*storm, 64, func(i int) { last[i] = raw(fmt.Sprint(i), 0) })
	took, _ := race(*storm, 32, func(i int) { raw(fmt.Sprint(i), last[i]) })
	return took
}

func reportSubmits(b *testing.B, when string, each []time.Duration) {
	for _, p := range []int{50, 99} {
		b.ReportMetric(float64(percentile(each, p).Microseconds())/1000, fmt.Sprintf("%s-p%d-ms", when, p))
	}
}

// awaitAlerts waits until the stream ALERTS holds so many messages.
func (a *App) awaitAlerts(b *testing.B, alerts uint64) {
	for !b.Failed() {
		n, err := a.alerts.Count(b.Context())
		mustBench(b, err)
		if n >= alerts {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func mustBench(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// prepareStorm receives the dossiers, all due at one instant, by a policy with the
// rung of the breach alone.
func (a *App) prepareStorm(b *testing.B) {
	policy := domain.DefaultPolicy()
	policy.Version, policy.Verdict = policy.Version+1, domain.ByInstant
	policy.Ladder = []domain.LadderRung{{Name: "missed", Clock: domain.DossierClock, Missed: true}}
	a.submitBench(b, domain.Event{ID: "policy", Type: domain.TypePolicyChanged, Subject: policy.ID, Data: &domain.PolicyChanged{Policy: policy}})
	due := a.options.Now().Add(12 * time.Hour)
	race(*storm, 64, func(i int) { a.receiveDue(b, codeIn(100_000, i), due) })
	mustBench(b, a.catchUp(b.Context()))
	if b.Failed() {
		b.FailNow()
	}
}

// codeIn returns the i-th code of a series, which are 100,000 apart.
func codeIn(series, i int) string { return fmt.Sprintf("H37.13-%06d-%04d", series+i/10_000, i%10_000) }

func (a *App) receiveDue(b *testing.B, code string, due time.Time) {
	a.submitBench(b, domain.Event{ID: code, Type: domain.TypeReceived, Subject: code, Data: &domain.Received{
		Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson, Unit: "nvd", Officer: "cb-1"},
		Due:    due,
	}})
}

func (a *App) submitBench(b *testing.B, e domain.Event) {
	e.Source, e.At = "urn:bench:desk", a.options.Now()
	if r := a.engine.Submit(b.Context(), []domain.Parsed{{Event: e, ID: e.ID, Code: e.Subject}})[0]; r.Status != domain.Accepted {
		b.Errorf("%s: %v", r.Status, r.Error)
	}
}

// desks has so many desks submit receipts until end is called, and keeps how long
// each took.
func (a *App) desks(b *testing.B, n int) (latencies *[]time.Duration, end func()) {
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	var mu sync.Mutex
	latencies = new([]time.Duration)
	for desk := range n {
		all.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				begin := time.Now()
				a.receiveDue(b, codeIn(200_000+100_000*desk, i), a.options.Now().Add(100*time.Hour))
				mu.Lock()
				*latencies = append(*latencies, time.Since(begin))
				mu.Unlock()
			}
		})
	}
	return latencies, func() { cancel(); all.Wait() }
}
