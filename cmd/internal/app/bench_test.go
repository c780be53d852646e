package app

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections"
	"github.com/hoso-engine/dossier/projections/overdue"
	"github.com/hoso-engine/dossier/projections/register"
	"github.com/hoso-engine/dossier/projections/supervision"
)

// startBench starts an engine on the embedded broker without interfaces.
func startBench(b *testing.B, sync string) *App {
	b.Helper()
	return running(b, Options{Data: b.TempDir(), Sync: sync, NATSOff: true})
}

// race has n workers call do until all calls are done, and returns how long that
// took and how long each call took.
func race(calls, workers int, do func(i int)) (total time.Duration, each []time.Duration) {
	each = make([]time.Duration, calls)
	var next atomic.Int64
	var all sync.WaitGroup
	start := time.Now()
	for range workers {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= calls {
					return
				}
				begin := time.Now()
				do(i)
				each[i] = time.Since(begin)
			}
		})
	}
	all.Wait()
	return time.Since(start), each
}

func percentile(each []time.Duration, p int) time.Duration {
	slices.Sort(each)
	return each[min(len(each)*p/100, len(each)-1)]
}

// BenchmarkSubmit receives dossiers through the engine and, in turn, publishes
// bodies of the same size to a stream of the same kind on the same broker, with
// the same expectation and durability: the ratio is what deciding costs.
func BenchmarkSubmit(b *testing.B) {
	for _, sync := range []string{"always", "2m"} {
		for _, desks := range []int{1, 64} {
			b.Run(fmt.Sprintf("sync=%s/desks=%d", sync, desks), func(b *testing.B) { benchSubmit(b, sync, desks) })
		}
	}
}

const chunk = 2000 // submits in one turn

func benchSubmit(b *testing.B, sync string, desks int) {
	a := startBench(b, sync)
	raw := rawStream(b, a)
	var ours, theirs time.Duration
	var latencies, rawLatencies []time.Duration
	turn := 0
	for b.Loop() {
		turn++
		took, each := race(chunk, desks, func(i int) { raw(fmt.Sprintf("%d-%d", turn, i)) })
		theirs, rawLatencies = theirs+took, append(rawLatencies, each...)
		took, each = race(chunk, desks, func(i int) { a.receive(b, turn, i) })
		ours, latencies = ours+took, append(latencies, each...)
	}
	done := float64(turn * chunk)
	b.ReportMetric(done/ours.Seconds(), "submits/s")
	b.ReportMetric(done/theirs.Seconds(), "raw/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
	b.ReportMetric(float64(percentile(latencies, 50).Microseconds()), "p50-µs")
	b.ReportMetric(float64(percentile(latencies, 99).Microseconds()), "p99-µs")
	b.ReportMetric(float64(percentile(rawLatencies, 50).Microseconds()), "raw-p50-µs")
	b.ReportMetric(float64(percentile(rawLatencies, 99).Microseconds()), "raw-p99-µs")
}

// receive submits one receipt.
func (a *App) receive(b *testing.B, turn, i int) {
	e := domain.Event{
		ID: fmt.Sprintf("%d-%d", turn, i), Source: "urn:bench:desk", Type: domain.TypeReceived,
		Subject: fmt.Sprintf("H37.13-%06d-%04d", turn, i), At: time.Now(),
		Data: &domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson}},
	}
	r := a.engine.Submit(b.Context(), []domain.Parsed{{Event: e}})[0]
	if r.Status != domain.Accepted {
		b.Errorf("%s: %v", r.Status, r.Error)
	}
}

// rawStream returns how to publish to a stream like the log's: what comes first on
// a subject.
func rawStream(b *testing.B, a *App) func(id string) {
	b.Helper()
	stream, err := js.New(a.conn)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := stream.CreateStream(b.Context(), js.StreamConfig{
		Name: "RAW", Subjects: []string{"raw.>"}, DenyDelete: true, DenyPurge: true, AllowDirect: true,
	}); err != nil {
		b.Fatal(err)
	}
	body := make([]byte, 1000) // about the size of a receipt's commit
	return func(id string) {
		if _, err := stream.Publish(b.Context(), "raw."+id, body, js.WithExpectLastSequencePerSubject(0)); err != nil {
			b.Error(err)
		}
	}
}

// BenchmarkReplay folds the whole log into every projection and, in turn, reads
// it with an ordered consumer that only counts.
func BenchmarkReplay(b *testing.B) {
	const dossiers = 10_000
	a := startBench(b, "2m")
	writeLog(b, a, dossiers)
	head, err := a.store.Head(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	turns := 0
	for b.Loop() {
		turns++
		start := time.Now()
		count(b, a, head.Position)
		theirs += time.Since(start)
		start = time.Now()
		fold(b, a, head.Position)
		ours += time.Since(start)
	}
	records := float64(turns) * float64(head.Position)
	b.ReportMetric(records/ours.Seconds(), "records/s")
	b.ReportMetric(records/theirs.Seconds(), "raw-records/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
}

// writeLog has dossiers received, transferred twice, completed and returned.
func writeLog(b *testing.B, a *App, dossiers int) {
	b.Helper()
	race(dossiers, 64, func(i int) {
		for step, data := range []domain.Data{
			&domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.Online}},
			&domain.Transferred{ToUnit: "nvy", ToOfficer: "o1"},
			&domain.Transferred{ToUnit: "lanh-dao", ToOfficer: "o2"},
			&domain.Completed{Outcome: domain.Granted, Electronic: true},
			&domain.Returned{Method: domain.InPerson},
		} {
			e := domain.Event{
				ID: fmt.Sprintf("%d-%d", i, step), Source: "urn:bench:desk", Subject: fmt.Sprintf("H37.13-%06d-0001", i),
				Type: []domain.Type{domain.TypeReceived, domain.TypeTransferred, domain.TypeTransferred, domain.TypeCompleted, domain.TypeReturned}[step],
				At:   time.Now(), Data: data,
			}
			if r := a.engine.Submit(b.Context(), []domain.Parsed{{Event: e}})[0]; r.Status != domain.Accepted {
				b.Errorf("%s: %v", r.Status, r.Error)
			}
		}
	})
}

// fold builds the projections from nothing.
func fold(b *testing.B, a *App, position uint64) {
	b.Helper()
	reference := projections.NewReference()
	table := register.New(reference)
	runner := projections.NewRunner(a.store, projections.Options{Now: time.Now},
		reference, table, overdue.New(reference, table), supervision.New(reference, table))
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- runner.Run(ctx) }()
	if err := runner.Wait(ctx, position); err != nil {
		b.Error(err)
	}
	cancel()
	if err := <-done; err != nil {
		b.Error(err)
	}
}

// count reads the log with a bare ordered consumer.
func count(b *testing.B, a *App, position uint64) {
	b.Helper()
	stream, err := js.New(a.conn)
	if err != nil {
		b.Fatal(err)
	}
	consumer, err := stream.OrderedConsumer(b.Context(), "DOSSIERS", js.OrderedConsumerConfig{})
	if err != nil {
		b.Fatal(err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		b.Fatal(err)
	}
	defer messages.Stop()
	for range position {
		if _, err := messages.Next(); err != nil {
			b.Fatal(err)
		}
	}
}
