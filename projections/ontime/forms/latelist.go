package forms

import (
	"strconv"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Late is the form late-list: the dossiers behind the columns of late and overdue
// ones.
type Late struct {
	Form     string                `json:"form"`
	From     calendar.Date         `json:"from"`
	To       calendar.Date         `json:"to"`
	AsOf     time.Time             `json:"as_of"` // the last instant that is counted
	Counting ontime.CountingPolicy `json:"counting"`
	Position uint64                `json:"position,omitzero"`
	Office   Office                `json:"office,omitzero"`
	Dossiers []ontime.LateItem     `json:"dossiers"`
	Titles   Titles                `json:"titles,omitzero"`
}

// LateOf fills in the late list.
func LateOf(items []ontime.LateItem, q Query, position uint64, g *domain.Registry) Late {
	made := Late{
		Form: string(LateList), From: q.From, To: q.To, AsOf: q.AsOf, Counting: q.Counting, Position: position,
		Office: office(g, confinedTo(q.Query)), Dossiers: items, Titles: noTitles(),
	}
	x := indexOf(g)
	for i := range items {
		item := &items[i]
		x.name(&made.Titles, item.Procedure, item.Field, item.Agency, item.Unit)
	}
	return made
}

// listed is a column of a list.
type listed struct {
	label domain.Text
	path  []domain.Text // its headings, where the label is not the only one
	kind  Kind
	width int
}

// list lays out the columns of a list, numbered from 1.
func (s *Sheet) list(columns []listed) {
	for i, c := range columns {
		made := Column{Label: s.Language.of(c.label), Kind: c.kind, Width: c.width, Number: "(" + strconv.Itoa(i+1) + ")"}
		for _, heading := range c.path {
			made.Path = append(made.Path, s.Language.of(heading))
		}
		if len(c.path) == 0 {
			made.Path = []string{made.Label}
		}
		s.Columns = append(s.Columns, made)
	}
}

var lateColumns = []listed{
	{label: textNumber, kind: Mark, width: 6},
	{label: textCode, kind: Words, width: 20},
	{label: textProcedure, kind: Words, width: 24},
	{label: textField, kind: Words, width: 14},
	{label: textAgency, kind: Words, width: 12},
	{label: textUnit, kind: Words, width: 16},
	{label: textOfficer, kind: Words, width: 9},
	{label: textReceivedOn, kind: Day, width: 12},
	{label: textDue, kind: Instant, width: 17},
	{label: textReappointed, kind: Day, width: 12},
	{label: textEndedOn, kind: Instant, width: 17},
	{label: textDaysLate, kind: Number, width: 9},
	{label: textWorkdays, kind: Number, width: 9},
	{label: textCause, kind: Mark, width: 11},
	{label: textApologised, kind: Mark, width: 8},
	{label: textReminders, kind: Number, width: 8},
}

// Sheet implements [Form].
func (f Late) Sheet(l Language) Sheet {
	s := page(l, f.Office, textLateTitle)
	s.File = fileName(LateList, l, f.From, f.To)
	s.period(f.From, f.To)
	s.facts(f.Counting, f.AsOf, f.Position)
	s.list(lateColumns)
	for i := range f.Dossiers {
		s.Rows = append(s.Rows, f.row(l, i))
	}
	s.Notes = []string{l.say(textCount, l.count(len(f.Dossiers))), l.of(textLateRowsInOrder)}
	return s
}

func (f *Late) row(l Language, i int) []Cell {
	item := &f.Dossiers[i]
	apologised := ""
	if item.Apologised {
		apologised = "x"
	}
	return []Cell{
		words(strconv.Itoa(i + 1)), words(string(item.Code)), words(f.Titles.procedure(item.Procedure)),
		words(f.Titles.field(item.Field)), words(f.Titles.unit(item.Agency)), words(f.Titles.unit(item.Unit)), words(item.Officer),
		at(item.Received), at(item.Due), at(item.Appointment), at(item.Completed),
		number(item.Days), number(item.Workdays), words(l.of(textCauses[item.Cause])), words(apologised), number(item.Reminders),
	}
}
