package engine

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
)

// BenchmarkTracks keeps dossiers ready that were received, given a deadline and
// transferred: what memory one takes.
//
//	go test ./cmd/internal/engine -run xxx -bench Tracks -benchtime 1x
func BenchmarkTracks(b *testing.B) {
	const dossiers = 100_000
	at := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	for b.Loop() {
		s, before := newTracks(dossiers), heapInUse()
		for i := range dossiers {
			code := domain.Code(fmt.Sprintf("H37.13-260115-%06d", i))
			t, err := s.take(b.Context(), place{subject: "dossier.H37.H37_13." + code.Token(), code: code, fresh: true}, 1)
			if err != nil {
				b.Fatal(err)
			}
			for n, data := range []domain.Data{
				&domain.Received{Intake: domain.Intake{Province: "H37", Agency: "H37.13", Procedure: "1.000001", Channel: domain.InPerson}},
				&domain.DeadlineSet{Clock: domain.DossierClock, Revision: 1, Start: at, Due: at.Add(120 * time.Hour)},
				&domain.Transferred{ToUnit: "nvy"},
			} {
				t.standing = t.after([]domain.Event{{
					ID: fmt.Sprintf("%s-%d", code, n), Source: "urn:bench:desk", Type: typeOf(data), Subject: string(code),
					At: at, Sequence: n + 1, Data: data,
				}})
			}
			t.end = end{last: uint64(i + 1), hash: eventstore.HashOf([]byte(code))}
			s.giveBack(t, code)
		}
		b.ReportMetric(float64(heapInUse()-before)/dossiers, "B/track")
		runtime.KeepAlive(s)
	}
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func typeOf(data domain.Data) domain.Type {
	switch data.(type) {
	case *domain.Received:
		return domain.TypeReceived
	case *domain.DeadlineSet:
		return domain.TypeDeadlineSet
	}
	return domain.TypeTransferred
}
