package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// weekdays is how busy each day of the week is.
var weekdays = [...]float64{
	time.Sunday: 1, time.Monday: 1.4, time.Tuesday: 1.1, time.Wednesday: 1,
	time.Thursday: .95, time.Friday: .8, time.Saturday: .55, // worked in exchange for another day
}

// tet is the first day off of the lunar new year within the play.
var tet = calendar.DateFrom(2026, time.February, 16)

// busy returns how many dossiers come in on a working day, relative to others:
// many on Mondays and in the weeks before Tết, few right after it.
func busy(d calendar.Date) float64 {
	weight := weekdays[d.Weekday()]
	switch days := tet.Sub(d); {
	case days > 0 && days <= 7:
		weight *= 1.9
	case days > 7 && days <= 18:
		weight *= 1.5
	case days <= 0 && days > -10:
		weight *= .5
	}
	if _, month, _ := d.Civil(); month == time.December {
		weight *= 1.15 // what was planned for the year
	}
	return weight
}

// arrivals draws the instants at which n dossiers are handed in, all within
// office time of the period, in their order.
func arrivals(r *rand.Rand, o office, from, to calendar.Date, n int) []time.Time {
	var days []calendar.Date
	var weights []float64
	for d := from; !d.After(to); d = d.AddDays(1) {
		if o.IsWorkday(d) {
			days, weights = append(days, d), append(weights, busy(d))
		}
	}
	instants := make([]time.Time, 0, n)
	for range n {
		instants = append(instants, o.on(days[weighted(r, weights)], hour(r)))
	}
	slices.SortFunc(instants, time.Time.Compare)
	return instants
}

// hour draws the share of the working day at which somebody comes to the desk:
// most in the middle of the morning, some in the early afternoon.
func hour(r *rand.Rand) float64 {
	peak, width := .22, .12 // about 08:45
	if chance(r, .38) {
		peak, width = .68, .1 // about 14:30
	}
	return min(max(peak+width*r.NormFloat64(), .01), .97)
}

// online draws when somebody submits from home what would have been handed in
// at the instant: at any hour, at weekends and on days off too.
func online(r *rand.Rand, o office, at time.Time, from calendar.Date) time.Time {
	d := o.date(at)
	for d.After(from) && !o.IsWorkday(d.AddDays(-1)) && chance(r, .4) {
		d = d.AddDays(-1)
	}
	hours := share(r, 7, 17)
	if chance(r, .3) {
		hours = share(r, 17, 22.5)
	}
	return o.Midnight(d).Add(time.Duration(hours * float64(time.Hour))).Truncate(time.Second)
}
