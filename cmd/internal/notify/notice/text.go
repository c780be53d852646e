package notice

import (
	"fmt"
	"strconv"
	"strings"
)

// SummaryText says how many alerts were held, by rung.
func (n *Notice) SummaryText() (vi, en string) {
	rungs := make([]string, len(n.Groups))
	for i, g := range n.Groups {
		rungs[i] = g.Rung + ": " + strconv.Itoa(g.Count)
	}
	list := strings.Join(rungs, ", ")
	return fmt.Sprintf("Và %s cảnh báo khác (%s).", Thousands(n.Count, "."), list),
		fmt.Sprintf("And %s more alerts (%s).", Thousands(n.Count, ","), list)
}

// Thousands prints a number in groups of three digits.
func Thousands(n int, mark string) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + mark + digits[i:]
	}
	return digits
}
