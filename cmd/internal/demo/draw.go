package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// drawing is what courses are drawn from.
type drawing struct {
	office       office
	catalogue    *Catalogue
	organisation *Organisation
	from         calendar.Date
	ends         time.Time
}

// course draws the treatment of a dossier that is handed in at the instant.
func (g *drawing) course(r *rand.Rand, at time.Time, fate Fate) *Course {
	c := &Course{Fate: fate}
	late := fate == FateLate || fate == FateLateApology
	slow := late && chance(r, .6)
	c.Procedure = g.procedure(r, func(p *Procedure) bool {
		return fate.suits(p) && (!slow || p.unit == g.organisation.slowUnit())
	})
	c.Case = g.caseOf(r, c.Procedure)
	c.Applicant = fmt.Sprintf("nd-%012x", r.Uint64()&(1<<48-1))
	c.Digitised = chance(r, .86)
	c.Unit, c.Expert = c.Procedure.unit, g.organisation.expert(r, c.Procedure.unit)
	if slow {
		c.Expert = g.organisation.SlowExpert
	}
	c.Leader = pick(r, g.organisation.Leaders)
	c.Channel = channel(r, c.Procedure)
	g.intake(r, c, at)
	c.Supplement = g.supplement(r, c)
	c.Pause = g.pause(r, c)
	c.Finish = finish(r, fate)
	c.Return = returned(r, c)
	return c
}

// procedure draws a procedure that fits, by how often each is asked for.
func (g *drawing) procedure(r *rand.Rand, fits func(*Procedure) bool) *Procedure {
	weights := make([]float64, len(g.catalogue.Procedures))
	for i, p := range g.catalogue.Procedures {
		if fits(p) {
			weights[i] = float64(p.Weight)
		}
	}
	return g.catalogue.Procedures[weighted(r, weights)]
}

func (g *drawing) caseOf(r *rand.Rand, p *Procedure) string {
	if cases := p.cases(); chance(r, .3) {
		return pick(r, cases)
	}
	return ""
}

// channel draws how a dossier comes in: the more of the procedure is online, the
// more often that way.
func channel(r *rand.Rand, p *Procedure) domain.Channel {
	if p.Border {
		return domain.InPerson
	}
	online, postal := .74, .06
	switch p.Level {
	case domain.LevelPartial:
		online = .45
	case domain.LevelInfoOnline:
		online, postal = 0, .1
	}
	switch at := r.Float64(); {
	case at < online:
		return domain.Online
	case at < online+postal:
		return domain.Postal
	}
	return domain.InPerson
}

// intake draws when and where the dossier is submitted and received.
func (g *drawing) intake(r *rand.Rand, c *Course, at time.Time) {
	c.Desk, c.Clerk = g.organisation.Desks.Main, pick(r, g.organisation.Clerks)
	c.Received = at
	c.HandOver = minutes(r, 5, 75)
	c.FeeOnline = chance(r, .62)
	switch {
	case c.Procedure.Border:
		c.Desk, c.Clerk = g.organisation.Desks.Offline, g.organisation.OfflineClerk
		if last := g.office.Workdays(g.office.date(at), g.office.date(g.ends)); chance(r, .45) && last > 2 {
			c.Offline = between(r, 1, 2)
		}
	case c.Channel == domain.Online:
		if c.Submitted = online(r, g.office, at, g.from); c.Submitted.After(g.ends) {
			c.Submitted = at
		}
		c.Received = g.office.after(c.Submitted, waiting(r))
		c.FeeOnline = chance(r, .93)
	}
	c.Retried = c.Clerk == g.organisation.RetryingClerk && chance(r, .07)
}

// waiting draws how much working time a submission waits for its receipt: 8
// hours are allowed, a few take longer.
func waiting(r *rand.Rand) time.Duration {
	if chance(r, .012) {
		return minutes(r, 8*60+20, 13*60)
	}
	return minutes(r, 8, 6*60)
}
