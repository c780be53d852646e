package ontime

import "math/bits"

// tally is one row of the report while it is counted.
type tally struct {
	classes [classes]uint32
	asides  [asides]uint32
	ageing  [agesCount]uint32
}

func (t *tally) add(c class) {
	t.classes[c&classMask]++
	for c >>= asidesShift; c != 0; c &= c - 1 {
		t.asides[bits.TrailingZeros32(uint32(c))]++
	}
}

func (t *tally) plus(o *tally) {
	for i, n := range o.classes {
		t.classes[i] += n
	}
	for i, n := range o.asides {
		t.asides[i] += n
	}
	for i, n := range o.ageing {
		t.ageing[i] += n
	}
}

// tallies are the rows of a report while they are counted: those in whose places
// something is.
type tallies struct {
	rows   []tally
	places []int       // of the rows
	dense  []int32     // number of the row at a place, from 1; 0: none yet
	sparse map[int]int // the same where the places are too many for a slice
	took   []took
}

// took is the working time of one resolved dossier.
type took struct {
	row     uint32
	seconds int32
}

// mostDense is for how many places a slice is taken.
const mostDense = 1 << 22

func newTallies(places int) *tallies {
	if places > mostDense {
		return &tallies{sparse: make(map[int]int)}
	}
	return &tallies{dense: make([]int32, places)}
}

// at returns the number of the row at a place.
func (t *tallies) at(place int) int {
	if t.sparse == nil {
		if n := t.dense[place]; n != 0 {
			return int(n) - 1
		}
	} else if n, known := t.sparse[place]; known {
		return n
	}
	return t.grow(place)
}

func (t *tallies) grow(place int) int {
	n := len(t.rows)
	t.rows = append(t.rows, tally{})
	t.places = append(t.places, place)
	if t.sparse != nil {
		t.sparse[place] = n
	} else {
		t.dense[place] = int32(n) + 1
	}
	return n
}

// count fills the rows from one reading of the columns.
func (q *Query) count(s *scan, x crossing) *tallies {
	t := newTallies(x.size())
	ages := q.agesOf(s)
	for row := range s.columns.Len() {
		if s.matcher != nil && !s.matcher.Match(row) {
			continue
		}
		first, after := 0, 1
		if len(s.spans) > 1 {
			first, after = s.within(row)
		}
		for month := first; month < after; month++ {
			class := s.classify(row, &s.spans[month])
			if class == 0 {
				continue
			}
			n := t.at(x.place(row, month))
			t.rows[n].add(class)
			if q.Detail == Full {
				t.detail(s, ages, n, row, month, class)
			}
		}
	}
	return t
}

// detail counts what the form alone does not need.
func (t *tallies) detail(s *scan, ages *ages, n, row, month int, c class) {
	switch exit := c.exit(); {
	case c.entry() == 0:
	case exit.column() == ColumnOverdue:
		t.rows[n].ageing[ages.of(row, month)]++
	case s.columns.Worked[row] >= 0 && exit.completed():
		t.took = append(t.took, took{uint32(n), s.columns.Worked[row]})
	}
}

// completed reports whether the exit is that of a result.
func (e exit) completed() bool {
	return e >= exitEarly && e <= exitNoDeadline || e == exitLate || e == exitLateApology
}
