package ontime

import (
	"iter"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// Place is where a dossier stands in form II.06a of a period: one column of its
// coming in, and one of where it got to.
type Place struct {
	Entry Column `json:"entry"` // 4, 5 or 6
	Exit  Column `json:"exit"`  // 8, 9, 10, 12 or 13
}

// In reports whether a dossier of the place is counted in the column.
func (p Place) In(column Column) bool {
	switch column {
	case ColumnReceived:
		return true
	case ColumnResolved:
		return p.Exit <= ColumnLate
	case ColumnPending:
		return p.Exit > ColumnLate
	}
	return p.Entry == column || p.Exit == column
}

// Places yields the dossiers that are counted in the form of the query's whole
// period, each with its place, in the order of the register, and each until the
// next one is asked for. The breakdown plays no part.
func Places(c *register.Columns, q Query) iter.Seq2[*domain.Dossier, Place] {
	return func(yield func(*domain.Dossier, Place) bool) {
		q := q.normal()
		whole := q.span()
		s := q.scan(c, []span{whole})
		var d domain.Dossier
		for row := range c.Len() {
			if !s.matches(row) {
				continue
			}
			class := s.classify(row, &whole)
			if class.entry() == 0 {
				continue
			}
			if c.Read(row, &d); !yield(&d, class.place()) {
				return
			}
		}
	}
}
