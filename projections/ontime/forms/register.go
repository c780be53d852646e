package forms

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// Entries is the form so-theo-doi: the dossiers that were received in a period,
// in the order of their receipts, as they stood at its end.
type Entries struct {
	Form     string        `json:"form"`
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to"`
	AsOf     time.Time     `json:"as_of"` // the last instant that is shown
	Position uint64        `json:"position,omitzero"`
	Office   Office        `json:"office,omitzero"`
	Dossiers []Entry       `json:"dossiers"`
	Titles   Titles        `json:"titles,omitzero"`
}

// Entry is one line of the register. Of the applicant it holds the opaque
// reference and nothing else.
type Entry struct {
	Code        domain.Code     `json:"code"`
	Procedure   string          `json:"procedure"`
	Content     string          `json:"content,omitzero"`
	Sets        int             `json:"sets,omitzero"` // of papers; 0: not said
	Applicant   string          `json:"applicant,omitzero"`
	Received    time.Time       `json:"received"`
	Appointment time.Time       `json:"appointment,omitzero"`
	Returned    time.Time       `json:"returned,omitzero"`
	Method      domain.Channel  `json:"method,omitzero"` // of the return
	From        string          `json:"from,omitzero"`   // the desk, or else the unit, that received it
	To          string          `json:"to,omitzero"`     // the unit, or else the agency, that held it at the end
	Standing    domain.Standing `json:"standing"`
	Apologised  bool            `json:"apologised,omitzero"`
}

// MostEntries is how many lines a register has at most: those of a big
// department's year, and few enough for a spreadsheet.
const MostEntries = 100_000

// EntriesOf fills in the register. More than [MostEntries] are refused with
// [domain.CodeTooLarge].
func EntriesOf(rows iter.Seq[*domain.Dossier], q Query, position uint64, g *domain.Registry) (Entries, error) {
	made := Entries{
		Form: string(Register), From: q.From, To: q.To, AsOf: q.AsOf, Position: position,
		Office: office(g, confinedTo(q.Query)), Dossiers: []Entry{}, Titles: noTitles(),
	}
	x, begin := indexOf(g), register.StartOfDay(q.From, q.Zone)
	for d := range rows {
		if !q.Filter.Match(d) || d.ReceivedAt.Before(begin) || d.ReceivedAt.After(q.AsOf) {
			continue
		}
		if len(made.Dossiers) == MostEntries {
			return Entries{}, &domain.Error{Code: domain.CodeTooLarge, Field: "from", Message: fmt.Sprintf(
				"the register has more than %d lines: ask for a shorter period, or for one agency or unit", MostEntries)}
		}
		e := entryOf(d, q.AsOf, q.Zone)
		x.name(&made.Titles, e.Procedure, "", e.From, e.To)
		made.Dossiers = append(made.Dossiers, e)
	}
	slices.SortFunc(made.Dossiers, func(a, b Entry) int {
		return cmp.Or(a.Received.Compare(b.Received), cmp.Compare(a.Code, b.Code))
	})
	return made, nil
}

// entryOf returns a dossier's line, with what had happened by the instant.
func entryOf(d *domain.Dossier, asOf time.Time, zone *time.Location) Entry {
	holder := d.HolderAt(asOf)
	e := Entry{
		Code: d.Code, Procedure: d.Procedure, Content: d.Content, Sets: d.Sets, Standing: d.StandingAt(asOf),
		Received: d.ReceivedAt.In(zone), From: cmp.Or(d.Desk, d.Unit, d.Agency), To: cmp.Or(holder.Unit, holder.Agency),
		Apologised: len(lettersUntil(d, asOf)) > 0, Appointment: in(zone, appointmentAt(d, asOf)),
	}
	if d.Applicant != nil {
		e.Applicant = d.Applicant.Ref
	}
	if !d.ReturnedAt.IsZero() && !d.ReturnedAt.After(asOf) {
		e.Returned, e.Method = d.ReturnedAt.In(zone), d.ReturnMethod
	}
	return e
}

// appointmentAt returns the date that the citizen had been promised by the
// instant.
func appointmentAt(d *domain.Dossier, asOf time.Time) time.Time {
	set, letters := d.DeadlineAt(asOf), lettersUntil(d, asOf)
	switch {
	case len(letters) == len(d.Extensions) && set == d.Deadline():
		return d.Appointment() // nothing changed since
	case len(letters) > 0:
		return letters[len(letters)-1].Appointment
	case d.Promised.IsZero() && set != nil:
		return set.Due
	}
	return d.Promised
}

// lettersUntil returns the apology letters of up to the instant.
func lettersUntil(d *domain.Dossier, at time.Time) []domain.Extension {
	n := 0
	for n < len(d.Extensions) && !d.Extensions[n].At.After(at) {
		n++
	}
	return d.Extensions[:n]
}

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
