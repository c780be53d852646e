package register

import "github.com/hoso-engine/dossier/domain"

// set is some dossiers on the tray, the one first that was folded last, and then free
// places. With one place dossiers that are heard of by turns would drive each other out.
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

// find returns the place of a row; none where it does not lie there.
func (s *set) find(ordinal int) (place int, lies bool) {
	for i := range s {
		if s[i].ordinal == ordinal && !s[i].free() {
			return i, true
		}
	}
	return 0, false
}

// moveFirst moves what lies on a place before the others, and returns where it is then.
func (s *set) moveFirst(place int) *lying {
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
