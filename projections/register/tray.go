package register

import (
	"bytes"
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

// How many dossiers lie unpacked at most: one takes some 4 KB. Where commits come by
// the thousand, in a rebuild, many of them are about dossiers that came in lately: of
// a year's 100,000 half of the commits find theirs on a tray of 1,024, five in six on
// one of 4,096, for which the rebuild takes a tenth less of the processor's time. So
// the tray is the larger the more rows there are, at some 17 bytes for each.
const (
	leastOnTray  = 1 << 10
	mostOnTray   = 1 << 14
	rowsForPlace = 1 << 8
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

// tray holds dossiers that were folded lately and are not closed, unpacked: to
// unpack and pack a dossier takes far longer than what a commit changes. What the
// shelf has of them is out of date. Each has the place of its ordinal, and goes to
// the shelf when another is to lie there, or when it is closed. So what lies on the
// tray depends on the log alone.
type tray struct {
	places []lying           // by ordinal modulo their number
	spare  []*domain.Dossier // taken off lately; the next to come takes the last of them
}

// lying is a dossier on the tray, nil where its place is free. It holds no memory of
// the shelf. Its ordinal stands beside it, so that who looks for another need not
// look into it.
type lying struct {
	ordinal int
	dossier *domain.Dossier
}

// find returns the dossier of a row, if it is on the tray.
func (t *tray) find(ordinal int) *domain.Dossier {
	if len(t.places) == 0 {
		return nil
	}
	if lies := t.at(ordinal); lies.ordinal == ordinal {
		return lies.dossier
	}
	return nil
}

// at returns the row's place.
func (t *tray) at(ordinal int) *lying { return &t.places[ordinal%len(t.places)] }

// widen gives the tray so many places, a multiple of what it has: all that lies on it
// stays.
func (t *tray) widen(places int) {
	lay := t.places
	t.places = make([]lying, places)
	for _, lies := range lay {
		if lies.dossier != nil {
			*t.at(lies.ordinal) = lies
		}
	}
}

// lay puts a dossier on the row's place, which is free.
func (t *tray) lay(ordinal int) *domain.Dossier {
	d := t.take()
	*t.at(ordinal) = lying{ordinal, d}
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

// open returns the dossier of a row to be changed, from the tray or the shelf.
func (r *rows) open(ordinal int) *domain.Dossier {
	if d := r.tray.find(ordinal); d != nil {
		if d.Code == "" { // it was restored, beside the subjects
			d.Code = r.subjects.Code(ordinal)
		}
		return d
	}
	d := r.free(ordinal)
	r.mustUnpack(ordinal, bytes.Clone(r.shelf.get(ordinal)), d)
	return d
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
	if lies := r.tray.at(ordinal); lies.dossier != nil {
		r.shelve(lies)
	}
	return r.tray.lay(ordinal)
}

// close takes the dossier of a row off the tray. It stays what it is until the next
// is opened.
func (r *rows) close(ordinal int) { r.shelve(r.tray.at(ordinal)) }

func (r *rows) shelve(lies *lying) {
	r.put(lies.ordinal, lies.dossier)
	if len(r.tray.spare) < mostSpare {
		r.tray.spare = append(r.tray.spare, lies.dossier)
	}
	*lies = lying{}
}

// keepTray packs what lies on the tray, with a dictionary of its own: that of the
// rows may be in use.
func (r *rows) keepTray(p *pack.Pack) {
	var names pack.Names
	var forms [][]byte
	var ordinals []uint32
	for _, lies := range r.tray.places {
		if lies.dossier != nil {
			w := pack.Writer(nil, &names)
			lies.dossier.Pack(&w)
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
		r.tray.restore(p, &names, ordinals, forms)
	}
}

// restore lays on the tray what was read, but for the codes.
func (t *tray) restore(p *pack.Pack, names *pack.Names, ordinals []uint32, forms [][]byte) {
	if len(ordinals) != len(forms) {
		p.Fail()
		return
	}
	for i, ordinal := range ordinals {
		if t.at(int(ordinal)).dossier != nil {
			p.Fail()
			return
		}
		form := pack.Reader(bytes.Clone(forms[i]), names)
		if t.lay(int(ordinal)).Pack(&form); form.Close() != nil {
			p.Fail()
			return
		}
	}
}

// sound reports whether all that lies on the tray are of so many rows.
func (t *tray) sound(rows int) bool {
	return !slices.ContainsFunc(t.places, func(lies lying) bool { return lies.dossier != nil && lies.ordinal >= rows })
}
