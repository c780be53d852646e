package overdue

import (
	"cmp"
	"container/heap"
	"strings"
)

// queue holds the clocks that have a rung to come, as a heap: the one whose rung
// comes first is the root.
type queue []*clock

// put takes in, moves or takes out the clock, as its next rung wants it.
func (q *queue) put(c *clock) {
	switch {
	case c.next == len(c.rungs):
		q.drop(c)
	case c.place < 0:
		heap.Push(q, c)
	default:
		heap.Fix(q, c.place)
	}
}

// drop takes out the clock.
func (q *queue) drop(c *clock) {
	if c.place >= 0 {
		heap.Remove(q, c.place)
	}
}

// Len, Less, Swap, Push and Pop implement [heap.Interface].
func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	return step{q[i], q[i].next}.compare(step{q[j], q[j].next}) < 0
}

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].place, q[j].place = i, j
}

func (q *queue) Push(c any) {
	c.(*clock).place = len(*q)
	*q = append(*q, c.(*clock))
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	c.place = -1
	return c
}

// step is one rung of a clock.
type step struct {
	clock *clock
	rung  int
}

// compare orders steps by when they are reached; equal ones by subject, clock
// and place in the ladder, so that every engine finds them in one order.
func (s step) compare(o step) int {
	return cmp.Or(
		s.clock.rungs[s.rung].reached.Compare(o.clock.rungs[o.rung].reached),
		strings.Compare(s.clock.entry.subject, o.clock.entry.subject),
		strings.Compare(string(s.clock.deadline.Clock), string(o.clock.deadline.Clock)),
		cmp.Compare(s.rung, o.rung),
	)
}
