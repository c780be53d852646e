package domain

import (
	"fmt"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Measurement is the working time between two instants.
type Measurement struct {
	From           time.Time     `json:"from"`
	To             time.Time     `json:"to"`
	Working        int64         `json:"working_seconds"` // negative where to is before from
	WorkdayLength  int64         `json:"workday_seconds"` // of the usual day's sessions
	Workdays       int           `json:"workdays"`        // after the date of from, up to and with that of to
	Days           int           `json:"days"`            // calendar days between the dates
	Provisional    bool          `json:"provisional"`     // the end lies beyond ConfirmedUntil
	ConfirmedUntil calendar.Date `json:"confirmed_until,omitzero"`
	Zone           string        `json:"zone"`
	Calendar       VersionRef    `json:"calendar"`
	Sentence       Text          `json:"sentence"`
}

// Measure returns the working time between two instants.
func Measure(c *calendar.Calendar, from, to time.Time) Measurement {
	from, to = from.In(c.Location()), to.In(c.Location())
	first, last := calendar.DateOf(from, c.Location()), calendar.DateOf(to, c.Location())
	worked := c.Work(from, to)
	m := Measurement{
		From: from, To: to, Working: int64(worked / time.Second), WorkdayLength: int64(c.WorkdayLength() / time.Second),
		Workdays: c.Workdays(first, last), Days: last.Sub(first),
		Provisional: c.Provisional(max(first, last)), ConfirmedUntil: c.Spec().ConfirmedUntil,
		Zone: c.Location().String(), Calendar: VersionRef{ID: c.ID(), Version: c.Version()},
	}
	span, sign := WorkingTime(worked.Abs(), c.WorkdayLength()), ""
	if worked < 0 {
		sign = "-"
	}
	m.Sentence = Text{
		VI: fmt.Sprintf("Thời gian làm việc: %s%s; số ngày làm việc sau ngày đầu: %d", sign, span.VI, m.Workdays),
		EN: fmt.Sprintf("Working time: %s%s; working days after the first date: %d", sign, span.EN, m.Workdays),
	}
	return m
}

// MeasureQuery asks for the working time between two instants.
type MeasureQuery struct {
	From, To time.Time
	Agency   string // whose calendar counts; empty: the default one
}

// ParseMeasureQuery reads the words of a query (?name=value); instants without an
// offset are in the zone.
func ParseMeasureQuery(get func(name string) string, zone *time.Location) (q MeasureQuery, err error) {
	q.Agency = get("agency")
	from, errFrom := requiredInstant("from", get, zone)
	to, errTo := requiredInstant("to", get, zone)
	if q.From, q.To = from, to; errFrom != nil {
		return q, errFrom
	}
	return q, errTo
}

// Measure answers the query by the reference facts in force.
func (q MeasureQuery) Measure(g *Registry) (Measurement, error) {
	rules, err := g.Rules(q.Agency, "", q.From)
	if err != nil {
		return Measurement{}, err
	}
	return Measure(rules.Calendar, q.From, q.To), nil
}
