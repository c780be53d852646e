package demo

import (
	"fmt"
	"slices"
)

// number gives the courses their codes, in the order in which they are handed
// in: the desk's unit code, the day, the ordinal within the day.
func number(o office, courses []*Course) {
	slices.SortStableFunc(courses, func(a, b *Course) int { return a.handedIn().Compare(b.handedIn()) })
	type desk struct{ unit, day string }
	ordinals := make(map[desk]int)
	for _, c := range courses {
		at := desk{agency, c.handedIn().In(o.Location()).Format("060102")}
		if c.Procedure.Border {
			at.unit = c.Desk
		}
		ordinals[at]++
		c.Code = code(at.unit, at.day, ordinals[at])
	}
}

// mostADay is the last ordinal that a code has room for, and firstCounter the number
// of the counter of a desk that goes on behind it.
const mostADay, firstCounter = 99_999, 900

// code returns the code of the n-th dossier of a desk's day.
func code(unit, day string, n int) string {
	if counters := (n - 1) / mostADay; counters > 0 {
		unit, n = fmt.Sprintf("%s.%d", unit, firstCounter+counters), n-counters*mostADay
	}
	return fmt.Sprintf("%s-%s-%04d", unit, day, n)
}
