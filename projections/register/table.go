// Package register is the table of the dossiers: one row each, folded from the
// log, to look up, filter, list and count. Every statistic, list and export is a
// function over its rows and its [Filter], so that a number and the list behind
// it can't disagree.
//
// # Form
//
// A row is kept twice. The [domain.Dossier] is the fold of its events; the
// [Columns] are derived from it whenever a commit changed it: numbers for names,
// milliseconds for instants, bits for marks. Scans read the columns alone; the
// dossier is for what people look at, and for the search of text. Where the
// latest due and its breach don't tell how a pending dossier stood at every
// instant (it was stopped, or its due was set again), the row has a trail of
// turns besides.
//
// It is pure: instants are arguments, nothing here reads a clock or does I/O.
// What it hands out is for reading, within [projections.Runner.Read].
//
// # Words
//
// Row: what the table knows of one subject of the log. Ordinal: the row's place
// in the order of first mention, the same in every replay. Mark: the bits of a
// row. Trail, turn: how a pending dossier stood, from when to when.
package register

import (
	"iter"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// Table is the register: a projection.
//
// A row belongs to a subject of the log, not to a code: the engine gives no code
// twice, but should a log hold one under two subjects, each keeps its own row,
// is counted and listed, and the code alone finds the one that was mentioned
// first.
type Table struct {
	rows      []*row // by ordinal
	bySubject map[string]*row
	byCode    map[domain.Code]*row
	live      []*row // submitted or in hand, in no order
	awaiting  int    // completed and not returned
	columns   *Columns
}

// row is one dossier.
type row struct {
	subject string
	ordinal int
	live    int // place in Table.live; -1: not there
	domain.Dossier
}

// New returns an empty table. It asks the reference for the calendars that
// working time is counted by, so that it comes after it in the order of
// [projections.NewRunner].
func New(reference *projections.Reference) *Table {
	t := &Table{bySubject: make(map[string]*row), byCode: make(map[domain.Code]*row)}
	t.columns = NewColumns(reference, func(ordinal int) *domain.Dossier { return &t.rows[ordinal].Dossier })
	return t
}

// Name implements projections.Projection.
func (t *Table) Name() string { return "register" }

// Apply implements projections.Projection. Commits about reference facts change
// nothing.
func (t *Table) Apply(c eventstore.Commit) error {
	if len(c.Events) == 0 || c.Events[0].Type.Kind() != domain.KindDossier {
		return nil
	}
	r := t.row(c.Subject, domain.Code(c.Events[0].Subject))
	before := r.State
	for _, e := range c.Events {
		r.Reflect(e)
	}
	t.recount(r, before)
	t.columns.Derive(r.ordinal, &r.Dossier)
	return nil
}

// row returns the row of a subject, a new one where it was not mentioned before.
func (t *Table) row(subject string, code domain.Code) *row {
	if r, ok := t.bySubject[subject]; ok {
		return r
	}
	r := &row{subject: subject, ordinal: len(t.rows), live: -1}
	t.rows = append(t.rows, r)
	t.bySubject[subject] = r
	if _, taken := t.byCode[code]; !taken {
		t.byCode[code] = r
	}
	return r
}

// Columns returns the rows as scans read them.
func (t *Table) Columns() *Columns { return t.columns }

// Dossier returns the dossier of that code. It is read only, and valid until the
// next commit is applied.
func (t *Table) Dossier(code domain.Code) (*domain.Dossier, bool) {
	if r, ok := t.byCode[code]; ok {
		return &r.Dossier, true
	}
	return nil, false
}

// At returns the dossier of a subject of the log. It is read only, and valid until
// the next commit is applied.
func (t *Table) At(subject string) (*domain.Dossier, bool) {
	if r, ok := t.bySubject[subject]; ok {
		return &r.Dossier, true
	}
	return nil, false
}

// Subject returns where the dossier of that code stands in the log.
func (t *Table) Subject(code domain.Code) (string, bool) {
	if r, ok := t.byCode[code]; ok {
		return r.subject, true
	}
	return "", false
}

// All yields every dossier in the order of first mention.
func (t *Table) All() iter.Seq[*domain.Dossier] {
	return func(yield func(*domain.Dossier) bool) {
		for _, r := range t.rows {
			if !yield(&r.Dossier) {
				return
			}
		}
	}
}

// Find yields the dossiers that the filter matches, in the order of first
// mention.
func (t *Table) Find(f Filter) iter.Seq[*domain.Dossier] {
	return func(yield func(*domain.Dossier) bool) {
		m := t.columns.Compile(f)
		for ordinal, r := range t.rows {
			if m.Match(ordinal) && !yield(&r.Dossier) {
				return
			}
		}
	}
}
