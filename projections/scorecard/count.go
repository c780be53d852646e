package scorecard

import (
	"iter"
	"maps"
	"slices"
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
	query   ontime.Query
	end     time.Time       // the last instant of the period
	offered catalogue       // nil: not known
	online  map[string]bool // procedures that were applied for online in the period
	counts  counts
}

// countOf returns the indicators of the dossiers: those of the form's column 3
// by the query.
func countOf(dossiers []*domain.Dossier, q ontime.Query, offered catalogue) counts {
	c := counter{query: q, end: lastInstant(q), offered: offered, online: make(map[string]bool), counts: make(counts, len(indicators))}
	rows := slices.Values(dossiers)
	c.form(rows)
	c.incoming(rows)
	c.resolved(rows)
	c.fees(rows)
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

// form takes over the columns of form II.06a.
func (c *counter) form(rows iter.Seq[*domain.Dossier]) {
	total := ontime.Statistics(rows, c.query).Total
	c.counts["received"] = total.Received
	c.counts["received_in_period"] = total.Online + total.Direct
	c.counts["carried_over"] = total.Carried
	c.counts["online"] = total.Online
	c.counts["resolved"] = total.Resolved
	c.counts["early"] = total.Early
	c.counts["on_time"] = total.OnTime
	c.counts["late"] = total.Late
	c.counts["pending"] = total.Pending
	c.counts["pending_in_time"] = total.InTime
	c.counts["overdue"] = total.Overdue
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

// received yields the dossiers received in the period.
func (c *counter) received(rows iter.Seq[*domain.Dossier]) iter.Seq[*domain.Dossier] {
	return func(yield func(*domain.Dossier) bool) {
		for _, column := range [...]ontime.Column{ontime.ColumnOnline, ontime.ColumnDirect} {
			for d := range ontime.Sum(rows, c.query, column) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// incoming counts over the dossiers received in the period.
func (c *counter) incoming(rows iter.Seq[*domain.Dossier]) {
	c.zero("postal", "in_person", "digitised", "procedures_with_dossiers")
	seen := make(map[string]bool)
	for d := range c.received(rows) {
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
func (c *counter) resolved(rows iter.Seq[*domain.Dossier]) {
	c.zero("completed", "electronic_results", "returned", "returned_by_post", "returned_online",
		"rated", "very_satisfied", "satisfied", "dissatisfied")
	for d := range ontime.Sum(rows, c.query, ontime.ColumnResolved) {
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
func (c *counter) fees(rows iter.Seq[*domain.Dossier]) {
	c.zero("fees_paid", "fees_paid_online")
	paid, online := make(map[string]bool), make(map[string]bool) // procedures
	for d := range rows {
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
