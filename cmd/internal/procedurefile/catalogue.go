package procedurefile

import (
	"fmt"
	"io"
	"strings"

	"github.com/hoso-engine/dossier/domain"
)

// Outcome is what became of a line.
type Outcome string

const (
	Loaded     Outcome = "loaded"
	Repeated   Outcome = "repeated"    // of a limit: an earlier line says the same
	NoDeadline Outcome = "no-deadline" // of a limit: none is said, or none that can be counted
	Refused    Outcome = "refused"
)

// Line is what became of one line of a table.
type Line struct {
	Table   string  `json:"table"` // procedures or limits
	Line    int     `json:"line"`  // from 1, the header included
	Code    string  `json:"code"`
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason,omitzero"`
	Value   string  `json:"value,omitzero"` // that stands there, where it says no limit
}

// Procedure is one procedure as the tables say it.
type Procedure struct {
	Code string
	Line int // of the table of procedures
	Form domain.ProcedureForm
}

// Catalogue is what the tables say.
type Catalogue struct {
	Procedures []*Procedure // in the order of their table
	Lines      []Line       // of both tables, in order

	mapping *Mapping
	byCode  map[string]*Procedure
}

// Read reads the tables. An error says that a table as a whole can't be read.
func Read(m *Mapping, procedures, limits io.Reader) (*Catalogue, error) {
	c := &Catalogue{mapping: m, byCode: make(map[string]*Procedure)}
	for r, err := range rows(procedures, m.Procedures.Columns) {
		if err != nil && r.line == 0 {
			return nil, fmt.Errorf("procedures: %w", err)
		}
		c.settle("procedures", r, c.takeProcedure(r, err))
	}
	for r, err := range rows(limits, m.Limits.Columns) {
		if err != nil && r.line == 0 {
			return nil, fmt.Errorf("limits: %w", err)
		}
		c.settle("limits", r, c.takeLimit(r, err))
	}
	return c, nil
}

// settled is what became of a line, and why.
type settled struct {
	outcome       Outcome
	reason, value string
}

func refusedFor(format string, args ...any) settled {
	return settled{outcome: Refused, reason: fmt.Sprintf(format, args...)}
}

func (c *Catalogue) settle(table string, r row, s settled) {
	c.Lines = append(c.Lines, Line{Table: table, Line: r.line, Code: r.get("code"), Outcome: s.outcome, Reason: s.reason, Value: s.value})
}

// takeProcedure takes a line of the table of procedures.
func (c *Catalogue) takeProcedure(r row, err error) settled {
	code := r.get("code")
	if err != nil {
		return refusedFor("%s", err)
	}
	if _, err := domain.Token(code); err != nil || code == "" {
		return refusedFor("code %.80q is no procedure's code", code)
	}
	if before := c.byCode[code]; before != nil {
		return refusedFor("procedure %s stands in line %d already", code, before.Line)
	}
	for _, needed := range [...]string{"name", "field"} {
		if r.get(needed) == "" {
			return refusedFor("%s is missing", needed)
		}
	}
	p := &Procedure{Code: code, Line: r.line, Form: domain.ProcedureForm{
		Name: r.get("name"), Field: r.get("field"), Authority: c.mapping.Procedures.authority(r.get("authority")),
		ServiceLevel: domain.ServiceLevel(r.get("service_level")), Decision: domain.Decision{Number: r.get("decision")},
	}}
	c.byCode[code] = p
	c.Procedures = append(c.Procedures, p)
	return settled{outcome: Loaded}
}

// authority translates the words of a cell; an unknown one stays as it is.
func (m *procedureMapping) authority(cell string) string {
	if cell == "" {
		return ""
	}
	words := []string{cell}
	if m.Separator != "" {
		words = strings.Split(cell, m.Separator)
	}
	for i, word := range words {
		if to := m.Authorities[word]; to != "" {
			words[i] = to
		}
	}
	return strings.Join(words, ", ")
}
