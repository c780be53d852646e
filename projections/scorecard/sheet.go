package scorecard

import (
	"math/big"

	"github.com/hoso-engine/dossier/projections/ontime"
)

// Report scores what was counted.
func (t *Tally) Report() Report {
	c, q := t.card, t.query.over(t.query.period())
	asked := t.query.period()
	r := Report{
		Scorecard: c.Name, Version: c.Version, Title: c.Title, Source: c.Source, Notes: c.Notes,
		From: q.From, To: q.To, AsOf: lastInstant(q).In(q.Zone), Zone: q.Zone.String(), By: t.query.By, Counting: q.Counting,
		Before: asked.Before(), YearBefore: asked.YearBefore(),
		Whole: t.sheet(scope{Tally: t, whole: true}),
	}
	if r.Counting == (ontime.CountingPolicy{}) {
		r.Counting = ontime.DefaultCounting()
	}
	for _, g := range c.groups {
		r.Groups = append(r.Groups, Group{g.ID, g.Title})
	}
	for _, k := range c.criteria {
		r.Criteria = append(r.Criteria, k.describe())
	}
	for key := range t.periods[asked].rows {
		r.Rows = append(r.Rows, t.row(key))
	}
	rank(r.Rows)
	return r
}

func (k *criterion) describe() Criterion {
	d := Criterion{
		ID: k.ID, Group: k.group, Title: k.Title, Recorded: k.recorded, Formula: k.Formula,
		Rule: k.rule.kind, Unit: k.Unit, NA: k.NA, Source: k.Source, Note: k.Note,
	}
	if k.rule.kind != KindFigure {
		d.Maximum = rounded(k.maximum, pointDecimals)
	}
	return d
}

// row returns the scores of one agency or unit.
func (t *Tally) row(key string) Sheet {
	now := scope{Tally: t, key: key}
	sheet := t.sheet(now)
	sheet.Key = key
	for i := range sheet.Criteria {
		l := &sheet.Criteria[i]
		l.Figures, l.Goal, l.Trend = nil, nil, nil
	}
	return sheet
}

// sheet returns the scores of a place in the period asked for, beside those of
// the periods before.
func (t *Tally) sheet(at scope) Sheet {
	var then [len(trends)][]outcome
	for i, trend := range trends {
		at.period = t.query.period().shifted(trend)
		then[i] = at.outcomes()
	}
	at.period = t.query.period()
	s := Sheet{Total: totalOf(then[0])}
	s.Total.Before, s.Total.YearBefore = totalOf(then[1]).Points, totalOf(then[2]).Points
	for i := range then[0] {
		s.Criteria = append(s.Criteria, at.line(&then[0][i], &then[1][i], &then[2][i]))
	}
	s.share = shareOf(then[0])
	return s
}

func (s *scope) line(now, before, yearBefore *outcome) Line {
	l := Line{ID: now.ID, Status: now.status, Value: now.print(now.value), Points: now.printPoints(), Figures: now.figures}
	l.Trend = &Trend{Before: now.since(before), YearBefore: now.since(yearBefore)}
	goal, source := s.goal(now.criterion)
	if goal == nil {
		return l
	}
	l.Goal = &Goal{Is: now.goal.Is, Value: now.print(goal), Source: source}
	if now.value != nil {
		l.Goal.Met = now.goal.meets(now.value, goal)
		l.Goal.Gap = l.Value.less(l.Goal.Value, now.decimals)
	}
	return l
}

// print prints a value in the criterion's unit; empty where there is none.
func (k *criterion) print(value *big.Rat) Number {
	switch {
	case value == nil:
		return ""
	case k.Unit == UnitPercent:
		value = new(big.Rat).Mul(value, hundred)
	}
	return rounded(value, k.decimals)
}

func (o *outcome) printPoints() Number {
	if !o.counts() {
		return ""
	}
	return o.points.number()
}

// since compares with an earlier outcome.
func (o *outcome) since(earlier *outcome) Compared {
	c := Compared{Status: earlier.status, Value: o.print(earlier.value), Points: earlier.printPoints()}
	if o.value != nil && earlier.value != nil {
		c.Change = o.print(o.value).less(c.Value, o.decimals)
	}
	if o.counts() && earlier.counts() {
		c.PointsChange = (o.points - earlier.points).number()
	}
	return c
}
