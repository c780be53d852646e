package overdue

// slots tell in which slot of the ladder's list an open dossier stands, by its number.
// Where that is told is known from the number alone, so that it can be fetched for many
// at once. Dossiers end by and large in the order in which they came: pages of which all
// ended are given up.
type slots struct{ pages []*page }

// page is the slots of so many numbers, in 4 KB. Each is kept as one more than it is; 0:
// the dossier is not open.
type page struct {
	after [1<<10 - 1]uint32
	open  uint32 // how many are
}

// mostNumbers is more than there can be dossiers: each takes a row of some hundred bytes
// in the register, which holds 4 GiB of them.
const mostNumbers = 1 << 26

// of returns the slot of a dossier; false where it is not open.
func (s *slots) of(number uint32) (slot uint32, open bool) {
	at, in := split(number)
	if at >= len(s.pages) || s.pages[at] == nil || s.pages[at].after[in] == 0 {
		return 0, false
	}
	return s.pages[at].after[in] - 1, true
}

// add notes the slot of a dossier that is open from now on.
func (s *slots) add(number, slot uint32) {
	at, in := split(number)
	if missing := at + 1 - len(s.pages); missing > 0 {
		s.pages = append(s.pages, make([]*page, missing)...)
	}
	if s.pages[at] == nil {
		s.pages[at] = new(page)
	}
	s.pages[at].after[in] = slot + 1
	s.pages[at].open++
}

// move notes another slot of a dossier that is open.
func (s *slots) move(number, slot uint32) {
	at, in := split(number)
	s.pages[at].after[in] = slot + 1
}

// drop forgets a dossier that was open.
func (s *slots) drop(number uint32) {
	at, in := split(number)
	s.pages[at].after[in] = 0
	if s.pages[at].open--; s.pages[at].open == 0 {
		s.pages[at] = nil
	}
}

// split returns the page of a number, and which of it it is.
func split(number uint32) (at int, in uint32) {
	const size = uint32(len(page{}.after))
	return int(number / size), number % size
}
