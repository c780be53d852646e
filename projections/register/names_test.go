package register

import (
	"strconv"
	"testing"
)

// The numbers of names outgrow two bytes, and what rows held before stays.
func TestMoreNamesThanTwoBytesNumber(t *testing.T) {
	var n Names
	var g group
	g.of(&n)
	const rows = mostNarrow + 100
	for row := range rows {
		g.rows.grow()
		g.set(row, strconv.Itoa(row))
		if widened := g.rows.wide != nil; widened != (row >= mostNarrow) {
			t.Fatalf("with %d names, four bytes each: %t", n.Len(), widened)
		}
	}
	g.set(7, "another")
	for row := range rows {
		if row != 7 && n.Of(row) != strconv.Itoa(row) {
			t.Fatalf("row %d holds %q", row, n.Of(row))
		}
	}
	if n.Of(7) != "another" || n.Len() != rows+2 {
		t.Errorf("row 7 holds %q, there are %d names", n.Of(7), n.Len())
	}
}
