package flow

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/ontime"
	"github.com/hoso-engine/dossier/projections/register"
)

// Outlook is what can still become late: the dossiers that are pending in time at
// the as-of instant.
type Outlook struct {
	Head
	By         string        `json:"by"`
	InTime     int           `json:"pending_in_time"` // with a due that runs
	Stopped    int           `json:"stopped"`         // besides: the clock stands, nothing is due
	NoDeadline int           `json:"no_deadline"`     // besides: pending without a deadline
	Overdue    int           `json:"pending_overdue"` // too late for them
	Days       []OutlookDay  `json:"days"`            // the as-of date and the working days after it, as many as asked for, and dues between
	Later      int           `json:"later"`           // in time, due after the last of the days
	Rows       []OutlookRow  `json:"rows"`            // by holder, who has the most due within the days first
	Dossiers   []OutlookItem `json:"dossiers"`        // due within the days, by due, so many as the query's limit says
	Best       Best          `json:"best"`
}

// OutlookDay is the dossiers whose last day in time is one date: when it has
// passed without their completion they are late.
type OutlookDay struct {
	Date     calendar.Date `json:"date"`
	Dossiers int           `json:"dossiers"`
	ByThen   int           `json:"by_then"` // on this date and those before
}

// OutlookRow is what one holder has in hand.
type OutlookRow struct {
	Key      string `json:"key"` // may be empty
	Name     string `json:"name,omitzero"`
	InTime   int    `json:"pending_in_time"`
	Due      int    `json:"due"`       // of those, within the days
	StepLate int    `json:"step_late"` // of those in time, with the present step's limit exceeded
}

// OutlookItem is a dossier that is due within the days.
type OutlookItem struct {
	Code      domain.Code `json:"code"`
	Procedure string      `json:"procedure"`
	Agency    string      `json:"agency,omitzero"` // of the holder
	Unit      string      `json:"unit,omitzero"`
	Officer   string      `json:"officer,omitzero"`
	Step      string      `json:"step,omitzero"`
	Since     time.Time   `json:"since"` // the holder has it
	Due       time.Time   `json:"due"`
	Breach    time.Time   `json:"breach"`
	StepDue   time.Time   `json:"step_due,omitzero"`
	StepLate  bool        `json:"step_late,omitzero"`
	Left      Seconds     `json:"left_seconds"` // working time until the due; negative after it, on a due day that is not over

	// PassBy is the latest working instant at which the present holder can pass
	// the dossier on so that the steps which the procedure has after this one can
	// take their whole limits before the dossier's due, whatever this step's own
	// due is. It may have passed. Absent where no such instant lies within 20
	// years.
	PassBy time.Time `json:"pass_by,omitzero"`

	trail *trail
}

// Best is the on-time rates that the period can still reach: all that is pending
// in time is completed in time, and what is overdue is completed too.
type Best struct {
	// OfReceived is of all dossiers of the period. It is then also the rate of
	// those resolved, for all are.
	OfReceived ontime.Rate `json:"of_received"`

	// OfDue is of those that will have come due by the end of the whole period,
	// also after the as-of instant, see [ontime.Rates].
	OfDue ontime.Rate `json:"of_due"`
}

// OutlookOf looks ahead from the as-of instant.
func OutlookOf(rows *register.Columns, g *domain.Registry, q Query) *Outlook {
	q = q.normal()
	b := &forecast{
		Outlook: Outlook{Head: q.head("outlook", g), By: q.By, Dossiers: []OutlookItem{}},
		query:   q, registry: g, known: calendarsOf(g),
		days: make(map[calendar.Date]int), holders: make(map[string]*OutlookRow),
	}
	b.span()
	var hopeful, due, dueHopeful, all int
	for d, place := range ontime.Places(rows, q.Query) {
		column := place.Exit
		good := column != ontime.ColumnLate && column != ontime.ColumnOverdue
		isDue := q.due(d, column)
		all++
		count(&hopeful, good)
		count(&due, isDue)
		count(&dueHopeful, isDue && good)
		switch column {
		case ontime.ColumnOverdue:
			b.Overdue++
		case ontime.ColumnInTime:
			b.take(d)
		}
	}
	b.Best = Best{OfReceived: ontime.RateOf(hopeful, all), OfDue: ontime.RateOf(dueHopeful, due)}
	b.close()
	return &b.Outlook
}

// due reports whether the dossier will have come due by the end of the whole
// period: what is resolved has, and what is overdue.
func (q *Query) due(d *domain.Dossier, column ontime.Column) bool {
	switch column {
	case ontime.ColumnOverdue:
		return true
	case ontime.ColumnInTime:
		return d.StandingAt(q.AsOf) == domain.StandingInTime &&
			!d.DeadlineAt(q.AsOf).Due.After(register.EndOfDay(q.To, q.Zone))
	}
	return !d.Due().IsZero()
}

// Name implements [Report].
func (r *Outlook) Name(name func(by, key string) string) {
	for i := range r.Rows {
		r.Rows[i].Name = name(r.By, r.Rows[i].Key)
	}
}
