package register

import (
	"bytes"

	"github.com/hoso-engine/dossier/domain"
)

// open returns the dossier of a row to be changed, from the tray or the shelf.
func (r *rows) open(ordinal int) *domain.Dossier {
	s := r.tray.set(ordinal)
	if place, lies := s.find(ordinal); lies {
		return r.wake(s.moveFirst(place))
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
	place := r.spared(s)
	if !s[place].free() {
		r.shelve(&s[place])
	}
	s[place] = lying{ordinal: ordinal, dossier: r.tray.take()}
	return s.moveFirst(place).dossier
}

// spared returns the place of a set that another dossier takes: the last where it is
// free. In a full set it is, of the later half, that of the last dossier that is closed,
// for little more is heard of such a one, or else the last.
func (r *rows) spared(s *set) int {
	last := len(s) - 1
	if s[last].free() {
		return last
	}
	for place := last; place >= len(s)/2; place-- {
		if r.columns.Marks[s[place].ordinal].State().Closed() {
			return place
		}
	}
	return last
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
