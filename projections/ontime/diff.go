package ontime

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// Diff compares two readings of one report: what was known at two instants, or
// what two counting policies make of it, or how far it is counted.
type Diff struct {
	Form   string        `json:"form"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	By     string        `json:"by"`
	Zone   string        `json:"zone"`
	Before Reading       `json:"before"`
	After  Reading       `json:"after"`

	Rows    []Change `json:"rows"`              // the figures that differ, by row and column
	Total   []Change `json:"total"`             // those of the total, by column
	Moves   []Move   `json:"moves"`             // the dossiers that made them differ, by code
	LeftOut int      `json:"left_out,omitzero"` // moves beyond the limit
}

// Reading is one of the two.
type Reading struct {
	KnownAt  time.Time      `json:"known_at"`
	AsOf     time.Time      `json:"as_of"`
	Position uint64         `json:"position,omitzero"` // of the log; for the caller to fill in
	Counting CountingPolicy `json:"counting"`
}

// Change is one number of the report that is another in the second reading.
type Change struct {
	Key    string `json:"key"`           // of the row, see [Row.Key]; empty of the total, and of the row without a key
	Name   string `json:"name,omitzero"` // of the row, for people
	Column Column `json:"column"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// Move is a dossier that stands elsewhere in the second reading.
type Move struct {
	Code   domain.Code `json:"code"`
	Before []RowPlace  `json:"before"` // where it was counted: one row, or one for each month; none: nowhere
	After  []RowPlace  `json:"after"`
	Events []Said      `json:"events"` // recorded between the two readings; for the caller to fill in
}

// RowPlace is where a dossier is counted: the row, and its place there.
type RowPlace struct {
	Key string `json:"key"` // of the row, see [Row.Key]
	Place
}

// Said is an event that may explain a move.
type Said struct {
	Sequence int         `json:"sequence"`
	Type     domain.Type `json:"type"`
	At       time.Time   `json:"time"`
	Recorded time.Time   `json:"recorded"`
	Actor    string      `json:"actor,omitzero"`
}

// Side is what one reading is made from.
type Side struct {
	Rows    *register.Columns // of the register
	Query   Query
	KnownAt time.Time
}

// Compare returns how the second reading differs from the first. Both queries
// ask for the same report, but for AsOf and Counting. The moves are listed up to
// the limit. A report that [Bounded] refuses is not compared.
func Compare(before, after Side, limit int) (Diff, error) {
	before.Query.Detail, after.Query.Detail = FormOnly, FormOnly // the columns are compared, and nothing beside them
	first, err := Bounded(before.Rows, before.Query)
	if err != nil {
		return Diff{}, err
	}
	second, err := Bounded(after.Rows, after.Query)
	if err != nil {
		return Diff{}, err
	}
	d := Diff{
		Form: first.Form, From: first.From, To: first.To, By: first.By, Zone: first.Zone,
		Before: before.reading(&first), After: after.reading(&second),
		Rows: []Change{}, Total: changes(&first.Total, &second.Total),
	}
	for _, pair := range pairs(&first, &second) {
		d.Rows = append(d.Rows, changes(pair[0], pair[1])...)
	}
	d.Moves = moves(before, after)
	if len(d.Moves) > limit {
		d.Moves, d.LeftOut = d.Moves[:limit], len(d.Moves)-limit
	}
	return d, nil
}

func (s Side) reading(r *Report) Reading {
	return Reading{KnownAt: s.KnownAt.In(r.AsOf.Location()), AsOf: r.AsOf, Position: r.Position, Counting: r.Counting}
}

// pairs returns the rows of two reports side by side, in their order; a row that
// one lacks is empty there.
func pairs(first, second *Report) [][2]*Row {
	rows := make(map[string][2]*Row)
	for side, report := range [...]*Report{first, second} {
		for i := range report.Rows {
			row := &report.Rows[i]
			pair, there := rows[row.Key]
			if !there {
				pair = [2]*Row{{Key: row.Key, Keys: row.Keys}, {Key: row.Key, Keys: row.Keys}}
			}
			pair[side] = row
			rows[row.Key] = pair
		}
	}
	return slices.SortedFunc(maps.Values(rows), func(a, b [2]*Row) int { return byKeys(a[0].parts(), b[0].parts()) })
}

// changes returns the columns in which two rows differ.
func changes(before, after *Row) []Change {
	differ := []Change{}
	for c := ColumnReceived; c <= ColumnOverdue; c++ {
		if was, is := before.Column(c), after.Column(c); was != is {
			differ = append(differ, Change{Key: before.Key, Column: c, Before: was, After: is})
		}
	}
	return differ
}

// moves returns the dossiers that stand elsewhere, by code.
func moves(before, after Side) []Move {
	was, is := before.standing(), after.standing()
	moved := []Move{}
	for code, places := range is {
		if !slices.Equal(was[code], places) {
			moved = append(moved, Move{Code: code, Before: listed(was[code]), After: listed(places), Events: []Said{}})
		}
	}
	for code, places := range was {
		if _, there := is[code]; !there {
			moved = append(moved, Move{Code: code, Before: places, After: []RowPlace{}, Events: []Said{}})
		}
	}
	slices.SortFunc(moved, func(a, b Move) int { return cmp.Compare(a.Code, b.Code) })
	return moved
}

// listed is the places, an empty list where there are none.
func listed(places []RowPlace) []RowPlace { return append([]RowPlace{}, places...) }

// standing returns where each dossier is counted that is. A code that stands
// twice in the log has the places of both.
func (s Side) standing() map[domain.Code][]RowPlace {
	q := s.Query.normal()
	months, spans := q.rowSpans()
	x, scan := q.crossing(s.Rows, months), q.scan(s.Rows, spans)
	stands := make(map[domain.Code][]RowPlace)
	for row := range s.Rows.Len() {
		if !scan.matches(row) {
			continue
		}
		first, after := scan.within(row)
		for month := first; month < after; month++ {
			if class := scan.classify(row, &spans[month]); class.entry() > 0 {
				var counted Row
				counted.label(x.keys(x.place(row, month)))
				code := s.Rows.Code(row)
				stands[code] = append(stands[code], RowPlace{counted.Key, class.place()})
			}
		}
	}
	return stands
}

// NameRows gives the rows the names that people know their keys by in their
// breakdowns; those of a crossed row stand side by side.
func (d *Diff) NameRows(name func(by, key string) string) {
	parts := strings.Split(d.By, ",")
	for i := range d.Rows {
		change := &d.Rows[i]
		if len(parts) == 1 {
			change.Name = name(d.By, change.Key)
			continue
		}
		row := Row{Keys: splitKeys(change.Key)}
		for k, key := range row.Keys {
			row.Names = append(row.Names, name(parts[k], key))
		}
		change.Name = row.Label()
	}
}
