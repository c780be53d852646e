package scorecard

import (
	"maps"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// counts are the computed indicators of some dossiers and a period. One that is
// not there is not known.
type counts map[string]int

// counter counts the dossiers of one place in one period: every indicator over
// those that the form has in its columns, and no others.
type counter struct {
	end     time.Time       // the last instant of the period
	offered catalogue       // nil: not known
	online  map[string]bool // procedures that were applied for online in the period
	counts  counts
}

// formed is a dossier and its place in the form of the period.
type formed struct {
	*domain.Dossier
	place ontime.Place
}

// countOf returns the indicators of the dossiers: those of the form's column 3
// by the query.
func countOf(dossiers []formed, q ontime.Query, offered catalogue) counts {
	c := counter{end: lastInstant(q), offered: offered, online: make(map[string]bool), counts: make(counts, len(indicators))}
	c.form(dossiers)
	c.incoming(dossiers)
	c.resolved(dossiers)
	c.fees(dossiers)
	if offered != nil {
		c.catalogue()
	}
	return c.counts
}

func lastInstant(q ontime.Query) time.Time {
	if !q.AsOf.IsZero() {
		return q.AsOf
	}
	return register.EndOfDay(q.To, q.Zone)
}

// columns are the columns of form II.06a by the names of their indicators.
var columns = map[string]ontime.Column{
	"received":        ontime.ColumnReceived,
	"carried_over":    ontime.ColumnCarried,
	"online":          ontime.ColumnOnline,
	"resolved":        ontime.ColumnResolved,
	"early":           ontime.ColumnEarly,
	"on_time":         ontime.ColumnOnTime,
	"late":            ontime.ColumnLate,
	"pending":         ontime.ColumnPending,
	"pending_in_time": ontime.ColumnInTime,
	"overdue":         ontime.ColumnOverdue,
}

// form counts the columns.
func (c *counter) form(dossiers []formed) {
	for name, number := range columns {
		in := 0
		for i := range dossiers {
			if dossiers[i].place.In(number) {
				in++
			}
		}
		c.counts[name] = in
	}
	c.counts["received_in_period"] = c.counts["received"] - c.counts["carried_over"]
}

// add counts one more where it holds.
func (c *counter) add(name string, holds bool) {
	if holds {
		c.counts[name]++
	}
}

// zero says that the indicators are known, whether a dossier comes or not.
func (c *counter) zero(names ...string) {
	for _, name := range names {
		c.counts[name] += 0
	}
}

// incoming counts over the dossiers received in the period.
func (c *counter) incoming(dossiers []formed) {
	c.zero("postal", "in_person", "digitised", "procedures_with_dossiers")
	seen := make(map[string]bool)
	for _, d := range dossiers {
		if d.place.In(ontime.ColumnCarried) {
			continue
		}
		c.add("postal", d.Channel == domain.Postal)
		c.add("in_person", d.Channel == domain.InPerson)
		c.add("digitised", d.Digitised)
		c.add("procedures_with_dossiers", !seen[d.Procedure])
		seen[d.Procedure] = true
		if d.Channel == domain.Online {
			c.online[d.Procedure] = true
		}
	}
}

// resolved counts over the dossiers resolved in the period.
func (c *counter) resolved(dossiers []formed) {
	c.zero("completed", "electronic_results", "returned", "returned_by_post", "returned_online",
		"rated", "very_satisfied", "satisfied", "dissatisfied")
	for _, d := range dossiers {
		if !d.place.In(ontime.ColumnResolved) {
			continue
		}
		completed := !d.CompletedAt.IsZero()
		returned := completed && !d.ReturnedAt.IsZero() && !d.ReturnedAt.After(c.end)
		c.add("completed", completed)
		c.add("electronic_results", completed && d.Electronic)
		c.add("returned", returned)
		c.add("returned_by_post", returned && d.ReturnMethod == domain.Postal)
		c.add("returned_online", returned && d.ReturnMethod == domain.Online)
		c.add("rated", d.Satisfaction != "")
		c.add("very_satisfied", d.Satisfaction == domain.VerySatisfied)
		c.add("satisfied", d.Satisfaction == domain.Satisfied)
		c.add("dissatisfied", d.Satisfaction == domain.Dissatisfied)
	}
}

// fees counts over all the dossiers.
func (c *counter) fees(dossiers []formed) {
	c.zero("fees_paid", "fees_paid_online")
	paid, online := make(map[string]bool), make(map[string]bool) // procedures
	for _, d := range dossiers {
		c.add("fees_paid", d.FeePaid)
		c.add("fees_paid_online", d.FeePaid && d.FeeOnline)
		if d.FeePaid {
			paid[d.Procedure] = true
			online[d.Procedure] = online[d.Procedure] || d.FeeOnline
		}
	}
	maps.DeleteFunc(online, func(_ string, yes bool) bool { return !yes })
	c.counts["procedures_with_fees_paid"], c.counts["procedures_with_fees_paid_online"] = len(paid), len(online)
}
