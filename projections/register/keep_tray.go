package register

import (
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/pack"
)

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
