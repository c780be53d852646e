package ontime

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever the keys of a row are, they are read back from its word.
func TestTheKeysOfARowAreOneWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.OneOf(rapid.SampledFrom([]string{"", "-", "a,b", `\`, `\-`, ",", "Y tế, dược"}), rapid.String())
		keys := rapid.SliceOfN(key, 1, 4).Draw(t, "keys")
		if got := splitKeys(joinKeys(keys)); !slices.Equal(got, keys) {
			t.Fatalf("%q became %q and then %q", keys, joinKeys(keys), got)
		}
	})
}

// The n-th of times in any order is the n-th of the sorted ones.
func TestNth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.Int32Range(0, 200), 1, 500).Draw(t, "times")
		n := rapid.IntRange(0, len(times)-1).Draw(t, "n")
		sorted := slices.Sorted(slices.Values(times))
		if got := nth(times, n); got != sorted[n] {
			t.Fatalf("%d, want %d", got, sorted[n])
		}
		for i, at := range times {
			if i < n && at > sorted[n] || i > n && at < sorted[n] {
				t.Fatalf("%d stands at %d: %v", at, i, times)
			}
		}
	})
}
