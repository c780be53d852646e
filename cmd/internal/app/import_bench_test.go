package app

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	js "github.com/nats-io/nats.go/jetstream"

	"github.com/hoso-engine/dossier/cmd/internal/eventlog"
	"github.com/hoso-engine/dossier/domain"
)

// BenchmarkImport imports a log of dossiers as NDJSON and, in turn, publishes as
// many messages, each of one event's size, asynchronously to a stream of the same
// kind on the same broker: the ratio is events against messages in a second. A log
// lies in the order of time, in which a dossier's events are far apart, or dossier
// by dossier.
func BenchmarkImport(b *testing.B) {
	for _, sync := range []string{"always", "2m"} {
		for _, order := range []string{"time", "dossier"} {
			b.Run(fmt.Sprintf("sync=%s/by=%s", sync, order), func(b *testing.B) { benchImport(b, sync, order) })
		}
	}
}

const importedDossiers = 2000 // in one turn, of five events each

func benchImport(b *testing.B, sync, order string) {
	a := startBench(b, sync)
	raw := rawAsync(b, a)
	var ours, theirs time.Duration
	events, turn := 0, 0
	for b.Loop() {
		turn++
		lines, n := importedLog(b, turn, order)
		theirs += raw(turn, n, len(lines)/n)
		start := time.Now()
		report, err := eventlog.Import(b.Context(), eventlog.Options{}, eventlog.ReadEvents(bytes.NewReader(lines), eventlog.AsWritten), inProcess{a})
		ours += time.Since(start)
		if err != nil || report.Accepted != n {
			b.Fatalf("%d of %d were accepted, %v", report.Accepted, n, err)
		}
		events += n
	}
	b.ReportMetric(float64(events)/ours.Seconds(), "events/s")
	b.ReportMetric(float64(events)/theirs.Seconds(), "raw/s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "ratio")
}

// inProcess submits to an engine in this process.
type inProcess struct{ a *App }

func (s inProcess) Submit(ctx context.Context, events []domain.Parsed) ([]domain.Result, error) {
	return s.a.Engine().Submit(ctx, events), nil
}

// importedLog returns a log, one event a line, and how many there are.
func importedLog(b *testing.B, turn int, order string) (lines []byte, events int) {
	b.Helper()
	const steps = 5
	start := time.Now().Add(-24 * time.Hour).Truncate(time.Second)
	for i := range importedDossiers * steps {
		dossier, step := i%importedDossiers, i/importedDossiers
		if order == "dossier" {
			dossier, step = i/steps, i%steps
		}
		data := []domain.Data{
			&domain.Received{Intake: domain.Intake{
				Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.Online, Unit: "mot-cua", Officer: "o1",
			}},
			&domain.Transferred{ToUnit: "nvy", ToOfficer: "o1"},
			&domain.Transferred{ToUnit: "lanh-dao", ToOfficer: "o2"},
			&domain.Completed{Outcome: domain.Granted, Electronic: true},
			&domain.Returned{Method: domain.InPerson},
		}[step]
		line, err := json.Marshal(domain.Event{
			ID: fmt.Sprintf("%d-%d-%d", turn, dossier, step), Source: "urn:bench:desk", Subject: fmt.Sprintf("H37.13-%06d-%04d", turn, dossier),
			Type: []domain.Type{domain.TypeReceived, domain.TypeTransferred, domain.TypeTransferred, domain.TypeCompleted, domain.TypeReturned}[step],
			At:   start.Add(time.Duration(step) * time.Hour), Data: data,
		})
		if err != nil {
			b.Fatal(err)
		}
		lines = append(append(lines, line...), '\n')
		events++
	}
	return lines, events
}

// rawAsync returns how to publish messages to a stream like the log's, as many at a
// time as the client lets, and how long that took.
func rawAsync(b *testing.B, a *App) func(turn, messages, size int) time.Duration {
	b.Helper()
	rawStream(b, a) // makes the stream
	stream, err := js.New(a.conn, js.WithPublishAsyncMaxPending(1024))
	if err != nil {
		b.Fatal(err)
	}
	return func(turn, messages, size int) time.Duration {
		body := make([]byte, size)
		start := time.Now()
		for i := range messages {
			if _, err := stream.PublishAsync(fmt.Sprintf("raw.%d.%d", turn, i), body, js.WithExpectLastSequencePerSubject(0), js.WithStallWait(time.Minute)); err != nil {
				b.Error(err)
			}
		}
		<-stream.PublishAsyncComplete()
		return time.Since(start)
	}
}
