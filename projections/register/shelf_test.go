package register

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Rows come back as they were put last, those that somebody holds never change,
// and little is waste, however long the rows are and how often they change.
func TestAShelfHoldsWhatWasPut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newShelf()
		var want, held [][]byte
		for i := range rapid.IntRange(1, 400).Draw(t, "rows put") {
			ordinal := min(rapid.IntRange(0, 60).Draw(t, "ordinal"), len(want))
			row := bytes.Repeat([]byte{byte(i)}, rapid.SampledFrom([]int{0, 100, 3000, 20_000, chunkSize, 2*chunkSize + 1}).Draw(t, "length"))
			s.put(ordinal, row, rapid.SampledFrom([]pile{busy, settled}).Draw(t, "pile"))
			if ordinal == len(want) {
				want, held = append(want, nil), append(held, nil)
			}
			want[ordinal], held[ordinal] = row, s.get(ordinal)
			if rapid.IntRange(0, 9).Draw(t, "check") == 0 {
				checkShelf(t, s, want, held)
			}
		}
		checkShelf(t, s, want, held)
	})
}

func checkShelf(t *rapid.T, s *shelf, want, held [][]byte) {
	t.Helper()
	used, needed := 0, 0
	for i, chunk := range s.chunks {
		used += len(chunk.rows)
		if !slices.Contains(s.last[:], uint32(i)) && bearable[chunk.pile]*chunk.waste > len(chunk.rows) {
			t.Errorf("chunk %d of %d bytes wastes %d", i, len(chunk.rows), chunk.waste)
		}
	}
	for ordinal, row := range want {
		if !bytes.Equal(s.get(ordinal), row) {
			t.Fatalf("row %d of %d bytes is another", ordinal, len(row))
		}
		if !bytes.Equal(held[ordinal], row) {
			t.Fatalf("row %d of %d bytes changed while somebody held it", ordinal, len(row))
		}
		needed += len(row) + 10
	}
	if used > 2*needed+4*chunkSize {
		t.Errorf("%d bytes are used for %d", used, needed)
	}
}
