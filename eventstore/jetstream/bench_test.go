package jetstream_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/eventstore/embedded"
	"github.com/hoso-engine/dossier/eventstore/embedded/embeddedtest"
	"github.com/hoso-engine/dossier/eventstore/jetstream"
)

// benchRecords are of a usual commit's size, five to a dossier.
const (
	benchRecords = 20_000
	benchBody    = 600
)

func BenchmarkAppend(b *testing.B) {
	for _, sync := range []string{"always", "1m"} {
		b.Run("sync="+sync, func(b *testing.B) {
			store := benchStore(b, sync)
			body := make([]byte, benchBody)
			i := 0
			for b.Loop() {
				if _, err := store.Append(b.Context(), benchSubject(i), 0, body); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

func BenchmarkFollow(b *testing.B) {
	store := benchLog(b)
	records := 0
	for b.Loop() {
		for record, err := range store.Follow(b.Context(), 0) {
			if err != nil {
				b.Fatal(err)
			}
			if records++; record.Position == benchRecords {
				break
			}
		}
	}
	b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkRead(b *testing.B) {
	store := benchLog(b)
	i := 0
	for b.Loop() {
		records, err := store.Read(b.Context(), benchSubject(i%(benchRecords/5)))
		if err != nil || len(records) != 5 {
			b.Fatalf("%d records, %v", len(records), err)
		}
		i++
	}
}

func BenchmarkHead(b *testing.B) {
	store := benchLog(b)
	for b.Loop() {
		if _, err := store.Head(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

func benchStore(b *testing.B, sync string) *jetstream.Store {
	b.Helper()
	broker := embeddedtest.StartWith(b, embedded.Options{Dir: b.TempDir(), DontListen: true, Sync: sync})
	options := jetstream.Options{HighWater: b.TempDir() + "/highwater"}
	store, err := jetstream.Open(b.Context(), embeddedtest.Connect(b, broker), options)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	return store
}

// benchLog is a store with benchRecords.
func benchLog(b *testing.B) *jetstream.Store {
	b.Helper()
	store := benchStore(b, "1m")
	body := make([]byte, benchBody)
	last := make([]uint64, benchRecords/5)
	for i := range benchRecords {
		dossier := i % len(last)
		position, err := store.Append(b.Context(), benchSubject(dossier), last[dossier], body)
		if err != nil {
			b.Fatal(err)
		}
		last[dossier] = position
	}
	return store
}

func benchSubject(i int) string { return fmt.Sprintf("dossier.H38.SYT.%08d", i) }

// BenchmarkAppendTogether has 64 appenders at work, through the store and, in
// turn, past it, each message by itself: the ratio is what going together gains.
func BenchmarkAppendTogether(b *testing.B) {
	for _, sync := range []string{"always", "1m"} {
		b.Run("sync="+sync, func(b *testing.B) {
			together := benchStore(b, sync)
			alone := benchStore(b, sync)
			jetstream.Apart(alone)
			var with, without time.Duration
			turn := 0
			for b.Loop() {
				turn++
				without += appendAll(b, alone, turn)
				with += appendAll(b, together, turn)
			}
			b.ReportMetric(without.Seconds()/with.Seconds(), "ratio")
			b.ReportMetric(float64(turn*benchTurn)/with.Seconds(), "appends/s")
		})
	}
}

const benchTurn = 4000

func appendAll(b *testing.B, store *jetstream.Store, turn int) time.Duration {
	body := make([]byte, benchBody)
	var next atomic.Int64
	var all sync.WaitGroup
	begun := time.Now()
	for range 64 {
		all.Go(func() {
			for i := next.Add(1); i <= benchTurn; i = next.Add(1) {
				if _, err := store.Append(b.Context(), fmt.Sprintf("dossier.H37.%d.%d", turn, i), 0, body); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
	return time.Since(begun)
}
