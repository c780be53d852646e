package demo

import (
	"fmt"
	"slices"
)

// number gives the courses their codes, in the order in which they are handed
// in: the desk's unit code, the day, the ordinal within the day.
func number(o office, courses []*Course) {
	slices.SortStableFunc(courses, func(a, b *Course) int { return a.handedIn().Compare(b.handedIn()) })
	ordinals := make(map[string]int)
	for _, c := range courses {
		unit := agency
		if c.Procedure.Border {
			unit = c.Desk
		}
		day := unit + "-" + c.handedIn().In(o.Location()).Format("060102")
		ordinals[day]++
		c.Code = fmt.Sprintf("%s-%04d", day, ordinals[day])
	}
}
