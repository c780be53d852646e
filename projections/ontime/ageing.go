package ontime

import (
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/register"
)

// Ageing tells the dossiers of column 13 apart by the working days between their
// due day and the last day that is counted, by the dossier's own calendar, or by
// calendar days where that is not known. A dossier that is overdue on its due
// day, or since a day off, is 0 working days overdue.
type Ageing struct {
	None   int `json:"overdue_0"`
	To2    int `json:"overdue_1_2"`
	To5    int `json:"overdue_3_5"`
	To10   int `json:"overdue_6_10"`
	To20   int `json:"overdue_11_20"`
	Beyond int `json:"overdue_over_20"`
}

// agesCount is how many ages there are.
const agesCount = 6

// ageOf returns the age of so many working days.
func ageOf(workdays int) int {
	for age, most := range [...]int{0, 2, 5, 10, 20} {
		if workdays <= most {
			return age
		}
	}
	return agesCount - 1
}

func ageingOf(counts *[agesCount]uint32) Ageing {
	return Ageing{int(counts[0]), int(counts[1]), int(counts[2]), int(counts[3]), int(counts[4]), int(counts[5])}
}

// ages reckons ages, by the ends of the spans of a scan.
type ages struct {
	scan      *scan
	zone      *time.Location
	calendars []*calendar.Calendar // by their numbers
}

func (q *Query) agesOf(s *scan) *ages {
	return &ages{scan: s, zone: q.Zone, calendars: s.columns.Calendars()}
}

// of returns the age of the dossier of the row, which is overdue at the span's
// end.
func (a *ages) of(row, month int) int {
	c := a.scan.columns
	end := a.scan.spans[month].end
	due := c.PendingAt(row, end).Due.Time()
	used := a.calendars[c.Calendar.Number(row)]
	if used == nil {
		return ageOf(dateOf(end, a.zone).Sub(calendar.DateOf(due, a.zone)))
	}
	return ageOf(used.Workdays(used.DueDay(due), dateOf(end, used.Location())))
}

func dateOf(at register.Instant, loc *time.Location) calendar.Date {
	return calendar.DateOf(at.Time(), loc)
}
