package register

import (
	"container/heap"
	"math"
	"slices"
)

// nearest keeps the first keys of an order behind a cursor, in a heap whose root
// is the last of them: a page is found in one pass, without sorting all.
type nearest struct {
	order    order
	columns  *Columns
	instants []Instant // the column of the order; nil: the codes
	after    key
	resumed  bool // only keys behind after
	most     int
	keys     []key

	// No key is among the first whose rank lies before low or behind high.
	low, high Instant
}

func newNearest(c *Columns, o order, cursor string, most int) *nearest {
	n := &nearest{order: o, columns: c, instants: o.instants(c), most: most, low: math.MinInt64, high: Never}
	if n.after, n.resumed = parseCursor(cursor, o); n.resumed {
		n.low = n.after.rank
	}
	return n
}

// offer offers the rows of a block. Of a thousand that match few are among the
// first: the rank alone tells the others.
func (n *nearest) offer(s *selection, rows []uint16) {
	if n.instants == nil {
		for _, row := range rows {
			ordinal := s.first + int(row)
			n.take(key{code: n.columns.Code(ordinal), ordinal: ordinal})
		}
		return
	}
	instants, low, high := part(s, n.instants), n.low, n.high
	for _, row := range rows {
		if rank := n.order.rank(instants[row]); rank >= low && rank <= high {
			n.take(key{rank: rank, ordinal: s.first + int(row)})
			high = n.high
		}
	}
}

// take takes a key that is among the first.
func (n *nearest) take(k key) {
	switch {
	case n.resumed && n.order.compare(k, n.after) <= 0:
		return
	case len(n.keys) < n.most:
		heap.Push(n, k)
	case n.order.compare(k, n.keys[0]) < 0:
		n.keys[0] = k
		heap.Fix(n, 0)
	}
	if len(n.keys) == n.most {
		n.high = n.keys[0].rank
	}
}

func (n *nearest) sorted() []key {
	slices.SortFunc(n.keys, n.order.compare)
	return n.keys
}

// Len, Less, Swap, Push and Pop implement [heap.Interface].
func (n *nearest) Len() int { return len(n.keys) }

func (n *nearest) Less(i, j int) bool { return n.order.compare(n.keys[i], n.keys[j]) > 0 }
func (n *nearest) Swap(i, j int)      { n.keys[i], n.keys[j] = n.keys[j], n.keys[i] }
func (n *nearest) Push(k any)         { n.keys = append(n.keys, k.(key)) }
func (n *nearest) Pop() any {
	last := len(n.keys) - 1
	k := n.keys[last]
	n.keys = n.keys[:last]
	return k
}
