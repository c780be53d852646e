package eventlog

import (
	"fmt"
	"strings"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// timesForm is how the log writes instants.
type timesForm struct {
	Layouts []string           `json:"layouts,omitzero"`
	DatesAt calendar.TimeOfDay `json:"dates_at,omitzero"`
}

// clock reads the log's instants.
type clock struct {
	zone    *time.Location
	layouts []string
	datesAt calendar.TimeOfDay // of a date without a time of day
}

// rfc3339 is the layout's name in a mapping.
const rfc3339 = "rfc3339"

// usualLayouts are read where a mapping names none. Package time reads a
// fraction of a second wherever the seconds are.
var usualLayouts = []string{rfc3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly}

func (m *Mapping) takeClock(f *mappingForm) error {
	if f.Zone == "" || f.Zone == "Local" { // package time takes them for UTC and this machine's zone
		return wrong("/zone", "%q is not the name of a zone", f.Zone)
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		return wrong("/zone", "%s", err)
	}
	m.clock = clock{zone: zone, layouts: f.Times.Layouts, datesAt: f.Times.DatesAt}
	if len(m.clock.layouts) == 0 {
		m.clock.layouts = usualLayouts
	}
	for i, layout := range m.clock.layouts {
		if layout != rfc3339 && !strings.Contains(layout, "06") {
			return wrong(fmt.Sprintf("/times/layouts/%d", i), "%q has no year: write it as package time does, such as 2006-01-02", layout)
		}
	}
	return nil
}

// instant reads an instant, to the millisecond.
func (c *clock) instant(text string) (time.Time, error) {
	for _, layout := range c.layouts {
		if layout == rfc3339 {
			layout = time.RFC3339
		}
		at, err := time.ParseInLocation(layout, text, c.zone)
		if err != nil {
			continue
		}
		if !strings.Contains(layout, "15") && !strings.Contains(layout, "3") { // no hour
			at = c.placed(at)
		}
		return at.Truncate(time.Millisecond).In(c.zone), nil
	}
	return time.Time{}, fmt.Errorf("%.40q is not an instant of the form %s", text, strings.Join(c.layouts, " or "))
}

// placed returns the instant at which the instant's local date is placed.
func (c *clock) placed(at time.Time) time.Time {
	year, month, day := at.In(c.zone).Date()
	return time.Date(year, month, day, 0, int(c.datesAt), 0, 0, c.zone)
}
