package domain

import (
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// WhatIfQuery asks which verdicts on the dossiers of a period would differ under
// other rules. What it leaves out is as the registry has it now, in force at each
// dossier's receipt.
type WhatIfQuery struct {
	From       calendar.Date    `json:"from"` // completions from this local date on
	To         calendar.Date    `json:"to"`   // to this one, its end included
	Agency     string           `json:"agency,omitzero"`
	Procedure  string           `json:"procedure,omitzero"`
	Policy     *Policy          `json:"policy,omitzero"`     // for every dossier, whatever its agency's policy
	Calendar   *calendar.Spec   `json:"calendar,omitzero"`   // for every dossier
	Procedures []ProcedureTerms `json:"procedures,omitzero"` // others stay as they are
	Limit      *int             `json:"limit,omitzero"`      // dossiers listed at most; absent: 1000
}

// ProcedureTerms are the time limits of one procedure.
type ProcedureTerms struct {
	Code   string           `json:"code"`
	Limits []ProcedureLimit `json:"limits"` // empty: no deadline
	Stop   StopMode         `json:"stop,omitzero"`
}

// MostListed is how many dossiers a list beside totals holds where nothing else
// is asked.
const MostListed = 1000

// ParseWhatIf reads a query.
func ParseWhatIf(b []byte) (q WhatIfQuery, err error) {
	if err := readDocument(b, &q); err != nil {
		return q, err
	}
	c := checks{at: "/"}
	q.check(&c)
	if c.err != nil {
		return q, c.err
	}
	return q, nil
}

// readDocument reads a question that is a JSON object.
func readDocument(b []byte, into any) error {
	if jsontext.Value(b).Kind() != '{' {
		return refuse(CodeMalformedJSON, "", "the question is not a JSON object")
	}
	if err := json.Unmarshal(b, into, json.RejectUnknownMembers(true)); err != nil {
		return jsonError(err, "")
	}
	return nil
}

func (q *WhatIfQuery) check(c *checks) {
	switch {
	case q.From.IsZero() || q.To.IsZero():
		c.fail(CodeMissingField, "from", "from and to say which days: one of them is missing")
	case q.To.Before(q.From):
		c.period(q.From, q.To)
	}
	if q.Policy != nil {
		q.Policy.check(c)
	}
	if q.Calendar != nil {
		if _, err := calendar.New(*q.Calendar); err != nil {
			c.fail(CodeInvalidField, "calendar", "%s", err)
		}
	}
	for i := range q.Procedures {
		form := ProcedureForm{Name: "-", Field: "-", Limits: q.Procedures[i].Limits, Stop: q.Procedures[i].Stop}
		c.token("procedures/code", q.Procedures[i].Code)
		form.check(c)
	}
	if q.Limit != nil {
		c.atLeast("limit", *q.Limit, 0)
	}
}

// Matches reports whether the query is about the dossier.
func (q *WhatIfQuery) Matches(d *Dossier) bool {
	return (q.Agency == "" || q.Agency == d.Agency) && (q.Procedure == "" || q.Procedure == d.Procedure)
}

// Listed returns how many dossiers are listed at most.
func (q *WhatIfQuery) Listed() int {
	if q.Limit == nil {
		return MostListed
	}
	return *q.Limit
}

// Alternative is the other rules of a query, made ready.
type Alternative struct {
	zone       *time.Location // of the period's dates
	policy     *Policy
	calendar   *calendar.Calendar
	procedures map[string]*Procedure
}

// Alternative makes the query's rules ready; the period's dates are in the zone.
func (q *WhatIfQuery) Alternative(zone *time.Location) (Alternative, error) {
	a := Alternative{zone: zone, policy: q.Policy, procedures: make(map[string]*Procedure)}
	if q.Calendar != nil {
		var err error
		if a.calendar, err = calendar.New(*q.Calendar); err != nil {
			return a, refuse(CodeInvalidField, "/calendar", "%s", err)
		}
	}
	for _, p := range q.Procedures {
		a.procedures[p.Code] = &Procedure{Code: p.Code, ProcedureForm: ProcedureForm{Limits: p.Limits, Stop: p.Stop}}
	}
	return a, nil
}

// rules returns what the dossier is judged by under the alternative: the
// registry's rules, with what the alternative says instead.
func (a Alternative) rules(d *Dossier, g *Registry) (Rules, error) {
	rules, err := d.Rules(g)
	if err != nil {
		return rules, err
	}
	if a.policy != nil {
		rules.Policy = a.policy
		if _, own := g.inherited(d.Agency); own == "" { // no unit names a calendar: the policy's
			if c, ok := g.Calendar(a.policy.Calendar); ok {
				rules.Calendar = c
			}
		}
	}
	if a.calendar != nil {
		rules.Calendar = a.calendar
	}
	if terms := a.procedures[d.Procedure]; terms != nil {
		rules.Procedure = terms.over(rules.Procedure)
	}
	return rules, nil
}

// over returns the procedure with other limits.
func (p *Procedure) over(known *Procedure) *Procedure {
	if known == nil {
		return p
	}
	other := *known
	other.Limits = p.Limits
	if p.Stop != "" {
		other.Stop = p.Stop
	}
	return &other
}
