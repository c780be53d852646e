// Package register is the table of the dossiers: one row each, folded from the
// log, to look up, filter, list and count. Every statistic, list and export is a
// function over its rows and its [Filter], so that a number and the list behind
// it can't disagree.
//
// # Form
//
// A row is kept twice. The [domain.Dossier], the fold of its events, is kept
// packed: some hundred bytes instead of four thousand; those that were folded
// lately are packed when others take their place, or the table rests. The [Columns]
// are derived from it whenever a commit said what they show: numbers for names,
// milliseconds for instants, bits for marks. Scans read the columns alone; the
// dossier is for what people look at, and for the search of text. Where the latest
// due and its breach don't tell how a pending dossier stood at every instant (it was
// stopped, or its due was set again), the row has a trail of turns besides.
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
// first. A row's code is that of its first event.
type Table struct {
	subjects *subjects
	rows     *rows
	live     ordinals // submitted or in hand
	awaiting int      // completed and not returned
	columns  *Columns
	spread   func(parts int, do func(part int))

	// present is the dossier of the last commit: the projections that are folded
	// behind the table ask for it.
	present *domain.Dossier
	ordinal int    // of present; -1: there is none
	subject string // of present

	prefetched int // what Prefetch read, which nobody needs
}

// New returns an empty table. It asks the reference for the calendars that
// working time is counted by, so that it comes after it in the order of
// [projections.NewRunner].
func New(reference *projections.Reference) *Table {
	t := &Table{subjects: newSubjects(), rows: new(rows), columns: new(Columns), spread: inTurn, ordinal: -1}
	t.clear(reference)
	return t
}

// clear makes the rows and columns those of an empty table.
func (t *Table) clear(reference *projections.Reference) {
	*t.rows = rows{subjects: t.subjects, columns: t.columns, shelf: newShelf()}
	t.columns.clear(reference, t.rows)
}

// Spread gives the table a way to have parts of a task done beside each other, for
// reading a snapshot. Without it they are done one after the other.
func (t *Table) Spread(beside func(parts int, do func(part int))) { t.spread = beside }

func inTurn(parts int, do func(part int)) {
	for part := range parts {
		do(part)
	}
}

// Name implements projections.Projection.
func (t *Table) Name() string { return "register" }

// Subjects returns the numbers of the log's subjects, which the table shares with
// the chain of the runner that it is folded by ([projections.NewRunner]): each text
// is held once.
func (t *Table) Subjects() *eventstore.Subjects { return t.subjects.log }

// Met returns how many of the log's subjects the table was told of.
func (t *Table) Met() int { return t.subjects.met }

// Apply implements projections.Projection. Commits about reference facts change
// nothing.
func (t *Table) Apply(c eventstore.Commit) error {
	if len(c.Events) == 0 || c.Events[0].Type.Kind() != domain.KindDossier {
		t.subjects.pass(c.Subject)
		return nil
	}
	d := t.open(c.Subject, domain.Code(c.Events[0].Subject))
	before, code, applicant := d.State, d.Code, d.Applicant
	said := t.ordinal == t.columns.Len() // it is new
	for i := range c.Events {
		d.Reflect(c.Events[i])
		said = said || shows(&c.Events[i])
	}
	d.Code = code
	if d.Applicant != applicant { // another than what was abridged already
		d.Abridge()
	}
	if said {
		t.count(t.ordinal, before, d.State)
		t.columns.Derive(t.ordinal, d)
	}
	return nil
}

// shows reports whether the event may change what the columns say.
func shows(e *domain.Event) bool {
	switch e.Type {
	case domain.TypeApproached, domain.TypeMissed, domain.TypeReminded, domain.TypeFeePaid, domain.TypeRated,
		domain.TypeAlertAcknowledged, domain.TypeAlertSnoozed, domain.TypeAlertReminded:
		return e.Backdated
	}
	return true
}

// open returns the dossier of a subject, an empty one where it was not mentioned
// before.
func (t *Table) open(subject string, code domain.Code) *domain.Dossier {
	ordinal, isNew := t.subjects.Number(subject, code)
	if isNew {
		t.present = t.rows.begin(ordinal, code)
	} else {
		t.present = t.rows.open(ordinal)
	}
	t.ordinal, t.subject = ordinal, subject
	return t.present
}

// A table that rests packs so many dossiers at a time, in less than a millisecond.
const portion = 256

// Weary reports whether dossiers take memory unpacked that [Table.Rest] would give back.
func (t *Table) Weary() bool { return t.rows.tray.awake > mostAwake }

// Rest gives back the memory that dossiers take unpacked while commits come by the
// thousand, a part of it. It changes nothing else.
func (t *Table) Rest() { t.rest(portion, mostAwake) }

func (t *Table) rest(most, stay int) {
	t.present, t.ordinal, t.subject = nil, -1, ""
	t.rows.tray.rest(most, stay)
}

// Columns returns the rows as scans read them.
func (t *Table) Columns() *Columns { return t.columns }

// Dossier returns the dossier of that code. It is read only, and valid until the
// next commit is applied, or the table rests.
func (t *Table) Dossier(code domain.Code) (*domain.Dossier, bool) {
	return t.dossier(t.subjects.ByCode(code))
}

// Read sets a dossier to that of a code, and takes the room of its lists: for who looks
// up one after the other. It is the caller's own.
func (t *Table) Read(code domain.Code, into *domain.Dossier) (known bool) {
	ordinal, known := t.subjects.ByCode(code)
	if known {
		t.rows.read(ordinal, into)
	}
	return known
}

func (t *Table) dossier(ordinal int, known bool) (*domain.Dossier, bool) {
	switch {
	case !known:
		return nil, false
	case ordinal == t.ordinal:
		return t.present, true
	}
	return t.columns.Dossier(ordinal), true
}

// NumberOf returns the ordinal of the dossier of a subject, given the number of the
// subject in the log.
func (t *Table) NumberOf(subject int) (ordinal int, known bool) { return t.subjects.ordinal(subject) }

// Number returns the ordinal of the dossier of a subject of the log.
func (t *Table) Number(subject string) (ordinal int, known bool) {
	if t.ordinal >= 0 && subject == t.subject { // as those ask that are folded behind the table
		return t.ordinal, true
	}
	return t.subjects.BySubject(subject)
}

// At returns the dossier of an ordinal. It is read only, and valid until the next
// commit is applied, or the table rests.
func (t *Table) At(ordinal int) (*domain.Dossier, bool) {
	return t.dossier(ordinal, uint(ordinal) < uint(t.columns.Len()))
}

// SubjectAt returns the subject of an ordinal.
func (t *Table) SubjectAt(ordinal int) string { return t.subjects.Subject(ordinal) }

// Subject returns where the dossier of that code stands in the log.
func (t *Table) Subject(code domain.Code) (string, bool) {
	if ordinal, known := t.subjects.ByCode(code); known {
		return t.subjects.Subject(ordinal), true
	}
	return "", false
}

// All yields every dossier in the order of first mention, each until the next
// one is asked for.
func (t *Table) All() iter.Seq[*domain.Dossier] {
	return t.columns.Dossiers(func(int) bool { return true })
}

// Find yields the dossiers that the filter matches, in the order of first
// mention, each until the next one is asked for.
func (t *Table) Find(f Filter) iter.Seq[*domain.Dossier] {
	return t.columns.Dossiers(t.columns.Compile(f).Match)
}
