package ontime

import (
	"math/bits"

	"github.com/hoso-engine/dossier/projections/register"
)

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

// tallies are the rows of a report while they are counted.
type tallies struct {
	rows   []tally
	places []int       // of the rows, where they are not the rows' numbers
	dense  []int32     // number of the row at a place, from 1; 0: none yet
	sparse map[int]int // the same where the places are too many for a slice
	took   []took
}

// took is the working time of one resolved dossier.
type took struct {
	row     uint32
	seconds int32
}

// For up to mostRows places there is a row for each; for up to mostDense a slice
// tells the row.
const (
	mostRows  = 1 << 10
	mostDense = 1 << 22
)

func newTallies(places int) *tallies {
	switch {
	case places <= mostRows:
		return &tallies{rows: make([]tally, places)}
	case places <= mostDense:
		return &tallies{dense: make([]int32, places)}
	}
	return &tallies{sparse: make(map[int]int)}
}

// at returns the number of the row at a place.
func (t *tallies) at(place int) int {
	switch {
	case t.dense != nil:
		if n := t.dense[place]; n != 0 {
			return int(n) - 1
		}
		t.dense[place] = int32(len(t.rows)) + 1
	case t.sparse != nil:
		if n, known := t.sparse[place]; known {
			return n
		}
		t.sparse[place] = len(t.rows)
	default:
		return place
	}
	t.rows = append(t.rows, tally{})
	t.places = append(t.places, place)
	return len(t.rows) - 1
}

// place returns the place of a row.
func (t *tallies) place(n int) int {
	if t.places == nil {
		return n
	}
	return t.places[n]
}

// count fills the rows from one reading of the columns. It ends where they are
// more than the most.
func (q *Query) count(s *scan, x crossing, most int) *tallies {
	t := newTallies(x.size())
	c := counter{tallies: t, scan: s, crossing: x, most: most, detailed: q.Detail == Full}
	if c.detailed {
		c.ages = q.agesOf(s)
		t.took = make([]took, 0, s.columns.Len()) // growing to it would be half of the garbage
	}
	if len(s.spans) == 1 {
		c.countPeriod()
	} else {
		c.countMonths()
	}
	return t
}

// counter counts rows of the columns into rows of a report.
type counter struct {
	*tallies
	scan     *scan
	crossing crossing
	ages     *ages
	most     int // rows
	detailed bool
}

// batch is how many rows are classified at once.
const batch = 512

// countPeriod counts every dossier in the one period.
func (c *counter) countPeriod() {
	var classes [batch]class
	direct := c.direct()
	for first := 0; first < len(c.scan.marks) && len(c.rows) <= c.most; first += batch {
		part := classes[:min(batch, len(c.scan.marks)-first)]
		c.scan.classes(first, &c.scan.spans[0], part)
		for i, class := range part {
			switch row := first + i; {
			case class == 0 || !c.scan.matches(row):
			case direct != nil:
				c.rows[direct.Number(row)].add(class)
			default:
				c.add(row, 0, class)
			}
		}
	}
}

// direct returns the names whose numbers are the rows of the report, where one
// breakdown by names is all there is to it.
func (c *counter) direct() *register.Names {
	if c.detailed || len(c.crossing.dimensions) != 1 || c.dense != nil || c.sparse != nil {
		return nil
	}
	return c.crossing.dimensions[0].names
}

// countMonths counts every dossier in each month that it was there.
func (c *counter) countMonths() {
	for row := range c.scan.marks {
		if !c.scan.matches(row) {
			continue
		}
		if len(c.rows) > c.most {
			return
		}
		first, after := c.scan.within(row)
		for month := first; month < after; month++ {
			if class := c.scan.classify(row, &c.scan.spans[month]); class != 0 {
				c.add(row, month, class)
			}
		}
	}
}

func (c *counter) add(row, month int, class class) {
	n := c.at(c.crossing.place(row, month))
	c.rows[n].add(class)
	if c.detailed {
		c.detail(n, row, month, class)
	}
}

// detail counts what the form alone does not need.
func (c *counter) detail(n, row, month int, class class) {
	switch exit := class.exit(); {
	case class.entry() == 0:
	case exit.column() == ColumnOverdue:
		c.rows[n].ageing[c.ages.of(row, month)]++
	case exit.completed() && c.scan.columns.Worked[row] >= 0:
		c.took = append(c.took, took{uint32(n), c.scan.columns.Worked[row]})
	}
}

// completed reports whether the exit is that of a result.
func (e exit) completed() bool {
	return e >= exitEarly && e <= exitNoDeadline || e == exitLate || e == exitLateApology
}
