package demo

import (
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/hoso-engine/dossier/deployments"
	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// office is the department's working time: people act within it.
type office struct{ *calendar.Calendar }

// readOffice returns the working time of the shipped calendar, the one that the
// engine judges by.
func readOffice() (office, error) {
	b, err := deployments.Files.ReadFile("calendars/" + domain.DefaultCalendarID + ".json")
	if err != nil {
		return office{}, err
	}
	var spec calendar.Spec
	if err := json.Unmarshal(b, &spec); err != nil {
		return office{}, fmt.Errorf("the calendar: %w", err)
	}
	c, err := calendar.New(spec)
	return office{c}, err
}

// date returns the local date of the instant.
func (o office) date(t time.Time) calendar.Date { return calendar.DateOf(t, o.Location()) }

// after returns the open instant so much working time after t. The play lies in
// years that the calendar knows, so nothing can go out of range.
func (o office) after(t time.Time, work time.Duration) time.Time {
	at, err := o.AddWork(t, max(work, 0))
	if err != nil {
		return t
	}
	return o.Opens(at.Truncate(time.Second))
}

// before returns the open instant so much working time before end, but not
// before start.
func (o office) before(start, end time.Time, work time.Duration) time.Time {
	return o.after(start, o.Work(start, end)-work)
}

// day returns the n-th working day after the instant's date.
func (o office) day(t time.Time, n int) calendar.Date {
	d, err := o.AddWorkdays(o.date(t), n)
	if err != nil {
		return o.date(t)
	}
	return d
}

// on returns the instant at a share, from 0 to 1, of the date's working time.
func (o office) on(d calendar.Date, share float64) time.Time {
	start := o.Opens(o.Midnight(d))
	return o.after(start, time.Duration(share*float64(o.Work(start, o.Midnight(d.AddDays(1))))))
}
