package register

// Names is a column of names, each kept once: a row holds its number. Number 0
// is the empty name. Names are numbered as they come, and never forgotten.
type Names struct {
	words []string
	known map[string]uint32

	// The numbers by ordinal: in two bytes, until one does not fit.
	narrow []uint16
	wide   []uint32 // nil before that
}

// mostNarrow is the highest number that fits in two bytes.
const mostNarrow = 1<<16 - 1

// Number returns the number of the name that the row holds.
func (n *Names) Number(ordinal int) uint32 {
	if n.wide != nil {
		return n.wide[ordinal]
	}
	return uint32(n.narrow[ordinal])
}

// Word returns the name of that number.
func (n *Names) Word(id uint32) string { return n.words[id] }

// ID returns the number of a name, which no row may hold any more; not ok where
// none ever did.
func (n *Names) ID(word string) (id uint32, ok bool) {
	id, ok = n.known[word]
	return id, ok
}

// Len returns how many numbers there are: all are below it.
func (n *Names) Len() int { return len(n.words) }

// Of returns the name that the row holds.
func (n *Names) Of(ordinal int) string { return n.words[n.Number(ordinal)] }

// grow adds an empty name for a row.
func (n *Names) grow() {
	if n.known == nil {
		n.words, n.known = []string{""}, map[string]uint32{"": 0}
	}
	if n.wide != nil {
		n.wide = append(n.wide, 0)
	} else {
		n.narrow = append(n.narrow, 0)
	}
}

// set gives the row a name.
func (n *Names) set(ordinal int, word string) {
	if n.Of(ordinal) == word {
		return
	}
	id, known := n.known[word]
	if !known {
		id = uint32(len(n.words))
		n.words = append(n.words, word)
		n.known[word] = id
	}
	if id > mostNarrow && n.wide == nil {
		n.widen()
	}
	if n.wide != nil {
		n.wide[ordinal] = id
	} else {
		n.narrow[ordinal] = uint16(id)
	}
}

// widen makes room for numbers of four bytes.
func (n *Names) widen() {
	n.wide = make([]uint32, len(n.narrow), cap(n.narrow))
	for ordinal, id := range n.narrow {
		n.wide[ordinal] = uint32(id)
	}
	n.narrow = nil
}
