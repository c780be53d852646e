package register

import (
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// How many dossiers lie on the tray at most. Where commits come by the thousand, in a
// rebuild, many of them are about dossiers that came in lately: of a year's 100,000
// half of the commits find theirs on a tray of 1,024, five in six on one of 4,096. With
// 32,768 places instead of some thousands a rebuild of 200,000 or of a million dossiers
// takes a fifth less of the applying goroutine's time. So the tray is the larger the
// more rows there are.
const (
	leastOnTray  = 1 << 10
	mostOnTray   = 1 << 15
	rowsForPlace = 1 << 3
)

// onTray returns how many places the tray of a table of so many rows has.
func onTray(rows int) int {
	places := leastOnTray
	for places < mostOnTray && rows > places*rowsForPlace {
		places *= 2
	}
	return places
}

// mostSpare is how many dossiers that were taken off are kept for the room that their
// lists have: desks return in the afternoon what others hand in the next morning.
const mostSpare = 64

// mostAwake is how many dossiers on the tray stay unpacked when the table rests: one
// takes some 4 KB.
const mostAwake = 1 << 7

// tray holds dossiers that were folded lately: to unpack and pack a dossier takes far
// longer than what a commit changes. What the shelf has of them is out of date. Each
// lies in the set that its ordinal tells, and goes to the shelf when so many others of
// the set were folded since that there is no place for it, sooner where it is closed.
// So what lies on the tray depends on the log alone. Most are unpacked; those that rest
// are packed where they lie, until they are opened again, which is seen in the memory
// that they take and nowhere else.
type tray struct {
	sets   []set             // by ordinal modulo their number
	awake  int               // how many are unpacked
	hand   int               // the place that rests next
	names  pack.Names        // of those that rest
	buffer []byte            // of the one that goes to rest
	spare  []*domain.Dossier // taken off lately; the next to come takes the last of them
}

// size returns how many places there are.
func (t *tray) size() int { return len(t.sets) * len(set{}) }

// set returns the set of a row.
func (t *tray) set(ordinal int) *set { return &t.sets[ordinal%len(t.sets)] }

// find returns what lies on the tray of a row; nil where nothing does.
func (t *tray) find(ordinal int) *lying {
	if len(t.sets) == 0 {
		return nil
	}
	s := t.set(ordinal)
	if place, lies := s.find(ordinal); lies {
		return &s[place]
	}
	return nil
}

// widen gives the tray so many places, a multiple of what it has: all that lies on it
// stays.
func (t *tray) widen(places int) {
	narrow := t.sets
	t.sets, t.hand = make([]set, places/len(set{})), 0
	for i := range narrow {
		for _, lies := range narrow[i] {
			if !lies.free() {
				t.set(lies.ordinal).add(lies)
			}
		}
	}
}

// take returns a dossier, to lie unpacked, of which only the room is of use.
func (t *tray) take() *domain.Dossier {
	t.awake++
	last := len(t.spare) - 1
	if last < 0 {
		return new(domain.Dossier)
	}
	d := t.spare[last]
	t.spare = t.spare[:last]
	return d
}

// give takes back a dossier that lies unpacked no more.
func (t *tray) give(d *domain.Dossier) {
	if t.awake--; len(t.spare) < mostSpare {
		t.spare = append(t.spare, d)
	}
}

// unpack sets a dossier, but for its code, to one that rests.
func (t *tray) unpack(lies *lying, into *domain.Dossier) error {
	p := pack.Reader([]byte(lies.form), &t.names)
	into.Pack(&p)
	return p.Close()
}

// rest has so many dossiers rest, at most, of those beyond a number that may stay
// unpacked.
func (t *tray) rest(most, stay int) {
	for ; most > 0 && t.awake > stay; most-- {
		lies := t.next()
		for lies.dossier == nil {
			lies = t.next()
		}
		w := pack.Writer(t.buffer[:0], &t.names)
		lies.dossier.Pack(&w)
		t.buffer = w.Bytes()
		t.give(lies.dossier)
		lies.dossier, lies.form = nil, string(t.buffer)
	}
}

// next returns the places one after the other, and the first behind the last.
func (t *tray) next() *lying {
	t.hand = (t.hand + 1) % t.size()
	return &t.sets[t.hand/len(set{})][t.hand%len(set{})]
}
