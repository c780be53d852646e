package calendar

import (
	"math"
	"time"
)

// zone is a location's offsets laid out in a table, so that an instant and a
// wall clock reading turn into each other in nanoseconds and by one rule.
// Instants and readings are seconds since 1970-01-01 00:00.
//
// The Gregorian calendar repeats every 400 years, weekdays included, and so do
// the rules by which summer time goes on for ever. The table ends with one such
// cycle; later instants are looked up in it.
type zone struct {
	loc     *time.Location
	periods []period
	begin   int64 // of the year 1
	end     int64 // of the year 9999
}

// period is a stretch of time with one offset, up to the next period.
type period struct {
	from   int64
	offset int64 // seconds east of UTC
}

const (
	cycleDays    = 146097 // 400 years
	cycleSeconds = cycleDays * daySeconds

	// The cycle follows the last date that can be listed, so that it holds
	// nothing but rules.
	cycleFrom = lastListed + 1
	cycleTo   = cycleFrom + cycleDays

	// longestOffset is more than any zone was ever ahead of UTC.
	longestOffset = 16 * 60 * 60
)

func newZone(loc *time.Location) zone {
	z := zone{loc: loc}
	tableEnd := (cycleTo + 366).wall()
	for t := time.Unix(MinDate.wall()-daySeconds, 0).In(loc); t.Unix() < tableEnd; {
		_, offset := t.Zone()
		z.add(t.Unix(), int64(offset))
		_, next := t.ZoneBounds()
		if next.IsZero() {
			break
		}
		// In leap years package time ends a period a day before the year
		// does, and then again at the instant asked for.
		if !next.After(t) {
			next = t.Add(24 * time.Hour)
		}
		t = next
	}
	z.periods[0].from = math.MinInt64
	z.begin, z.end = z.instant(MinDate.wall()), z.instant((MaxDate + 1).wall())
	return z
}

// add appends a period, unless only the zone's name changes.
func (z *zone) add(from, offset int64) {
	if n := len(z.periods); n > 0 && z.periods[n-1].offset == offset {
		return
	}
	z.periods = append(z.periods, period{from, offset})
}

// folded moves a reading or an instant from beyond the table into its cycle, and
// says by how much.
func folded(seconds int64) (inside, by int64) {
	from, to := cycleFrom.wall(), cycleTo.wall()
	if seconds < to {
		return seconds, 0
	}
	by = (seconds - from) / cycleSeconds * cycleSeconds
	return seconds - by, by
}

// at returns the place of the period that holds an instant inside the table.
func (z *zone) at(instant int64) int {
	low, high := 0, len(z.periods)-1
	for low < high {
		middle := (low + high + 1) / 2
		if z.periods[middle].from <= instant {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

// offset returns the seconds that the zone is ahead of UTC at an instant.
func (z *zone) offset(instant int64) int64 {
	instant, _ = folded(instant)
	return z.periods[z.at(instant)].offset
}

// instant returns the first instant at which the clock shows reading or later.
func (z *zone) instant(reading int64) int64 {
	reading, by := folded(reading)
	i := z.at(reading - longestOffset)
	for ; i+1 < len(z.periods); i++ {
		if reading-z.periods[i].offset < z.periods[i+1].from {
			break
		}
	}
	return max(reading-z.periods[i].offset, z.periods[i].from) + by
}

// date returns the date that an instant belongs to: the last one that has begun
// by then. Where a clock is set back across midnight that is the new date, once
// begun, although the clock shows the old one again.
func (z *zone) date(instant int64) Date {
	d := Date(floorDiv(instant+z.offset(instant), daySeconds) + unixDate)
	for z.instant((d + 1).wall()) <= instant {
		d++
	}
	return d
}
