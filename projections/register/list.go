package register

import (
	"container/heap"
	"slices"
)

// Page is one page of a list.
type Page struct {
	Dossiers []View `json:"dossiers"`
	Total    int    `json:"total"`         // of all pages
	Next     string `json:"next,omitzero"` // [Query.Cursor] of the next page; empty on the last
}

// List returns a page of the dossiers that the query's filter matches. Going
// from page to page every dossier that stays where it is comes once, whatever
// arrives meanwhile. A cursor that [ParseQuery] would refuse stands for the
// beginning.
func (t *Table) List(q Query) Page {
	o, most := q.order(), min(q.Limit, maxLimit)
	if most < 1 {
		most = defaultLimit
	}
	after, resumed := parseCursor(q.Cursor, o)
	page := Page{Dossiers: []View{}}
	nearest := &nearest{order: o}
	for _, r := range t.rows {
		if !q.Match(&r.Dossier) {
			continue
		}
		page.Total++
		if k := o.key(r); !resumed || o.compare(k, after) > 0 {
			nearest.offer(entry{k, r}, most+1) // one more tells whether there is a next page
		}
	}
	entries := nearest.sorted()
	if len(entries) > most {
		entries = entries[:most]
		page.Next = o.cursor(entries[most-1].key)
	}
	zones := make(zones)
	for _, e := range entries {
		page.Dossiers = append(page.Dossiers, zones.view(&e.row.Dossier, q.At))
	}
	return page
}

// entry is a row and its place in the list.
type entry struct {
	key key
	row *row
}

// nearest keeps the first entries of an order, in a heap whose root is the last
// of them: a page is found in one pass, without sorting all.
type nearest struct {
	order   order
	entries []entry
}

func (n *nearest) offer(e entry, most int) {
	switch {
	case len(n.entries) < most:
		heap.Push(n, e)
	case n.order.compare(e.key, n.entries[0].key) < 0:
		n.entries[0] = e
		heap.Fix(n, 0)
	}
}

func (n *nearest) sorted() []entry {
	slices.SortFunc(n.entries, func(a, b entry) int { return n.order.compare(a.key, b.key) })
	return n.entries
}

// Len, Less, Swap, Push and Pop implement [heap.Interface].
func (n *nearest) Len() int { return len(n.entries) }

func (n *nearest) Less(i, j int) bool {
	return n.order.compare(n.entries[i].key, n.entries[j].key) > 0
}
func (n *nearest) Swap(i, j int) { n.entries[i], n.entries[j] = n.entries[j], n.entries[i] }
func (n *nearest) Push(e any)    { n.entries = append(n.entries, e.(entry)) }
func (n *nearest) Pop() any {
	last := len(n.entries) - 1
	e := n.entries[last]
	n.entries = n.entries[:last]
	return e
}
