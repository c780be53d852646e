package forms

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
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
