package scorecard

import (
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
	end    time.Time            // the last instant of the period
	places map[ontime.Place]int // dossiers by their places in the form
	counts counts

	// Procedures: that came in, that were applied for online, whose fees were
	// paid, and paid online, in the period.
	incoming, online, paid, paidOnline map[string]bool
}

func newCounter(q ontime.Query) *counter {
	c := &counter{
		end: lastInstant(q), places: make(map[ontime.Place]int), counts: make(counts, len(indicators)),
		incoming: make(map[string]bool), online: make(map[string]bool), paid: make(map[string]bool), paidOnline: make(map[string]bool),
	}
	c.zero("postal", "in_person", "digitised",
		"completed", "electronic_results", "returned", "returned_by_post", "returned_online",
		"rated", "very_satisfied", "satisfied", "dissatisfied", "fees_paid", "fees_paid_online")
	return c
}

// take counts a dossier of the form's column 3.
func (c *counter) take(d *domain.Dossier, place ontime.Place) {
	c.places[place]++
	if !place.In(ontime.ColumnCarried) {
		c.receive(d)
	}
	if place.In(ontime.ColumnResolved) {
		c.resolve(d)
	}
	if d.FeePaid {
		c.counts["fees_paid"]++
		c.paid[d.Procedure] = true
	}
	if d.FeePaid && d.FeeOnline {
		c.counts["fees_paid_online"]++
		c.paidOnline[d.Procedure] = true
	}
}

// done returns the indicators. The procedures offered are nil where they are not
// known.
func (c *counter) done(offered catalogue) counts {
	for name, column := range columns {
		c.zero(name)
		for place, n := range c.places {
			if place.In(column) {
				c.counts[name] += n
			}
		}
	}
	c.counts["received_in_period"] = c.counts["received"] - c.counts["carried_over"]
	c.counts["procedures_with_dossiers"] = len(c.incoming)
	c.counts["procedures_with_fees_paid"], c.counts["procedures_with_fees_paid_online"] = len(c.paid), len(c.paidOnline)
	if offered != nil {
		c.catalogue(offered)
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

// receive counts a dossier that was received in the period.
func (c *counter) receive(d *domain.Dossier) {
	c.add("postal", d.Channel == domain.Postal)
	c.add("in_person", d.Channel == domain.InPerson)
	c.add("digitised", d.Digitised)
	c.incoming[d.Procedure] = true
	if d.Channel == domain.Online {
		c.online[d.Procedure] = true
	}
}

// resolve counts a dossier that was resolved in the period.
func (c *counter) resolve(d *domain.Dossier) {
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
