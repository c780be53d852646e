package scorecard

import (
	"math/big"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
)

// Report is the scores of a period.
type Report struct {
	Scorecard  string                `json:"scorecard"`
	Version    int                   `json:"version"`
	Title      Text                  `json:"title"`
	Source     string                `json:"source"`
	Notes      []string              `json:"notes,omitzero"`
	From       calendar.Date         `json:"from"`
	To         calendar.Date         `json:"to"`
	AsOf       time.Time             `json:"as_of"` // the last instant that is counted
	Zone       string                `json:"zone"`
	By         string                `json:"by,omitzero"`
	Counting   ontime.CountingPolicy `json:"counting"`
	Position   uint64                `json:"position,omitzero"` // of the log; for the caller to fill in
	Before     Period                `json:"before"`            // what trends compare with: all of it, even where AsOf cuts this one short
	YearBefore Period                `json:"year_before"`
	Groups     []Group               `json:"groups"`
	Criteria   []Criterion           `json:"criteria"`
	Whole      Sheet                 `json:"whole"`         // of all that the filter means
	Rows       []Sheet               `json:"rows,omitzero"` // of agencies or units, by rank
}

// Group is a group of criteria.
type Group struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
}

// Criterion is how one criterion is computed.
type Criterion struct {
	ID       string `json:"id"`
	Group    string `json:"group"`
	Title    Text   `json:"title"`
	Recorded bool   `json:"recorded"` // something of it comes from outside
	Formula  string `json:"formula"`
	Rule     Kind   `json:"rule"`
	Unit     Unit   `json:"unit"`
	Maximum  Number `json:"maximum,omitzero"` // points; of a deduction the most that is taken away
	NA       NA     `json:"na"`
	Source   string `json:"source,omitzero"`
	Note     string `json:"note,omitzero"`
}

// Sheet is the scores of one agency or unit, or of all.
type Sheet struct {
	Rank  int    `json:"rank,omitzero"` // 1 is the best; equal ones share it; 0: not ranked
	Key   string `json:"key,omitzero"`
	Name  string `json:"name,omitzero"`
	Total Total  `json:"total"`
	// Criteria are the scores, in the order of [Report.Criteria]. Those of agencies
	// and units have no figures, goals and trends: filter by one to see them.
	Criteria []Line `json:"criteria"`

	share *big.Rat // by which it is ranked; nil: it is not
}

// Line is the score of one criterion.
type Line struct {
	ID      string   `json:"id"`
	Status  Status   `json:"status"`
	Value   Number   `json:"value,omitzero"` // in the criterion's unit
	Points  Number   `json:"points,omitzero"`
	Figures []Figure `json:"figures,omitzero"`
	Goal    *Goal    `json:"goal,omitzero"`
	Trend   *Trend   `json:"trend,omitzero"`
}

// Goal is what a value should be, in the criterion's unit.
type Goal struct {
	Is     Sense  `json:"is"`
	Value  Number `json:"value"`
	Met    bool   `json:"met"`          // not while there is no value
	Gap    Number `json:"gap,omitzero"` // the value less the goal
	Source string `json:"source"`       // who set it
}

// Trend is a value beside those of earlier periods.
type Trend struct {
	Before     Compared `json:"before"`
	YearBefore Compared `json:"year_before"`
}

// Compared is the score of an earlier period, and what changed since.
type Compared struct {
	Status       Status `json:"status"`
	Value        Number `json:"value,omitzero"`
	Change       Number `json:"change,omitzero"` // of the value
	Points       Number `json:"points,omitzero"`
	PointsChange Number `json:"points_change,omitzero"`
}

// NameRows gives every row the name that people know its key by; empty: none.
func (r *Report) NameRows(name func(key string) string) {
	for i := range r.Rows {
		r.Rows[i].Name = name(r.Rows[i].Key)
	}
}

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
		l.Goal.Gap = now.print(new(big.Rat).Sub(now.value, goal))
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
		c.Change = o.print(new(big.Rat).Sub(o.value, earlier.value))
	}
	if o.counts() && earlier.counts() {
		c.PointsChange = (o.points - earlier.points).number()
	}
	return c
}
