package domain

import (
	"slices"
	"strconv"
	"time"
)

// ProcedureView is one version of a procedure, for people and programs.
type ProcedureView struct {
	Code      string    `json:"code"`
	Version   int       `json:"version"`
	From      time.Time `json:"from"` // in force from here
	Abolished time.Time `json:"abolished,omitzero"`
	ProcedureForm
}

// ProcedurePage is procedures by code, and how to go on.
type ProcedurePage struct {
	Procedures []ProcedureView `json:"procedures"`
	Next       string          `json:"next,omitzero"` // ask for those after this code; empty: there are no more
	Total      int             `json:"total"`
}

// View returns the version for people and programs.
func (p *Procedure) View() ProcedureView {
	return ProcedureView{Code: p.Code, Version: p.Version, From: p.From, Abolished: p.Abolished, ProcedureForm: p.ProcedureForm}
}

// ProceduresAfter returns up to so many procedures whose codes follow the given
// one, each in its latest version.
func (g *Registry) ProceduresAfter(code string, most int) ProcedurePage {
	codes := g.procedures.keys()
	page := ProcedurePage{Procedures: []ProcedureView{}, Total: len(codes)}
	at, found := slices.BinarySearch(codes, code)
	if found {
		at++
	}
	last := min(at+most, len(codes))
	for _, c := range codes[at:last] {
		versions, _ := g.procedures.get(c)
		page.Procedures = append(page.Procedures, versions[len(versions)-1].View())
	}
	if last < len(codes) && last > at {
		page.Next = codes[last-1]
	}
	return page
}

// ParseProcedurePage reads the words of a query (?after=&limit=) for a page of at
// most so many procedures.
func ParseProcedurePage(get func(name string) string, most int) (after string, limit int, err error) {
	after, limit = get("after"), most
	if text := get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > most {
			return after, most, refuse(CodeInvalidField, "limit", "limit %.40q is not a number from 1 to %d", text, most)
		}
	}
	return after, limit, nil
}
