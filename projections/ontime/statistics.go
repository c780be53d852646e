package ontime

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"github.com/hoso-engine/dossier/domain"
)

// Statistics fills in the form from the rows: those of the register, all of
// them. Rows in which nothing is counted are left out, but for months.
func Statistics(rows iter.Seq[*domain.Dossier], q Query) Report {
	q = q.normal()
	t := q.tallies()
	for d := range rows {
		if q.Filter.Match(d) {
			t.add(d)
		}
	}
	return Report{
		Form: Form, From: q.From, To: q.To, AsOf: q.AsOf.In(q.Zone), Zone: q.Zone.String(),
		By: q.By, Counting: q.Counting, Rows: t.rows(), Total: t.whole.done(),
	}
}

// Cell returns the dossiers behind one number of the report: the column of the
// row with that key. There are as many as the number says.
func Cell(rows iter.Seq[*domain.Dossier], q Query, key string, c Column) iter.Seq[*domain.Dossier] {
	q = q.normal()
	spans := q.tallies()
	return q.pick(rows, func(d *domain.Dossier) bool {
		for k, class := range spans.places(d) {
			if k == key {
				return class.In(c)
			}
		}
		return false
	})
}

// Sum returns the dossiers behind one number of the report's total.
func Sum(rows iter.Seq[*domain.Dossier], q Query, c Column) iter.Seq[*domain.Dossier] {
	whole := q.span()
	return q.pick(rows, func(d *domain.Dossier) bool { return whole.classify(d).In(c) })
}

func (q Query) pick(rows iter.Seq[*domain.Dossier], counts func(*domain.Dossier) bool) iter.Seq[*domain.Dossier] {
	return func(yield func(*domain.Dossier) bool) {
		for d := range rows {
			if q.Filter.Match(d) && counts(d) && !yield(d) {
				return
			}
		}
	}
}

// tallies are the rows of a report while it is counted.
type tallies struct {
	query  Query
	whole  *tally
	byKey  map[string]*tally
	months []*tally // of a breakdown by month, in order
}

func (q Query) tallies() *tallies {
	t := &tallies{query: q, whole: &tally{span: q.span()}, byKey: make(map[string]*tally)}
	if q.By == "month" {
		keys, spans := q.months()
		for i, key := range keys {
			month := &tally{span: spans[i], row: Row{Key: key}}
			t.byKey[key] = month
			t.months = append(t.months, month)
		}
	}
	return t
}

func (t *tallies) add(d *domain.Dossier) {
	t.whole.add(d, t.whole.classify(d))
	for key, class := range t.places(d) {
		t.tally(key).add(d, class)
	}
}

// places yields the rows that the dossier is counted in, and where there: one,
// or one for every month.
func (t *tallies) places(d *domain.Dossier) iter.Seq2[string, Class] {
	return func(yield func(string, Class) bool) {
		if t.query.By != "month" {
			yield(t.query.keyOf(d), t.whole.classify(d))
			return
		}
		for _, month := range t.months {
			if !yield(month.row.Key, month.classify(d)) {
				return
			}
		}
	}
}

func (t *tallies) tally(key string) *tally {
	if found, ok := t.byKey[key]; ok {
		return found
	}
	made := &tally{span: t.whole.span, row: Row{Key: key}}
	t.byKey[key] = made
	return made
}

// rows returns the rows in order, numbered.
func (t *tallies) rows() []Row {
	rows := []Row{}
	for _, key := range slices.SortedFunc(maps.Keys(t.byKey), byKey) {
		row := t.byKey[key].done()
		if row.Received == 0 && row.Apart == (Apart{}) && t.query.By != "month" {
			continue
		}
		row.No = len(rows) + 1
		rows = append(rows, row)
	}
	return rows
}

// byKey orders keys; the empty one is the last.
func byKey(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}
