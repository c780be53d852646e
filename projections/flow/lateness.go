package flow

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Lateness says what made dossiers late: those resolved late in the period, and
// those pending overdue at its end.
type Lateness struct {
	Head
	Late     int     `json:"resolved_late"`
	Overdue  int     `json:"pending_overdue"`
	Shares   Shares  `json:"shares"` // of all of them
	Over     Seconds `json:"late_seconds"`
	Units    []Blame `json:"units"`
	Officers []Blame `json:"officers"`
	Steps    []Blame `json:"steps"`

	// Dossiers are those that are late by the most first, so many as the query's
	// limit says.
	Dossiers []LateDossier `json:"dossiers"`
}

// Shares is the working time of dossiers from the receipt to the end, or until
// now, taken apart: the parts add up to the total.
type Shares struct {
	Total     Seconds `json:"total_seconds"`
	Receipt   Seconds `json:"receipt_seconds"`   // running, before the first hand-over
	Within    Seconds `json:"within_seconds"`    // running, of steps with a limit, until it is exceeded
	Over      Seconds `json:"over_seconds"`      // running, of steps whose limit was exceeded, after their due
	Unlimited Seconds `json:"unlimited_seconds"` // running, of steps without a limit
	Stopped   Seconds `json:"stopped_seconds"`   // the clock stood
}

func (s *Shares) plus(o Shares) {
	s.Total += o.Total
	s.Receipt += o.Receipt
	s.Within += o.Within
	s.Over += o.Over
	s.Unlimited += o.Unlimited
	s.Stopped += o.Stopped
}

// LateDossier is one late dossier and how its time was used.
type LateDossier struct {
	Code      domain.Code  `json:"code"`
	Procedure string       `json:"procedure"`
	Field     string       `json:"field,omitzero"`
	Agency    string       `json:"agency"`
	Received  time.Time    `json:"received"`
	Due       time.Time    `json:"due"`
	Breach    time.Time    `json:"breach"`         // when it became overdue
	Ended     time.Time    `json:"ended,omitzero"` // completed or otherwise ended; absent: pending
	Over      Seconds      `json:"late_seconds"`   // working time after the due
	Unit      string       `json:"unit,omitzero"`  // that held it at the breach
	Officer   string       `json:"officer,omitzero"`
	Step      string       `json:"step,omitzero"`
	Cause     domain.Cause `json:"cause,omitzero"` // as explained, else as the apology letter says
	Shares    Shares       `json:"shares"`
	Parts     []Part       `json:"parts"`
}

// Part is one stay of a late dossier. The shares of all parts add up to those of
// the dossier, their late times to its own.
type Part struct {
	From     time.Time      `json:"from"`
	Until    time.Time      `json:"until"`
	Agency   string         `json:"agency,omitzero"`
	Unit     string         `json:"unit,omitzero"`
	Officer  string         `json:"officer,omitzero"`
	Step     string         `json:"step,omitzero"` // [ReceiptStep] for the first
	StepDue  time.Time      `json:"step_due,omitzero"`
	Verdict  domain.Verdict `json:"verdict"`      // on the step; none while it lasts
	Late     bool           `json:"late"`         // its limit was, or is, exceeded
	Shares   Shares         `json:"shares"`       // Over: by how much
	After    Seconds        `json:"late_seconds"` // working time after the dossier's due, stopped time included
	AtBreach bool           `json:"at_breach"`    // it held the dossier when that became overdue
}

// LatenessOf takes the late dossiers of the period apart.
func LatenessOf(rows *register.Columns, g *domain.Registry, q Query) *Lateness {
	q = q.normal()
	report := &Lateness{Head: q.head("lateness", g), Dossiers: []LateDossier{}}
	units, officers, steps := make(ranking), make(ranking), make(ranking)
	for one := range q.late(rows, calendarsOf(g)) {
		count(&report.Overdue, one.open())
		count(&report.Late, !one.open())
		d := one.takeApart(&q)
		report.Shares.plus(d.Shares)
		report.Over += d.Over
		units.add(&d, func(p *Part) string { return p.Unit })
		officers.add(&d, func(p *Part) string { return p.Officer })
		steps.add(&d, func(p *Part) string { return p.Step })
		if report.Dossiers = append(report.Dossiers, d); len(report.Dossiers) == 2*q.Limit {
			report.cut(q.Limit) // as many as there are late ones would not do for a province
		}
	}
	total := report.Shares.Over
	report.Units, report.Officers, report.Steps = units.done(total), officers.done(total), steps.done(total)
	report.cut(q.Limit)
	return report
}

// cut keeps the dossiers that are late by the most.
func (r *Lateness) cut(most int) {
	slices.SortFunc(r.Dossiers, func(a, b LateDossier) int {
		return cmp.Or(cmp.Compare(b.Over, a.Over), a.Due.Compare(b.Due), cmp.Compare(a.Code, b.Code))
	})
	r.Dossiers = r.Dossiers[:min(most, len(r.Dossiers))]
}

// takeApart describes a late dossier and its stays.
func (l *lateOne) takeApart(q *Query) LateDossier {
	d := LateDossier{
		Code: l.Code, Procedure: l.Procedure, Field: l.Field, Agency: l.Agency,
		Received: q.in(l.ReceivedAt), Due: q.in(l.set.Due), Breach: q.in(l.set.Breach), Cause: ontime.CauseAt(l.Dossier, l.until),
		Over: l.after(l.ReceivedAt, l.end()), Parts: make([]Part, 0, len(l.Handovers)+1),
	}
	if !l.open() {
		d.Ended = q.in(l.end())
	}
	breach := 0
	for s := range l.stays() {
		if !s.from.After(l.set.Breach) {
			breach = len(d.Parts)
		}
		p := l.part(&s, q)
		d.Shares.plus(p.Shares)
		d.Parts = append(d.Parts, p)
	}
	holder := &d.Parts[breach]
	holder.AtBreach = true
	d.Unit, d.Officer, d.Step = holder.Unit, holder.Officer, holder.Step
	return d
}

func (l *lateOne) part(s *stay, q *Query) Part {
	p := Part{
		From: q.in(s.from), Until: q.in(s.to), Agency: s.holder.Agency, Unit: s.holder.Unit, Officer: s.holder.Officer,
		Step: s.key("step"), StepDue: q.in(s.holder.Due), Shares: l.shares(s), After: l.after(s.from, s.to),
	}
	_, p.Late = l.limited(s)
	if !s.there {
		p.Verdict = l.JudgeStep(s.holder, s.to)
	}
	return p
}

// shares takes the time of a stay apart.
func (t *trail) shares(s *stay) (shares Shares) {
	limited, late := t.limited(s)
	due := s.to
	if late {
		due = earliest(latest(s.holder.Due, s.from), s.to)
	}
	before, stoppedBefore := t.work(s.from, due)
	after, stoppedAfter := t.work(due, s.to)
	shares.Total = Seconds(t.calendar.Work(s.from, s.to))
	shares.Stopped = stoppedBefore + stoppedAfter
	shares.Over = after
	switch {
	case s.receipt:
		shares.Receipt = before
	case limited:
		shares.Within = before
	default:
		shares.Unlimited = before
	}
	return shares
}

// after returns the working time between two instants that lies after the
// dossier's due.
func (l *lateOne) after(from, to time.Time) Seconds {
	running, stopped := l.work(latest(from, l.set.Due), to)
	return running + stopped
}

// Name implements [Report].
func (r *Lateness) Name(name func(by, key string) string) {
	for i := range r.Units {
		r.Units[i].Name = name("unit", r.Units[i].Key)
	}
}
