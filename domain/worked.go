package domain

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Worked returns the working time that a completed dossier took of its limit:
// from where its clock started (its receipt, or the stop after which the full
// limit ran anew) to its completion, without the time in which the clock stood.
// It is counted by the calendar version that its due pins, else by the calendar
// in force. Not ok before the completion, and where the registry has no calendar
// for it.
func (d *Dossier) Worked(g *Registry) (worked time.Duration, ok bool) {
	if d.CompletedAt.IsZero() {
		return 0, false
	}
	start, c := d.ReceivedAt, (*calendar.Calendar)(nil)
	if set := d.Deadline(); set != nil {
		start = set.Start
		c, _ = g.editions.get(edition(set.Calendar.ID, set.Calendar.Version))
	}
	if c == nil {
		rules, err := d.Rules(g)
		if err != nil {
			return 0, false
		}
		c = rules.Calendar
	}
	return max(0, d.workBetween(start, d.CompletedAt, c)), true
}
