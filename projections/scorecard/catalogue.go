package scorecard

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/register"
)

// catalogue is the procedures in force at an instant, by code.
type catalogue map[string]*domain.Procedure

// catalogueOf returns the procedures in force at the instant that the filter
// means. nil where it is not known which they are: those of a unit, an officer
// or a desk, or of one of several agencies.
func catalogueOf(g *domain.Registry, f register.Filter, at time.Time) catalogue {
	placed := f.Agency != "" || f.Province != ""
	if f.Unit != "" || f.Officer != "" || f.Desk != "" || placed && agencies(g) > 1 {
		return nil
	}
	offered := make(catalogue)
	for _, latest := range g.Procedures() {
		p := g.Procedure(latest.Code, at)
		abolished := !p.Abolished.IsZero() && !p.Abolished.After(at)
		if !p.From.After(at) && !abolished && means(f, p) {
			offered[p.Code] = p
		}
	}
	return offered
}

// means reports whether the filter means the procedure.
func means(f register.Filter, p *domain.Procedure) bool {
	return (f.Procedure == "" || f.Procedure == p.Code) &&
		(f.Field == "" || f.Field == p.Field) &&
		(f.Level == "" || f.Level == p.ServiceLevel)
}

// agencies returns how many agencies and communes the organisation tree has.
func agencies(g *domain.Registry) (n int) {
	for _, u := range g.Units() {
		if u.Kind == domain.UnitAgency || u.Kind == domain.UnitCommune {
			n++
		}
	}
	return n
}

// onlineLevels are those that let a dossier be handed in online: 3 and 4 until
// 2022 (Nghị định 43/2011/NĐ-CP), since then wholly and partly online (Nghị định
// 42/2022/NĐ-CP).
var onlineLevels = []domain.ServiceLevel{domain.Level3, domain.Level4, domain.LevelFull, domain.LevelPartial}

var levelIndicators = map[domain.ServiceLevel]string{
	domain.Level1: "procedures_level_1", domain.Level2: "procedures_level_2",
	domain.Level3: "procedures_level_3", domain.Level4: "procedures_level_4",
	domain.LevelFull: "procedures_full", domain.LevelPartial: "procedures_partial",
	domain.LevelInfoOnline: "procedures_information",
}

// catalogue counts the procedures.
func (c *counter) catalogue(offered catalogue) {
	c.zero("procedures", "online_procedures", "online_procedures_with_dossiers", "payable_procedures")
	for _, name := range levelIndicators {
		c.zero(name)
	}
	for code, p := range offered {
		online := slices.Contains(onlineLevels, p.ServiceLevel)
		c.add("procedures", true)
		c.add(levelIndicators[p.ServiceLevel], p.ServiceLevel != "")
		c.add("online_procedures", online)
		c.add("online_procedures_with_dossiers", online && c.online[code])
		c.add("payable_procedures", p.Payable)
	}
}
