package overdue

// slots are the places of the open dossiers by their numbers. Where one lies is known
// from the number alone, so that the places of many can be fetched at once. Dossiers
// end by and large in the order in which they came: pages of which all ended are given
// up.
type slots struct{ pages []*page }

// page are the places of so many numbers, from 1; 0: it is not open.
type page struct {
	places [1 << 10]uint32
	open   int // how many are
}

// of returns the place of a dossier; false where it is not open.
func (s *slots) of(number uint32) (slot uint32, open bool) {
	at, in := split(number)
	if at >= len(s.pages) || s.pages[at] == nil || s.pages[at].places[in] == 0 {
		return 0, false
	}
	return s.pages[at].places[in] - 1, true
}

// add notes the place of a dossier that is open from now on.
func (s *slots) add(number, slot uint32) {
	at, in := split(number)
	if missing := at + 1 - len(s.pages); missing > 0 {
		s.pages = append(s.pages, make([]*page, missing)...)
	}
	if s.pages[at] == nil {
		s.pages[at] = new(page)
	}
	s.pages[at].places[in] = slot + 1
	s.pages[at].open++
}

// move notes another place of a dossier that is open.
func (s *slots) move(number, slot uint32) {
	at, in := split(number)
	s.pages[at].places[in] = slot + 1
}

// drop forgets a dossier that was open.
func (s *slots) drop(number uint32) {
	at, in := split(number)
	s.pages[at].places[in] = 0
	if s.pages[at].open--; s.pages[at].open == 0 {
		s.pages[at] = nil
	}
}

// split returns the page of a number, and which of it it is.
func split(number uint32) (at int, in uint32) {
	const size = uint32(len(page{}.places))
	return int(number / size), number % size
}
