package demo

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// printAlerts prints how many alerts of each rung were received.
func (c *Closing) printAlerts(w *bytes.Buffer) {
	fmt.Fprintf(w, "\nCẢNH BÁO nhận qua NATS (alerts by rung): %d\n", c.alerts())
	rungs := slices.SortedFunc(maps.Keys(c.Alerts), func(a, b string) int { return rungOrder(a) - rungOrder(b) })
	for _, r := range rungs {
		fmt.Fprintf(w, "  %-14s %-26s %5d\n", r, rungName(r), c.Alerts[r])
	}
	c.printOfficers(w)
}

// printOfficers prints who held dossiers when they became overdue, most first.
func (c *Closing) printOfficers(w *bytes.Buffer) {
	officers := slices.SortedFunc(maps.Keys(c.Missed), func(a, b string) int {
		return cmp.Or(c.Missed[b]-c.Missed[a], strings.Compare(a, b))
	})
	var parts []string
	for _, o := range officers {
		parts = append(parts, fmt.Sprintf("%s %d", o, c.Missed[o]))
	}
	fmt.Fprintf(w, "  Cán bộ đang giữ hồ sơ khi quá hạn (who held what became overdue): %s\n", strings.Join(parts, " · "))
}
