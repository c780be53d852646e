package ontime

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
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

	Rows    []Figure `json:"rows"`              // the figures that differ, by row and column
	Total   []Figure `json:"total"`             // those of the total, by column
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

// Figure is one number of the report in both readings.
type Figure struct {
	Key    string `json:"key"`           // of the row; empty of the total, and of the row without a key
	Name   string `json:"name,omitzero"` // of the row, for people
	Column Column `json:"column"`
	Before int    `json:"before"`
	After  int    `json:"after"`
}

// Move is a dossier that stands elsewhere in the second reading.
type Move struct {
	Code   domain.Code `json:"code"`
	Before []Place     `json:"before"` // where it was counted: one row, or one for each month; none: nowhere
	After  []Place     `json:"after"`
	Events []Said      `json:"events"` // recorded between the two readings; for the caller to fill in
}

// Place is where a dossier is counted: the row, and its columns there.
type Place struct {
	Key   string `json:"key"`
	Entry Column `json:"entry"` // 4, 5 or 6
	Exit  Column `json:"exit"`  // 8, 9, 10, 12 or 13
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
	Rows    iter.Seq[*domain.Dossier] // those of the register, all of them
	Query   Query
	KnownAt time.Time
}

// Compare returns how the second reading differs from the first. Both queries
// ask for the same report, but for AsOf and Counting. The moves are listed up to
// the limit.
func Compare(before, after Side, limit int) Diff {
	first, second := Statistics(before.Rows, before.Query), Statistics(after.Rows, after.Query)
	d := Diff{
		Form: first.Form, From: first.From, To: first.To, By: first.By, Zone: first.Zone,
		Before: before.reading(&first), After: after.reading(&second),
		Rows: []Figure{}, Total: figures(&first.Total, &second.Total),
	}
	rows := rowsByKey(&first, &second)
	for _, key := range slices.SortedFunc(maps.Keys(rows), byKey) {
		d.Rows = append(d.Rows, figures(rows[key][0], rows[key][1])...)
	}
	d.Moves = moves(before, after)
	if len(d.Moves) > limit {
		d.Moves, d.LeftOut = d.Moves[:limit], len(d.Moves)-limit
	}
	return d
}

func (s Side) reading(r *Report) Reading {
	return Reading{KnownAt: s.KnownAt.In(r.AsOf.Location()), AsOf: r.AsOf, Position: r.Position, Counting: r.Counting}
}

// rowsByKey pairs the rows of two reports; a row that one lacks is empty there.
func rowsByKey(first, second *Report) map[string][2]*Row {
	rows := make(map[string][2]*Row)
	for side, report := range [...]*Report{first, second} {
		for i := range report.Rows {
			key := report.Rows[i].Key
			pair, there := rows[key]
			if !there {
				pair = [2]*Row{{Key: key}, {Key: key}}
			}
			pair[side] = &report.Rows[i]
			rows[key] = pair
		}
	}
	return rows
}

// figures returns the columns in which two rows differ.
func figures(before, after *Row) []Figure {
	differ := []Figure{}
	for c := ColumnReceived; c <= ColumnOverdue; c++ {
		if was, is := before.Column(c), after.Column(c); was != is {
			differ = append(differ, Figure{Key: before.Key, Column: c, Before: was, After: is})
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
			moved = append(moved, Move{Code: code, Before: places, After: []Place{}, Events: []Said{}})
		}
	}
	slices.SortFunc(moved, func(a, b Move) int { return cmp.Compare(a.Code, b.Code) })
	return moved
}

// listed is the places, an empty list where there are none.
func listed(places []Place) []Place { return append([]Place{}, places...) }

// standing returns where each dossier is counted that is. A code that stands
// twice in the log has the places of both.
func (s Side) standing() map[domain.Code][]Place {
	q := s.Query.normal()
	tallies := q.tallies()
	stands := make(map[domain.Code][]Place)
	for d := range s.Rows {
		if !q.Filter.Match(d) {
			continue
		}
		for key, class := range tallies.places(d) {
			if class != (Class{}) {
				stands[d.Code] = append(stands[d.Code], Place{Key: key, Entry: class.Entry, Exit: class.Exit})
			}
		}
	}
	return stands
}

// NameRows gives the rows the names that people know their keys by.
func (d *Diff) NameRows(name func(key string) string) {
	for i := range d.Rows {
		d.Rows[i].Name = name(d.Rows[i].Key)
	}
}
