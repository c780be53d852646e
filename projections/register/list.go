package register

import "github.com/hoso-engine/dossier/domain"

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
func (t *Table) List(q Query) Page { return t.ListOf(q, t.columns.Compile(q.Filter)) }

// ListOf is [Table.List] of the rows that match: the query's filter is not asked.
func (t *Table) ListOf(q Query, m *Matcher) Page {
	o, most := q.order(), min(q.Limit, maxLimit)
	if most < 1 {
		most = defaultLimit
	}
	page := Page{Dossiers: []View{}}
	nearest := newNearest(t.columns, o, q.Cursor, most+1) // one more tells whether there is a next page
	for s := range t.blocks(o.descending) {
		rows := m.sift(s, t.begin(s, m))
		page.Total += len(rows)
		nearest.offer(s, rows)
	}
	keys := nearest.sorted()
	if len(keys) > most {
		keys = keys[:most]
		page.Next = o.cursor(keys[most-1])
	}
	var d domain.Dossier
	for _, k := range keys {
		t.columns.Read(k.ordinal, &d)
		page.Dossiers = append(page.Dossiers, t.columns.zones.view(&d, q.At))
	}
	return page
}

// begin returns the rows of a block that a matcher is asked about.
func (t *Table) begin(s *selection, m *Matcher) []uint16 {
	if m.live {
		return s.of(t.live)
	}
	return s.all()
}

// blocks yields the blocks of the table, each until the next one is asked for.
// Dossiers come more or less by their receipt and their due: a list in the
// descending order finds its first page soon when it begins with the last block.
func (t *Table) blocks(descending bool) func(yield func(*selection) bool) {
	return func(yield func(*selection) bool) {
		count := (t.columns.Len() + block - 1) / block
		s := new(selection)
		for i := range count {
			if descending {
				i = count - 1 - i
			}
			s.first, s.after = block*i, min(block*(i+1), t.columns.Len())
			if !yield(s) {
				return
			}
		}
	}
}
