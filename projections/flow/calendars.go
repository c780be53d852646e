package flow

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// calendars finds the calendar that a dossier's working time is counted by: the
// version that its latest due pins.
type calendars struct {
	registry *domain.Registry
	known    map[domain.VersionRef]*calendar.Calendar
}

func calendarsOf(g *domain.Registry) calendars {
	return calendars{registry: g, known: make(map[domain.VersionRef]*calendar.Calendar)}
}

// of returns the dossier's calendar; nil for one that was never received, and
// where the registry holds none.
func (k calendars) of(d *domain.Dossier) *calendar.Calendar {
	set := d.Deadline()
	if set == nil {
		return nil
	}
	if c, known := k.known[set.Calendar]; known {
		return c
	}
	rules, err := d.RulesAt(k.registry, set.From)
	if err != nil {
		return nil
	}
	k.known[set.Calendar] = rules.Calendar
	return rules.Calendar
}

// workday returns the length of the usual working day, for people; 0 where no
// calendar is published.
func workday(g *domain.Registry) time.Duration {
	if c, ok := g.Calendar(domain.DefaultCalendarID); ok {
		return c.WorkdayLength()
	}
	return 0
}
