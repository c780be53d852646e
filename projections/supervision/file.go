package supervision

import (
	"iter"

	"github.com/hoso-engine/dossier/domain"
)

// file is the alerts of one dossier, in the order in which they were raised.
type file struct {
	code  domain.Code
	first *alert
}

// alerts yields the file's alerts.
func (f *file) alerts() iter.Seq[*alert] {
	return func(yield func(*alert) bool) {
		for a := f.first; a != nil && yield(a); a = a.next {
		}
	}
}

// add puts the alert behind the others.
func (f *file) add(a *alert) {
	a.file = f
	last := &f.first
	for *last != nil {
		last = &(*last).next
	}
	*last = a
}

// find returns the file's alert of that name; nil where there is none.
func (f *file) find(name domain.RaisedRung) *alert {
	for a := range f.alerts() {
		if a.raised() == name {
			return a
		}
	}
	return nil
}

// over reports whether nothing more can come of the file's alerts.
func (f *file) over(d *domain.Dossier) bool {
	if d.State.Closed() {
		return true
	}
	return d.State == domain.StateCompleted && !f.fires()
}

// fires reports whether any of the file's alerts does.
func (f *file) fires() bool {
	for a := range f.alerts() {
		if a.fires {
			return true
		}
	}
	return false
}
