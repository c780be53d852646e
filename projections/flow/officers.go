package flow

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// Officers names those who are late again and again for subjective reasons,
// although they were reminded: who held, at the breach, at least Times late
// dossiers of the period with a subjective cause, one of which became overdue
// after at least Reminders reminders to them in the period, about whatever
// dossier of the filter.
type Officers struct {
	Head
	Times     int       `json:"times"`
	Reminders int       `json:"reminders"`
	Late      int       `json:"late"`    // late dossiers of the period
	Holders   int       `json:"holders"` // officers who held one at the breach
	Rows      []Officer `json:"rows"`    // the most often late again first
}

// Officer is one of those named.
type Officer struct {
	Officer    string `json:"officer"`
	Late       int    `json:"late"`       // dossiers held at the breach
	Subjective int    `json:"subjective"` // of those, with a subjective cause
	Again      int    `json:"late_again"` // of those, overdue after so many reminders
	Reminded   int    `json:"reminded"`   // reminders to the officer in the period

	// Dossiers are the late ones in the order of their breaches, so many as the
	// query's limit says.
	Dossiers []OfficerDossier `json:"dossiers"`
}

// OfficerDossier is a late dossier that the officer held at the breach.
type OfficerDossier struct {
	Code     domain.Code  `json:"code"`
	Unit     string       `json:"unit,omitzero"`
	Step     string       `json:"step,omitzero"`
	Due      time.Time    `json:"due"`
	Breach   time.Time    `json:"breach"`
	Ended    time.Time    `json:"ended,omitzero"` // absent: pending
	Over     Seconds      `json:"late_seconds"`
	Cause    domain.Cause `json:"cause,omitzero"`
	Reminded int          `json:"reminded"` // reminders to the officer in the period before the breach
	Again    bool         `json:"late_again"`
}

// OfficersOf finds the officers in the rows.
func OfficersOf(rows *register.Columns, g *domain.Registry, q Query) *Officers {
	q = q.normal()
	report := &Officers{Head: q.head("officers", g), Times: q.Times, Reminders: q.Reminders, Rows: []Officer{}}
	byOfficer := make(map[string]*Officer)
	for one := range q.late(rows, calendarsOf(g)) {
		report.Late++
		d := one.takeApart(&q)
		if d.Officer == "" {
			continue
		}
		o := byOfficer[d.Officer]
		if o == nil {
			o = &Officer{Officer: d.Officer}
			byOfficer[d.Officer] = o
		}
		o.Dossiers = append(o.Dossiers, OfficerDossier{
			Code: d.Code, Unit: d.Unit, Step: d.Step, Due: d.Due, Breach: d.Breach, Ended: d.Ended, Over: d.Over, Cause: d.Cause,
		})
	}
	report.Holders = len(byOfficer)
	reminders := q.remindersTo(byOfficer, rows)
	for name, o := range byOfficer {
		if o.judge(&q, reminders[name]); o.Subjective >= q.Times && o.Again > 0 {
			report.Rows = append(report.Rows, *o)
		}
	}
	slices.SortFunc(report.Rows, func(a, b Officer) int {
		return cmp.Or(cmp.Compare(b.Again, a.Again), cmp.Compare(b.Subjective, a.Subjective), byKey(a.Officer, b.Officer))
	})
	return report
}

// remindersTo returns when each of the officers was reminded in the period.
func (q *Query) remindersTo(officers map[string]*Officer, rows *register.Columns) map[string][]time.Time {
	reminders, begin := make(map[string][]time.Time), q.begin()
	for d := range q.matching(rows) {
		for i := range d.Reminded {
			r := &d.Reminded[i]
			if officers[r.Officer] != nil && !r.At.Before(begin) && !r.At.After(q.AsOf) {
				reminders[r.Officer] = append(reminders[r.Officer], r.At)
			}
		}
	}
	return reminders
}

// judge counts the officer's late dossiers against the reminders.
func (o *Officer) judge(q *Query, reminders []time.Time) {
	o.Late, o.Reminded = len(o.Dossiers), len(reminders)
	for i := range o.Dossiers {
		d := &o.Dossiers[i]
		for _, at := range reminders {
			count(&d.Reminded, at.Before(d.Breach))
		}
		d.Again = d.Cause == domain.Subjective && d.Reminded >= q.Reminders
		count(&o.Subjective, d.Cause == domain.Subjective)
		count(&o.Again, d.Again)
	}
	slices.SortFunc(o.Dossiers, func(a, b OfficerDossier) int {
		return cmp.Or(a.Breach.Compare(b.Breach), cmp.Compare(a.Code, b.Code))
	})
	o.Dossiers = o.Dossiers[:min(q.Limit, len(o.Dossiers))]
}

// Name implements [Report]: officers are opaque references.
func (r *Officers) Name(func(by, key string) string) {}
