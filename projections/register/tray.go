package register

import (
	"bytes"
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// How many dossiers lie on the tray at most. Where commits come by the thousand, in a
// rebuild, many of them are about dossiers that came in lately: of a year's 100,000
// half of the commits find theirs on a tray of 1,024, five in six on one of 4,096. A
// rebuild of 200,000 dossiers takes a third less of the applying goroutine's time with
// 32,768 places than with 1,024, and one of a million a fifth less. So the tray is the
// larger the more rows there are.
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

// tray holds dossiers that were folded lately and are not closed: to unpack and pack a
// dossier takes far longer than what a commit changes. What the shelf has of them is
// out of date. Each has the place of its ordinal, and goes to the shelf when another
// is to lie there, or when it is closed. So what lies on the tray depends on the log
// alone. Most are unpacked; those that rest are packed where they lie, until they are
// opened again, which is seen in the memory that they take and nowhere else.
type tray struct {
	places []lying           // by ordinal modulo their number
	awake  int               // how many are unpacked
	hand   int               // the place that rests next
	names  pack.Names        // of those that rest
	buffer []byte            // of the one that goes to rest
	spare  []*domain.Dossier // taken off lately; the next to come takes the last of them
}

// lying is a dossier on the tray: unpacked, or packed while it rests. Its place is free
// where it is neither. It holds no memory of the shelf. Its ordinal stands beside it,
// so that who looks for another need not look into it.
type lying struct {
	ordinal int
	dossier *domain.Dossier
	form    []byte
}

func (lies *lying) free() bool { return lies.dossier == nil && lies.form == nil }

// find returns what lies on the tray of a row; nil where nothing does.
func (t *tray) find(ordinal int) *lying {
	if len(t.places) == 0 {
		return nil
	}
	if lies := t.at(ordinal); lies.ordinal == ordinal && !lies.free() {
		return lies
	}
	return nil
}

// at returns the row's place.
func (t *tray) at(ordinal int) *lying { return &t.places[ordinal%len(t.places)] }

// widen gives the tray so many places, a multiple of what it has: all that lies on it
// stays.
func (t *tray) widen(places int) {
	lay := t.places
	t.places, t.hand = make([]lying, places), 0
	for _, lies := range lay {
		if !lies.free() {
			*t.at(lies.ordinal) = lies
		}
	}
}

// lay puts a dossier, unpacked, on the row's place, which is free or is the row's own
// that rests.
func (t *tray) lay(ordinal int) *domain.Dossier {
	d := t.take()
	*t.at(ordinal) = lying{ordinal: ordinal, dossier: d}
	t.awake++
	return d
}

// take returns a dossier of which only the room is of use.
func (t *tray) take() *domain.Dossier {
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
	p := pack.Reader(lies.form, &t.names)
	into.Pack(&p)
	return p.Close()
}

// rest has so many dossiers rest, at most, of those beyond a number that may stay
// unpacked.
func (t *tray) rest(most, stay int) {
	for ; most > 0 && t.awake > stay; most-- {
		for t.places[t.hand].dossier == nil {
			t.hand = (t.hand + 1) % len(t.places)
		}
		lies := &t.places[t.hand]
		w := pack.Writer(t.buffer[:0], &t.names)
		lies.dossier.Pack(&w)
		t.buffer = w.Bytes()
		t.give(lies.dossier)
		lies.dossier, lies.form = nil, bytes.Clone(t.buffer)
	}
}

// open returns the dossier of a row to be changed, from the tray or the shelf.
func (r *rows) open(ordinal int) *domain.Dossier {
	if lies := r.tray.find(ordinal); lies != nil {
		return r.wake(lies)
	}
	d := r.free(ordinal)
	sure(ordinal, r.unshelve(ordinal, bytes.Clone(r.shelf.get(ordinal)), d))
	d.Code = r.subjects.Code(ordinal)
	return d
}

// wake returns a dossier on the tray, which rests no longer.
func (r *rows) wake(lies *lying) *domain.Dossier {
	if lies.dossier == nil {
		rested := *lies
		d := r.tray.lay(rested.ordinal)
		sure(rested.ordinal, r.tray.unpack(&rested, d))
		d.Code = r.subjects.Code(rested.ordinal)
	}
	return lies.dossier
}

// begin returns an empty dossier for a row that is not there yet, and must be the
// next. On the shelf nothing is of it but a place.
func (r *rows) begin(ordinal int, code domain.Code) *domain.Dossier {
	r.shelf.put(ordinal, nil, busy)
	if places := onTray(ordinal + 1); places > len(r.tray.places) {
		r.tray.widen(places)
	}
	d := r.free(ordinal)
	d.Reset()
	d.Code = code
	return d
}

// free returns a dossier on the row's place. What lies there goes to the shelf.
func (r *rows) free(ordinal int) *domain.Dossier {
	if lies := r.tray.at(ordinal); !lies.free() {
		r.shelve(lies)
	}
	return r.tray.lay(ordinal)
}

// close takes the dossier of a row off the tray. It stays what it is until the next
// is opened.
func (r *rows) close(ordinal int) { r.shelve(r.tray.at(ordinal)) }

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
		for i := range r.tray.places {
			if lies := &r.tray.places[i]; !lies.free() {
				w := pack.Writer(nil, &names)
				r.tray.look(lies, &room).Pack(&w)
				forms, ordinals = append(forms, w.Bytes()), append(ordinals, uint32(lies.ordinal))
			}
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
		lies := t.at(int(ordinal))
		if !lies.free() || len(forms[i]) == 0 {
			p.Fail()
			return
		}
		*lies = lying{ordinal: int(ordinal), form: bytes.Clone(forms[i])}
	}
}

// sound reports whether all that lies on the tray are of so many rows.
func (t *tray) sound(rows int) bool {
	return !slices.ContainsFunc(t.places, func(lies lying) bool { return !lies.free() && lies.ordinal >= rows })
}
