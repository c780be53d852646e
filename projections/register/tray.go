package register

import (
	"bytes"

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
// the set were folded since that there is no place for it. So what lies on the tray
// depends on the log alone. Most are unpacked; those that rest are packed where they
// lie, until they are opened again, which is seen in the memory that they take and
// nowhere else.
type tray struct {
	sets   []set             // by ordinal modulo their number
	awake  int               // how many are unpacked
	hand   int               // the place that rests next
	names  pack.Names        // of those that rest
	buffer []byte            // of the one that goes to rest
	spare  []*domain.Dossier // taken off lately; the next to come takes the last of them
}

// set is some dossiers on the tray, the one first that was folded last, and then free
// places. With one place dossiers that are heard of by turns would drive each other
// out: of a million dossiers a third more would go to the shelf.
type set [4]lying

// lying is a dossier on the tray: unpacked, or packed while it rests. Its place is free
// where it is neither. It holds no memory of the shelf. Its ordinal stands beside it,
// so that who looks for another need not look into it.
type lying struct {
	ordinal int
	dossier *domain.Dossier
	form    string // a text, so that a set takes two lines of the processor's cache
}

func (lies *lying) free() bool { return lies.dossier == nil && lies.form == "" }

// size returns how many places there are.
func (t *tray) size() int { return len(t.sets) * len(set{}) }

// set returns the set of a row.
func (t *tray) set(ordinal int) *set { return &t.sets[ordinal%len(t.sets)] }

// find returns the place of a row; none where it does not lie there.
func (s *set) find(ordinal int) (place int, lies bool) {
	for place := range s {
		if s[place].ordinal == ordinal && !s[place].free() {
			return place, true
		}
	}
	return 0, false
}

// first moves what lies on a place before the others.
func (s *set) first(place int) *lying {
	moved := s[place]
	copy(s[1:], s[:place])
	s[0] = moved
	return &s[0]
}

// add lays a dossier behind the others; false where there is no place.
func (s *set) add(lies lying) bool {
	for place := range s {
		if s[place].free() {
			s[place] = lies
			return true
		}
	}
	return false
}

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

// open returns the dossier of a row to be changed, from the tray or the shelf.
func (r *rows) open(ordinal int) *domain.Dossier {
	s := r.tray.set(ordinal)
	if place, lies := s.find(ordinal); lies {
		return r.wake(s.first(place))
	}
	d := r.lay(s, ordinal)
	sure(ordinal, r.unshelve(ordinal, bytes.Clone(r.shelf.get(ordinal)), d))
	d.Code = r.subjects.Code(ordinal)
	return d
}

// begin returns an empty dossier for a row that is not there yet, and must be the
// next. On the shelf nothing is of it but a place.
func (r *rows) begin(ordinal int, code domain.Code) *domain.Dossier {
	r.shelf.put(ordinal, nil, busy)
	if places := onTray(ordinal + 1); places > r.tray.size() {
		r.tray.widen(places)
	}
	d := r.lay(r.tray.set(ordinal), ordinal)
	d.Reset()
	d.Code = code
	return d
}

// lay lays a dossier, of which only the room is of use, into the set that is the row's.
// Where the set is full, one of it goes to the shelf.
func (r *rows) lay(s *set, ordinal int) *domain.Dossier {
	place := len(s) - 1
	if !s[place].free() {
		place = r.spared(s)
		r.shelve(&s[place])
	}
	s[place] = lying{ordinal: ordinal, dossier: r.tray.take()}
	return s.first(place).dossier
}

// spared returns the place in a full set that is given up: of the later half the last
// dossier that is closed, for little more is heard of such a one, or else the last.
func (r *rows) spared(s *set) int {
	for place := len(s) - 1; place >= len(s)/2; place-- {
		if r.columns.Marks[s[place].ordinal].State().Closed() {
			return place
		}
	}
	return len(s) - 1
}

// wake returns a dossier on the tray, which rests no longer.
func (r *rows) wake(lies *lying) *domain.Dossier {
	if lies.dossier == nil {
		d := r.tray.take()
		sure(lies.ordinal, r.tray.unpack(lies, d))
		d.Code = r.subjects.Code(lies.ordinal)
		lies.dossier, lies.form = d, ""
	}
	return lies.dossier
}

// shelve takes a dossier off the tray. It stays what it is until the next is laid there.
func (r *rows) shelve(lies *lying) {
	d := r.wake(lies)
	r.put(lies.ordinal, d)
	r.tray.give(d)
	*lies = lying{}
}

// keepTray packs what lies on the tray, with a dictionary of its own: that of the
// rows may be in use, and that of those that rest depends on when they did.
func (r *rows) keepTray(p *pack.Pack) {
	var names pack.Names
	var forms [][]byte
	var ordinals []uint32
	if !p.Reading() {
		var room domain.Dossier
		for lies := range r.tray.all {
			w := pack.Writer(nil, &names)
			r.tray.look(lies, &room).Pack(&w)
			forms, ordinals = append(forms, w.Bytes()), append(ordinals, uint32(lies.ordinal))
		}
	}
	names.Pack(p)
	pack.Words(p, &ordinals)
	pack.Slice(p, &forms)
	for i := range forms {
		p.Blob(&forms[i])
	}
	if p.Reading() {
		r.tray.widen(onTray(len(r.shelf.at)))
		r.tray.restore(p, names, ordinals, forms)
	}
}

// all yields what lies on the tray.
func (t *tray) all(yield func(*lying) bool) {
	for i := range t.sets {
		for place := range t.sets[i] {
			if lies := &t.sets[i][place]; !lies.free() && !yield(lies) {
				return
			}
		}
	}
}

// look returns a dossier on the tray to be read, in the room where it rests. Of one
// that rests the code is left out.
func (t *tray) look(lies *lying, room *domain.Dossier) *domain.Dossier {
	if lies.dossier != nil {
		return lies.dossier
	}
	sure(lies.ordinal, t.unpack(lies, room))
	return room
}

// restore lays on the tray what was read, to rest there.
func (t *tray) restore(p *pack.Pack, names pack.Names, ordinals []uint32, forms [][]byte) {
	if len(ordinals) != len(forms) {
		p.Fail()
		return
	}
	t.names = names
	for i, ordinal := range ordinals {
		lies := lying{ordinal: int(ordinal), form: string(forms[i])}
		if lies.free() || t.find(lies.ordinal) != nil || !t.set(lies.ordinal).add(lies) {
			p.Fail()
			return
		}
	}
}

// sound reports whether all that lies on the tray are of so many rows.
func (t *tray) sound(rows int) bool {
	for lies := range t.all {
		if lies.ordinal >= rows {
			return false
		}
	}
	return true
}
