package pack

import (
	"hash/maphash"
	"strings"
	"time"
)

// Names is a dictionary: the words and zones that many packs have in common, each
// kept once and numbered as it comes. Nothing is ever forgotten, so that what was
// packed with it can be read for ever. Its zero value is empty. Writing changes
// it; any number of readers may use it beside each other.
type Names struct {
	words []string          // by number; number 0, the empty word, is not there
	known map[string]uint32 // numbers by word
	seen  []uint32          // numbers of words that were asked for lately; 0: none
	zones []*time.Location  // by number, as they came
	ahead []int             // of the zones: seconds east of UTC
}

// Len returns how many words there are besides the empty one.
func (n *Names) Len() int { return len(n.words) }

// number returns the number of a word, a new one where it has none.
func (n *Names) number(word string) uint32 {
	if word == "" {
		return 0
	}
	// Most words that are written stand where others were read from: those of the
	// dictionary, or of who decoded the event.
	seen := n.slot(uint64(placeOf(word) / 8))
	if s := *seen; s > 0 && n.words[s-1] == word {
		return s
	}
	number, known := n.known[word]
	if !known {
		number = n.add(strings.Clone(word)) // it may be part of something large
	}
	*seen = number
	return number
}

// numberOf is number of a word that stands in a buffer.
func (n *Names) numberOf(word []byte) uint32 {
	if len(word) == 0 {
		return 0
	}
	seen := n.slot(maphash.Bytes(seed, word))
	if s := *seen; s > 0 && n.words[s-1] == string(word) {
		return s
	}
	number, known := n.known[string(word)]
	if !known {
		number = n.add(string(word))
	}
	*seen = number
	return number
}

// mostSeen is how many numbers stand in seen: a power of two.
const mostSeen = 1 << 12

// slot returns where the number of a word stands that was seen, or of another one: a
// look there and at the word mostly spares a look-up.
func (n *Names) slot(hash uint64) *uint32 {
	if n.seen == nil {
		n.seen = make([]uint32, mostSeen)
	}
	return &n.seen[hash%mostSeen]
}

// seed is that of the places in seen, which nothing else depends on.
var seed = maphash.MakeSeed()

func (n *Names) add(word string) uint32 {
	if n.known == nil {
		n.known = make(map[string]uint32)
	}
	n.words = append(n.words, word)
	number := uint32(len(n.words))
	n.known[word] = number
	return number
}

// zone returns the number of an instant's offset from UTC.
func (n *Names) zone(t time.Time) uint32 {
	_, offset := t.Zone()
	if n == nil && offset == 0 {
		return 0
	}
	for i, ahead := range n.ahead { // a few at most
		if ahead == offset {
			return uint32(i)
		}
	}
	n.addZone(offset)
	return uint32(len(n.ahead) - 1)
}

// mostAhead is how far from UTC a clock can be that was read, in seconds.
const mostAhead = 25 * 60 * 60

func (n *Names) addZone(offset int) {
	n.ahead = append(n.ahead, offset)
	if offset == 0 {
		n.zones = append(n.zones, time.UTC)
	} else {
		n.zones = append(n.zones, time.FixedZone("", offset))
	}
}

// location returns the zone of a number; nil where none has it. Without a dictionary
// there is one zone, UTC.
func (n *Names) location(number uint32) *time.Location {
	switch {
	case n == nil && number == 0:
		return time.UTC
	case n == nil || uint64(number) >= uint64(len(n.zones)):
		return nil
	}
	return n.zones[number]
}

// Pack packs the dictionary itself, into a pack that uses none or another. When
// reading it takes the place of what was there.
func (n *Names) Pack(p *Pack) {
	words, ahead := n.words, n.ahead
	if p.Reading() {
		*n, words, ahead = Names{known: make(map[string]uint32)}, nil, nil
	}
	Slice(p, &words)
	for i := range words {
		p.Text(&words[i])
		if p.Reading() {
			n.number(words[i])
		}
	}
	Slice(p, &ahead)
	for i := range ahead {
		p.Int(&ahead[i])
		if p.Reading() {
			if ahead[i] < -mostAhead || ahead[i] > mostAhead {
				p.fail()
				return
			}
			n.addZone(ahead[i])
		}
	}
	if p.Reading() && len(n.words) != len(words) { // one came twice, or was empty
		p.fail()
	}
}
