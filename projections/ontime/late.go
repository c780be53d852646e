package ontime

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// LateItem is one dossier of the late list: resolved late in the period, or
// pending overdue at its end.
type LateItem struct {
	Code        domain.Code  `json:"code"`
	Procedure   string       `json:"procedure"`
	Field       string       `json:"field,omitzero"`
	Agency      string       `json:"agency"`
	Unit        string       `json:"unit,omitzero"`    // that held it at the breach
	Officer     string       `json:"officer,omitzero"` // who held it at the breach
	Received    time.Time    `json:"received"`
	Due         time.Time    `json:"due"`
	Appointment time.Time    `json:"appointment,omitzero"` // that an apology promised
	Completed   time.Time    `json:"completed,omitzero"`   // or otherwise ended; absent: pending at the period's end
	Days        int          `json:"days_late"`            // calendar days after the due day
	Workdays    int          `json:"workdays_late,omitzero"`
	Cause       domain.Cause `json:"cause,omitzero"` // see [CauseAt]
	Apologised  bool         `json:"apologised"`
	Reminders   int          `json:"reminders,omitzero"` // until the period's end
}

// CalendarOf returns how to find a dossier's calendar in the registry: the one
// its due was computed with, in the latest version.
func CalendarOf(g *domain.Registry) func(*domain.Dossier) *calendar.Calendar {
	return func(d *domain.Dossier) *calendar.Calendar {
		set := d.Deadline()
		if set == nil {
			return nil
		}
		c, _ := g.Calendar(set.Calendar.ID)
		return c
	}
}

// LateList returns the dossiers of columns 10 and 13 of the report, by due and
// code. Working days late are counted by the dossier's calendar; they are 0
// where calendarOf is nil or knows none.
func LateList(c *register.Columns, q Query, calendarOf func(*domain.Dossier) *calendar.Calendar) []LateItem {
	q = q.normal()
	whole := q.span()
	s, end := q.scan(c, []span{whole}), whole.end.Time()
	items := []LateItem{}
	var d domain.Dossier
	for row := range c.Len() {
		if !s.matches(row) {
			continue
		}
		if class := s.classify(row, &whole); !class.in(ColumnLate) && !class.in(ColumnOverdue) {
			continue
		}
		c.Read(row, &d)
		item := q.item(&d, end)
		if calendarOf != nil {
			if c := calendarOf(&d); c != nil {
				item.count(c, end)
			}
		}
		items = append(items, item)
	}
	slices.SortFunc(items, func(a, b LateItem) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Code, b.Code))
	})
	return items
}

// item describes a late dossier, its days late by the calendar alone.
func (q *Query) item(d *domain.Dossier, end time.Time) LateItem {
	holder := d.HolderAt(breach(d, end))
	item := LateItem{
		Code: d.Code, Procedure: d.Procedure, Field: d.Field,
		Agency: d.Agency, Unit: holder.Unit, Officer: holder.Officer,
		Received: d.ReceivedAt.In(q.Zone), Due: d.Due().In(q.Zone),
		Cause: CauseAt(d, end), Reminders: remindersUntil(d, end),
	}
	item.apologise(d, end)
	if out := left(d); !out.IsZero() && !out.After(end) {
		item.Completed = out.In(q.Zone)
	} else if set := d.DeadlineAt(end); set != nil {
		item.Due = set.Due.In(q.Zone)
	}
	item.Days = calendar.DateOf(item.until(end), q.Zone).Sub(calendar.DateOf(item.Due, q.Zone))
	return item
}

// apologise fills in the last apology letter until the instant.
func (i *LateItem) apologise(d *domain.Dossier, at time.Time) {
	letter := letterAt(d, at)
	if letter == nil {
		return
	}
	i.Apologised, i.Appointment = true, letter.Appointment.In(i.Received.Location())
}

// letterAt returns the last apology letter until the instant; nil where there was
// none.
func letterAt(d *domain.Dossier, at time.Time) *domain.Extension {
	for i := len(d.Extensions) - 1; i >= 0; i-- {
		if x := &d.Extensions[i]; !x.At.After(at) {
			return x
		}
	}
	return nil
}

// CauseAt returns who a dossier's lateness is due to: as it was explained, which
// is not dated and counts whenever it was, or else as the last apology letter
// until the instant says; empty where nobody said.
func CauseAt(d *domain.Dossier, at time.Time) domain.Cause {
	if d.Explanation != "" {
		return d.Explanation
	}
	if letter := letterAt(d, at); letter != nil {
		return letter.Cause
	}
	return ""
}

// remindersUntil counts the reminders that were issued until the instant.
func remindersUntil(d *domain.Dossier, at time.Time) (n int) {
	for i := range d.Reminded {
		if !d.Reminded[i].At.After(at) {
			n++
		}
	}
	return n
}

// breach returns when the dossier became overdue by what was in force at the
// instant.
func breach(d *domain.Dossier, at time.Time) time.Time {
	set := d.DeadlineAt(at)
	if set == nil {
		return at
	}
	return set.Breach
}

// left returns the instant from which the dossier is no longer pending; zero:
// not yet.
func left(d *domain.Dossier) time.Time {
	if d.CompletedAt.IsZero() {
		return d.EndedAt
	}
	return d.CompletedAt
}

// until returns the instant to which lateness is counted.
func (i *LateItem) until(end time.Time) time.Time {
	if i.Completed.IsZero() {
		return end
	}
	return i.Completed
}

// count counts the days late by the dossier's calendar.
func (i *LateItem) count(c *calendar.Calendar, end time.Time) {
	due, until := c.DueDay(i.Due), calendar.DateOf(i.until(end), c.Location())
	i.Days, i.Workdays = until.Sub(due), c.Workdays(due, until)
}
