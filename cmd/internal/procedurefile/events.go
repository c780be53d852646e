package procedurefile

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/domain"
)

// Publication is an event that brings a procedure into force as the tables say
// it.
type Publication struct {
	Line  int // of the table of procedures
	Event domain.Event
}

// Publications returns the events that are needed, given the procedures in force
// by code. They take effect at the instant.
func (c *Catalogue) Publications(inForce map[string]domain.ProcedureView, at time.Time) ([]Publication, error) {
	var all []Publication
	for _, p := range c.Procedures {
		known, there := inForce[p.Code]
		form, differs := p.over(known, there && known.Abolished.IsZero())
		if !differs {
			continue
		}
		e, err := c.event(p.Code, form, known, at)
		if err != nil {
			return nil, err
		}
		all = append(all, Publication{Line: p.Line, Event: e})
	}
	return all, nil
}

// over returns the form that is to be in force, and whether it differs from the
// one that is.
func (p *Procedure) over(known domain.ProcedureView, inForce bool) (domain.ProcedureForm, bool) {
	if !inForce {
		return p.Form, true
	}
	form := known.ProcedureForm
	form.Name, form.Field, form.Limits = p.Form.Name, p.Form.Field, p.Form.Limits
	form.Authority = cmp.Or(p.Form.Authority, form.Authority)
	form.ServiceLevel = cmp.Or(p.Form.ServiceLevel, form.ServiceLevel)
	form.Decision.Number = cmp.Or(p.Form.Decision.Number, form.Decision.Number)
	differs := form.Name != known.Name || form.Field != known.Field || form.Authority != known.Authority ||
		form.ServiceLevel != known.ServiceLevel || form.Decision != known.Decision || !sameLimits(form.Limits, known.Limits)
	return form, differs
}

// sameLimits reports whether the limits are the same, in whatever order.
func sameLimits(a, b []domain.ProcedureLimit) bool {
	return slices.Equal(inOrder(a), inOrder(b))
}

func inOrder(limits []domain.ProcedureLimit) []domain.ProcedureLimit {
	return slices.SortedFunc(slices.Values(limits), func(a, b domain.ProcedureLimit) int {
		return cmp.Or(cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Case, b.Case))
	})
}

func (c *Catalogue) event(code string, form domain.ProcedureForm, known domain.ProcedureView, at time.Time) (domain.Event, error) {
	said, err := json.Marshal(form, json.Deterministic(true))
	if err != nil {
		return domain.Event{}, fmt.Errorf("procedure %s: %w", code, err)
	}
	sum := sha256.Sum256(said)
	e := domain.Event{
		ID:     fmt.Sprintf("%s/%d/%x", code, known.Version+1, sum[:8]),
		Source: c.mapping.uri(), Subject: code, At: at, Backdated: true,
		Type: domain.TypeProcedurePublished, Data: &domain.ProcedurePublished{ProcedureForm: form},
	}
	if known.Version > 0 && known.Abolished.IsZero() {
		e.Type, e.Data = domain.TypeProcedureAmended, &domain.ProcedureAmended{ProcedureForm: form}
	}
	return e, nil
}

// Terms returns the limits of every procedure, to judge dossiers by.
func (c *Catalogue) Terms() []domain.ProcedureTerms {
	terms := make([]domain.ProcedureTerms, len(c.Procedures))
	for i, p := range c.Procedures {
		terms[i] = domain.ProcedureTerms{Code: p.Code, Limits: p.Form.Limits}
	}
	return terms
}
