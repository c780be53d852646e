package domain

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestLayers checks layers against a plain map, and that none is ever changed.
func TestLayers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l, kept layers[int]
		plain, keptPlain := map[string]int{}, map[string]int{}
		for i := range rapid.IntRange(0, 300).Draw(t, "entries") {
			if i == 70 {
				kept, keptPlain = l, maps.Clone(plain)
			}
			key := fmt.Sprint(rapid.IntRange(0, 200).Draw(t, "key"))
			l, plain[key] = l.with(key, i), i
		}
		for _, pair := range []struct {
			l    layers[int]
			want map[string]int
		}{{l, plain}, {kept, keptPlain}} {
			got := map[string]int{}
			for _, key := range pair.l.keys() {
				got[key], _ = pair.l.get(key)
			}
			if !maps.Equal(got, pair.want) || len(pair.l.keys()) != len(pair.want) || !slices.IsSorted(pair.l.keys()) {
				t.Errorf("%v, want %v", got, pair.want)
			}
		}
	})
}
