package register

import (
	"strings"

	"github.com/hoso-engine/dossier/domain/pack"
)

// Names is a column of names, each kept once: a row holds its number. Number 0 is
// the empty name. Names are numbered as they come, and never forgotten.
type Names struct {
	words dictionary[string]
	group *group
	place int // in the group
}

// Number returns the number of the name that the row holds.
func (n *Names) Number(ordinal int) uint32 {
	return n.group.combinations.values[n.group.rows.at(ordinal)][n.place]
}

// Word returns the name of that number.
func (n *Names) Word(id uint32) string { return n.words.values[id] }

// ID returns the number of a name, which no row may hold any more; not ok where
// none ever did.
func (n *Names) ID(word string) (id uint32, ok bool) {
	id, ok = n.words.known[word]
	return id, ok
}

// Len returns how many numbers there are: all are below it.
func (n *Names) Len() int { return len(n.words.values) }

// Of returns the name that the row holds.
func (n *Names) Of(ordinal int) string { return n.Word(n.Number(ordinal)) }

// group is columns of names of which one nearly tells the others, as a desk tells its
// agency: a row holds the number of the combination, which many have in common.
type group struct {
	names        []*Names
	combinations dictionary[combination]
	rows         numbers // of combinations
}

// combination is the numbers of a group's names, by their places.
type combination [4]uint32

// of makes the columns a group without rows. Combination 0 is that of empty names.
func (g *group) of(names ...*Names) {
	*g = group{names: names}
	g.combinations.number(combination{})
	for place, n := range names {
		*n = Names{group: g, place: place}
		n.words.number("")
	}
}

// set gives the row a word in each column.
func (g *group) set(ordinal int, words ...string) {
	if g.says(ordinal, words) {
		return
	}
	var c combination
	for place, word := range words {
		c[place] = g.names[place].words.number(word)
	}
	g.rows.set(ordinal, g.combinations.number(c))
}

// says reports whether the row holds these words: nearly every commit leaves them.
func (g *group) says(ordinal int, words []string) bool {
	for place, n := range g.names {
		if n.Of(ordinal) != words[place] {
			return false
		}
	}
	return true
}

func (g *group) keep(p *pack.Pack) {
	for _, n := range g.names {
		n.words.keep(p, func(word *string) {
			if p.Text(word); p.Reading() {
				*word = strings.Clone(*word) // else all that was read would stay with it
			}
		})
	}
	g.combinations.keep(p, func(c *combination) {
		for place, n := range g.names {
			if p.Uint32(&c[place]); int(c[place]) >= n.Len() {
				p.Fail()
			}
		}
	})
	g.rows.keep(p)
}
