package overdue

import (
	"cmp"
	"strings"
	"time"
)

// item is the next rung of a clock.
type item struct {
	at    int64  // when it is reached: milliseconds since 1970
	slot  uint32 // of the dossier
	known uint16 // the day on which its deadline became known, where it lay in the past then; else 0
	clock uint8
	clear uint8 // so many days after that the clock's other rungs are not reached
}

// day returns the number of the day in UTC, from 1970 on.
func day(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

// queue holds the next rungs of all clocks that have one, as a heap: the one that
// comes first is the root.
type queue struct {
	items  []item
	ladder *Ladder // whose entries know the places
}

// put takes in the clock's next rung, in the place of the one that it had.
func (q *queue) put(it item) {
	place := q.place(it)
	if place == 0 {
		q.items = append(q.items, it)
		place = int32(len(q.items))
		q.tell(int(place) - 1)
	}
	q.items[place-1] = it
	q.fix(int(place) - 1)
}

// drop takes out the clock's rung.
func (q *queue) drop(slot uint32, clock uint8) {
	place := q.ladder.open[slot].places[clock]
	if place == 0 {
		return
	}
	i, last := int(place)-1, len(q.items)-1
	q.swap(i, last)
	q.ladder.open[slot].places[clock] = 0
	if q.items = q.items[:last]; i < last {
		q.fix(i)
	}
}

// place returns the place of the clock's rung, from 1; 0 where it has none.
func (q *queue) place(it item) int32 { return q.ladder.open[it.slot].places[it.clock] }

// move gives the dossier's rungs the slot that it has now.
func (q *queue) move(slot uint32) {
	for _, place := range q.ladder.open[slot].places {
		if place > 0 {
			q.items[place-1].slot = slot
		}
	}
}

// tell tells the entry the place of its clock's rung.
func (q *queue) tell(i int) {
	it := q.items[i]
	q.ladder.open[it.slot].places[it.clock] = int32(i + 1)
}

func (q *queue) swap(i, j int) {
	q.items[i], q.items[j] = q.items[j], q.items[i]
	q.tell(i)
	q.tell(j)
}

// order makes a heap of items that stand in any order.
func (q *queue) order() {
	for i := len(q.items)/2 - 1; i >= 0; i-- {
		q.sink(i)
	}
}

// fix moves the item to where it belongs.
func (q *queue) fix(i int) {
	for i > 0 && q.before(i, (i-1)/2) {
		q.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
	q.sink(i)
}

// sink moves the item down to where it belongs.
func (q *queue) sink(i int) {
	for {
		first := 2*i + 1
		if first+1 < len(q.items) && q.before(first+1, first) {
			first++
		}
		if first >= len(q.items) || !q.before(first, i) {
			return
		}
		q.swap(i, first)
		i = first
	}
}

func (q *queue) before(i, j int) bool { return q.ladder.compare(q.items[i], q.items[j]) < 0 }

// compare orders rungs by when they are reached; equal ones by dossier, as they were
// first mentioned, and clock, so that every engine finds them in one order.
func (l *Ladder) compare(a, b item) int {
	if a.at != b.at {
		return cmp.Compare(a.at, b.at)
	}
	if a.slot != b.slot {
		return cmp.Compare(l.open[a.slot].number, l.open[b.slot].number)
	}
	return strings.Compare(string(clocks[a.clock]), string(clocks[b.clock]))
}
