package forms

import (
	"cmp"
	"strconv"
	"strings"
)

// registerColumns are those of the statutory register (sổ theo dõi hồ sơ, a form
// of the circulars on the one-stop mechanism: Thông tư 01/2018/TT-VPCP, form 06).
var registerColumns = []listed{
	{label: textNumber, kind: Mark, width: 6},
	{label: textCode, kind: Words, width: 20},
	{label: textContent, kind: Words, width: 28},
	{label: textSets, kind: Mark, width: 6},
	{label: textApplicant, path: paths(headApplicant, headReference), kind: Words, width: 16},
	{label: textAddress, path: paths(headApplicant, textAddress), kind: Words, width: 14},
	{label: textPhone, path: paths(headApplicant, textPhone), kind: Words, width: 11},
	{label: textTakenIn, path: paths(headDates, headTakenIn), kind: Day, width: 12},
	{label: textAppointment, path: paths(headDates, headPromised), kind: Day, width: 12},
	{label: textReturned, path: paths(headDates, headReturned), kind: Day, width: 12},
	{label: textMethod, kind: Mark, width: 12},
	{label: textFrom, path: paths(headHandled, textFrom), kind: Words, width: 18},
	{label: textTo, path: paths(headHandled, textTo), kind: Words, width: 18},
	{label: textNotes, kind: Words, width: 15},
}

// Sheet implements [Form].
func (f Entries) Sheet(l Language) Sheet {
	s := page(l, f.Office, textRegisterTitle)
	s.Number = l.of(textRegisterForm)
	s.File = fileName(Register, l, f.From, f.To)
	s.period(f.From, f.To)
	s.facts(noPolicy, f.AsOf, f.Position)
	s.list(registerColumns)
	for i := range f.Dossiers {
		s.Rows = append(s.Rows, f.row(l, i))
	}
	s.Notes = []string{l.say(textCount, l.count(len(f.Dossiers))), l.of(textNoPersons)}
	return s
}

func (f *Entries) row(l Language, i int) []Cell {
	e, sets := &f.Dossiers[i], ""
	if e.Sets > 0 {
		sets = strconv.Itoa(e.Sets)
	}
	return []Cell{
		words(strconv.Itoa(i + 1)), words(string(e.Code)), words(cmp.Or(e.Content, f.Titles.procedure(e.Procedure))), words(sets),
		words(e.Applicant), words(""), words(""), at(e.Received), at(e.Appointment), at(e.Returned),
		words(l.of(textKeys["channel"][string(e.Method)])), words(f.Titles.unit(e.From)), words(f.Titles.unit(e.To)), words(e.notes(l)),
	}
}

// notes says what became of a dossier that was not returned.
func (e *Entry) notes(l Language) string {
	notes := []string{}
	if e.Returned.IsZero() {
		notes = append(notes, l.of(textStandings[e.Standing]))
	}
	if e.Apologised {
		notes = append(notes, l.of(textApology))
	}
	return strings.Join(notes, "; ")
}
