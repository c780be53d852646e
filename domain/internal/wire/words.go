package wire

import "hash/maphash"

// Words keeps texts that were met before, so that the ids of the organisation,
// which every event repeats, take memory once. It forgets one word for another
// and never grows. It is used by one goroutine at a time.
type Words struct {
	seed maphash.Seed
	sets [1024][2]string // of words with one hash, the last that came first
}

// maxWord is the longest text, in bytes, that is kept.
const maxWord = 64

// NewWords returns an empty set of words.
func NewWords() *Words { return &Words{seed: maphash.MakeSeed()} }

func (w *Words) of(b []byte) string {
	if len(b) == 0 || len(b) > maxWord {
		return string(b)
	}
	set := &w.sets[maphash.Bytes(w.seed, b)%uint64(len(w.sets))]
	if set[0] == string(b) {
		return set[0]
	}
	if set[1] != string(b) {
		set[1] = string(b)
	}
	set[0], set[1] = set[1], set[0]
	return set[0]
}
