package register

// Names is a column of names, each kept once: a row holds its number. Number 0
// is the empty name. Names are numbered as they come, and never forgotten.
type Names struct {
	IDs   []uint32 // by ordinal; for reading
	words []string
	known map[string]uint32
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
func (n *Names) Of(ordinal int) string { return n.words[n.IDs[ordinal]] }

// grow adds an empty name for a row.
func (n *Names) grow() {
	if n.known == nil {
		n.words, n.known = []string{""}, map[string]uint32{"": 0}
	}
	n.IDs = append(n.IDs, 0)
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
	n.IDs[ordinal] = id
}
