package register

import (
	"container/heap"
	"slices"

	"github.com/hoso-engine/dossier/domain"
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
func (t *Table) List(q Query) Page { return t.ListOf(q, t.columns.Compile(q.Filter).Match) }

// ListOf is [Table.List] of the rows to keep: the query's filter is not asked.
func (t *Table) ListOf(q Query, keep func(ordinal int) bool) Page {
	o, most := q.order(), min(q.Limit, maxLimit)
	if most < 1 {
		most = defaultLimit
	}
	after, resumed := parseCursor(q.Cursor, o)
	page := Page{Dossiers: []View{}}
	nearest := &nearest{order: o}
	for ordinal := range t.columns.Len() {
		if !keep(ordinal) {
			continue
		}
		page.Total++
		if k := o.key(t.columns, ordinal); !resumed || o.compare(k, after) > 0 {
			nearest.offer(k, most+1) // one more tells whether there is a next page
		}
	}
	keys := nearest.sorted()
	if len(keys) > most {
		keys = keys[:most]
		page.Next = o.cursor(keys[most-1])
	}
	zones := make(zones)
	var d domain.Dossier
	for _, k := range keys {
		t.columns.Read(k.ordinal, &d)
		page.Dossiers = append(page.Dossiers, zones.view(&d, q.At))
	}
	return page
}

// nearest keeps the first keys of an order, in a heap whose root is the last of
// them: a page is found in one pass, without sorting all.
type nearest struct {
	order order
	keys  []key
}

func (n *nearest) offer(k key, most int) {
	switch {
	case len(n.keys) < most:
		heap.Push(n, k)
	case n.order.compare(k, n.keys[0]) < 0:
		n.keys[0] = k
		heap.Fix(n, 0)
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
