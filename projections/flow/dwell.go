package flow

import (
	"maps"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// Dwell is how long dossiers lay where: every stay that was not over before the
// period.
type Dwell struct {
	Head
	By       string     `json:"by"`
	Dossiers int        `json:"dossiers"` // with such a stay
	Rows     []DwellRow `json:"rows"`     // by key, the one without a key last
	Total    DwellRow   `json:"total"`
}

// DwellRow is the stays of one holder or step.
type DwellRow struct {
	No   int    `json:"no,omitzero"`
	Key  string `json:"key"` // may be empty; [ReceiptStep] in a breakdown by step
	Name string `json:"name,omitzero"`

	Stays int `json:"stays"`
	There int `json:"still_there"` // of those, at the as-of instant

	// The time within the period: that of periods that follow each other adds up.
	Running Seconds `json:"running_seconds"`
	Stopped Seconds `json:"stopped_seconds"`

	Length   Spread           `json:"length"`          // of whole stays; of one that is still there, until now
	Limits   []calendar.Limit `json:"limits,omitzero"` // of the steps, where the breakdown is by step
	Limited  int              `json:"limited"`         // stays whose step has a limit
	Exceeded int              `json:"exceeded"`        // of those, with more time used than that
}

// DwellOf measures the stays of the dossiers in the rows.
func DwellOf(rows *register.Columns, g *domain.Registry, q Query) *Dwell {
	q = q.normal()
	known, begin := calendarsOf(g), q.begin()
	b := &dwelling{by: q.By, registry: g, total: new(dweller), rows: make(map[string]*dweller)}
	report := &Dwell{Head: q.head("dwell", g), By: q.By}
	for d := range q.matching(rows) {
		t, ok := known.trail(d, q.AsOf)
		if !ok || !t.open() && t.end().Before(begin) {
			continue
		}
		report.Dossiers++
		for s := range t.stays() {
			if !s.to.Before(begin) || s.there {
				b.add(&t, &s, begin)
			}
		}
	}
	report.Rows, report.Total = b.done()
	return report
}

// dwelling is a report while it is measured.
type dwelling struct {
	by       string
	registry *domain.Registry
	total    *dweller
	rows     map[string]*dweller
}

// dweller is a row while it is measured.
type dweller struct {
	DwellRow
	lengths []Seconds
	limits  map[calendar.Limit]bool
}

func (b *dwelling) add(t *trail, s *stay, begin time.Time) {
	key := s.key(b.by)
	row := b.rows[key]
	if row == nil {
		row = &dweller{DwellRow: DwellRow{Key: key}, limits: make(map[calendar.Limit]bool)}
		b.rows[key] = row
	}
	whole, stopped := t.work(s.from, s.to)
	running := whole
	if s.from.Before(begin) {
		running, stopped = t.work(begin, s.to)
	}
	limited, late := t.limited(s)
	if limited && b.by == "step" {
		row.limits[b.limit(t.Dossier, s)] = true
	}
	for _, r := range [...]*dweller{row, b.total} {
		r.Stays++
		r.Running += running
		r.Stopped += stopped
		r.lengths = append(r.lengths, whole)
		count(&r.There, s.there)
		count(&r.Limited, limited)
		count(&r.Exceeded, late)
	}
}

func count(n *int, yes bool) {
	if yes {
		*n++
	}
}

// limit returns the limit of the stay's step: its own, or the procedure's; zero
// where its due was given.
func (b *dwelling) limit(d *domain.Dossier, s *stay) calendar.Limit {
	if !s.holder.Limit.IsZero() || !s.holder.GivenDue.IsZero() {
		return s.holder.Limit
	}
	if p := b.registry.Procedure(d.Procedure, d.ReceivedAt); p != nil {
		for i := range p.Steps {
			if p.Steps[i].Name == s.holder.Step {
				return p.Steps[i].Limit
			}
		}
	}
	return calendar.Limit{}
}

func (b *dwelling) done() (rows []DwellRow, total DwellRow) {
	rows = []DwellRow{}
	for _, key := range slices.SortedFunc(maps.Keys(b.rows), byKey) {
		row := b.rows[key].done()
		row.No = len(rows) + 1
		rows = append(rows, row)
	}
	return rows, b.total.done()
}

func (d *dweller) done() DwellRow {
	d.Length = spreadOf(d.lengths)
	for l := range d.limits {
		if !l.IsZero() {
			d.Limits = append(d.Limits, l)
		}
	}
	slices.SortFunc(d.Limits, func(a, b calendar.Limit) int { return byKey(a.String(), b.String()) })
	return d.DwellRow
}

// Name implements [Report].
func (r *Dwell) Name(name func(by, key string) string) {
	for i := range r.Rows {
		r.Rows[i].Name = name(r.By, r.Rows[i].Key)
	}
}
