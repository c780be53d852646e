package demo

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Catalogue is what the department publishes: its procedures by field.
type Catalogue struct {
	Fields     []Field      `json:"fields"`
	Procedures []*Procedure `json:"procedures"`
}

// Field is a group of procedures, a row of the report.
type Field struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Unit string `json:"unit"` // that appraises its dossiers
}

// Procedure is one administrative procedure.
type Procedure struct {
	Code        string              `json:"code"`
	Name        string              `json:"name"`
	Field       string              `json:"field"`
	Limits      []ProcedureLimit    `json:"limits"` // empty: no deadline
	Level       domain.ServiceLevel `json:"level"`
	Weight      int                 `json:"weight"` // how often it is asked for, relative to the others
	Payable     bool                `json:"payable"`
	Interlinked bool                `json:"interlinked"`
	Border      bool                `json:"border"` // done at the border post

	unit string  // of its field
	days float64 // about how many workdays the shortest limit has; 0: none
}

// ProcedureLimit is the limit for one channel or case, such as "15workday".
type ProcedureLimit struct {
	Channel domain.Channel `json:"channel"`
	Case    string         `json:"case"`
	Limit   string         `json:"limit"`
}

//go:embed procedures.json
var proceduresJSON []byte

// readCatalogue returns the department's procedures.
func readCatalogue() (*Catalogue, error) {
	c := new(Catalogue)
	if err := json.Unmarshal(proceduresJSON, c); err != nil {
		return nil, fmt.Errorf("the procedures: %w", err)
	}
	units := make(map[string]string, len(c.Fields))
	for _, f := range c.Fields {
		units[f.ID] = f.Unit
	}
	for _, p := range c.Procedures {
		if p.unit = units[p.Field]; p.unit == "" {
			return nil, fmt.Errorf("procedure %s is of the unknown field %q", p.Code, p.Field)
		}
		if err := p.measure(); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// fieldName returns the field's name.
func (c *Catalogue) fieldName(id string) string {
	for _, f := range c.Fields {
		if f.ID == id {
			return f.Name
		}
	}
	return id
}

// form returns what the decision says of the procedure.
func (p *Procedure) form(c *Catalogue) (domain.ProcedureForm, error) {
	form := domain.ProcedureForm{
		Name: p.Name, Field: p.Field, FieldName: c.fieldName(p.Field), Authority: "province",
		ServiceLevel: p.Level, Interlinked: p.Interlinked, Payable: p.Payable,
	}
	for _, l := range p.Limits {
		limit, err := calendar.ParseLimit(l.Limit)
		if err != nil {
			return form, fmt.Errorf("procedure %s: %w", p.Code, err)
		}
		form.Limits = append(form.Limits, domain.ProcedureLimit{Channel: l.Channel, Case: l.Case, Limit: limit})
	}
	form.Steps = p.steps(p.days)
	return form, nil
}

// measure notes about how long the procedure takes.
func (p *Procedure) measure() error {
	for _, l := range p.Limits {
		limit, err := calendar.ParseLimit(l.Limit)
		if err != nil {
			return fmt.Errorf("procedure %s: %w", p.Code, err)
		}
		if n := limit.Value() * workdaysIn[limit.Unit()]; p.days == 0 || n < p.days {
			p.days = n
		}
	}
	return nil
}

// workdaysIn is about how many workdays a unit has.
var workdaysIn = map[calendar.Unit]float64{
	calendar.Workday: 1, calendar.Workhour: 1. / 8, calendar.Day: 5. / 7, calendar.Month: 21,
}

// cases returns the cases that have a limit of their own, the usual one first.
func (p *Procedure) cases() []string {
	cases := []string{""}
	for _, l := range p.Limits {
		if l.Case != "" {
			cases = append(cases, l.Case)
		}
	}
	return cases
}

// short returns the name cut to so many letters.
func (p *Procedure) short(letters int) string {
	name := []rune(p.Name)
	if len(name) <= letters {
		return p.Name
	}
	return strings.TrimRight(string(name[:letters-1]), " ,(") + "…"
}
