package jetstream_test

import (
	"fmt"
	"testing"

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
