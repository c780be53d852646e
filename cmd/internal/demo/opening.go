package demo

import (
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// Sources of the department's events.
const (
	sourceOffice = "urn:demo:h37:van-phong" // the office that publishes procedures and units
	sourceDesk   = "urn:demo:h37:mot-cua"   // the one-stop software
	sourceBorder = "urn:demo:h37:cua-khau"  // the border post's own
)

// publish makes the events of what the department publishes.
func (p *Plan) publish(o *Organisation) error {
	at := p.Starts().Add(15 * time.Minute)
	for _, u := range o.Units {
		p.Opening = append(p.Opening, p.fact(domain.TypeUnitDefined, u.ID, at, &u.UnitDefined))
	}
	decision := domain.Decision{Number: "1188/QĐ-UBND", Date: p.From.AddDays(-12)}
	for _, procedure := range p.catalogue.Procedures {
		form, err := procedure.form(p.catalogue)
		if err != nil {
			return err
		}
		form.Decision = decision
		p.Opening = append(p.Opening, p.fact(domain.TypeProcedurePublished, procedure.Code, at, &domain.ProcedurePublished{ProcedureForm: form}))
	}
	return p.amend()
}

// amendedOn is when the department shortens the limits of the GPP assessments,
// for dossiers received from then on.
var amendedOn = calendar.DateFrom(2026, time.January, 5)

// amend makes the events of the procedures whose limit becomes shorter.
func (p *Plan) amend() error {
	if p.To.Before(amendedOn) {
		return nil
	}
	limit, err := calendar.LimitOf(12, calendar.Workday)
	if err != nil {
		return err
	}
	for _, procedure := range p.catalogue.Procedures {
		if procedure.Field != "DP" || procedure.Weight < 24 || procedure.days != 15 {
			continue
		}
		form, err := procedure.form(p.catalogue)
		if err != nil {
			return err
		}
		form.Limits, form.Steps = []domain.ProcedureLimit{{Limit: limit}}, procedure.steps(limit.Value())
		form.Decision = domain.Decision{Number: "2467/QĐ-UBND", Date: amendedOn.AddDays(-7)}
		at := p.office.Midnight(amendedOn).Add(6*time.Hour + 30*time.Minute)
		p.Notices = append(p.Notices, p.fact(domain.TypeProcedureAmended, procedure.Code, at, &domain.ProcedureAmended{ProcedureForm: form}))
	}
	return nil
}

// fact makes an event about a reference fact.
func (p *Plan) fact(t domain.Type, id string, at time.Time, data domain.Data) domain.Event {
	return domain.Event{
		ID: p.id(fmt.Sprintf("%s/%s/%d", t, id, at.Unix())), Source: sourceOffice,
		Type: t, Subject: id, At: at, Actor: "cb-001", Data: data,
	}
}

// id derives an event's id from the seed and what the event is.
func (p *Plan) id(what string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, fmt.Appendf(nil, "urn:demo:%d:%s", p.Seed, what)).String()
}
