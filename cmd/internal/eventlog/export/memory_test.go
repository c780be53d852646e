package export

import (
	"context"
	"io"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections/register"
)

// generator is an engine of so many dossiers that are made when they are asked
// for, and notes the most memory that was held when a page began, and in the
// middle of pages.
type generator struct {
	*shelf
	dossiers int

	mu   sync.Mutex // guards held: histories are read several at a time
	held uint64
}

func (g *generator) List(_ context.Context, q register.Query, _ uint64) (register.Page, error) {
	g.note()
	at, _ := strconv.Atoi(q.Cursor)
	page := register.Page{Total: g.dossiers}
	for ; at < g.dossiers && len(page.Dossiers) < q.Limit; at++ {
		var d domain.Dossier
		for _, e := range life(at) {
			d.Reflect(e)
		}
		page.Dossiers = append(page.Dossiers, register.ViewOf(&d, q.At))
	}
	if at < g.dossiers {
		page.Next = strconv.Itoa(at)
	}
	return page, nil
}

func (g *generator) Commits(_ context.Context, code string, _ uint64) ([]eventstore.Commit, error) {
	n, err := strconv.Atoi(code[len(code)-5:])
	if n%1000 == 500 {
		g.note()
	}
	return []eventstore.Commit{{Position: uint64(n) + 1, Events: life(n)}}, err
}

// note measures what is held after a collection.
func (g *generator) note() {
	g.mu.Lock()
	defer g.mu.Unlock()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	g.held = max(g.held, m.HeapAlloc)
}

// heldBy returns how much an export of so many dossiers holds at most.
func heldBy(t testing.TB, format string, dossiers int) uint64 {
	t.Helper()
	g := &generator{shelf: newShelf(), dossiers: dossiers}
	g.note()
	before := g.held
	if err := (&Order{What: Events, Format: format}).Write(t.Context(), io.Discard, g, nil); err != nil {
		t.Fatal(err)
	}
	return g.held - before
}

// TestMemoryIsConstant: four times the dossiers take no more memory. Of Parquet a
// row group is held, which a thousand do not fill.
func TestMemoryIsConstant(t *testing.T) {
	if testing.Short() {
		t.Skip("exports thousands of dossiers in each format")
	}
	for _, format := range Formats() {
		fewer, more, slack := 1_000, 4_000, uint64(4<<20)
		if format == "parquet" {
			fewer, more, slack = 4_000, 16_000, 32<<20 // row by row it would be 64 MiB
		}
		few, many := heldBy(t, format, fewer), heldBy(t, format, more)
		t.Logf("%s: %.1f MiB for %d dossiers, %.1f MiB for %d", format, mib(few), fewer, mib(many), more)
		if many > few+slack {
			t.Errorf("%s: %d dossiers hold %.1f MiB, %d hold %.1f", format, more, mib(many), fewer, mib(few))
		}
	}
}

func mib(n uint64) float64 { return float64(n) / (1 << 20) }

// BenchmarkExport measures a dossier's export with its events, and what is held
// meanwhile: -benchtime 50000x exports 50,000.
func BenchmarkExport(b *testing.B) {
	for _, format := range Formats() {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			g := &generator{shelf: newShelf(), dossiers: b.N}
			g.note()
			before := g.held
			if err := (&Order{What: Events, Format: format}).Write(b.Context(), io.Discard, g, nil); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(mib(g.held-before), "MiB-held")
		})
	}
}
