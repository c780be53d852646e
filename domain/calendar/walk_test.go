package calendar_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// walk is the deliberately dumb calendar: it looks at one minute after the
// other and knows nothing but package time and the Spec.
type walk struct {
	spec calendar.Spec
	loc  *time.Location
	days map[time.Time][][2]time.Time // sessions of a date, as instants, by its noon in UTC
}

func newWalk(spec calendar.Spec) *walk {
	loc, err := time.LoadLocation(spec.Zone)
	if err != nil {
		panic(err)
	}
	return &walk{spec: spec, loc: loc, days: map[time.Time][][2]time.Time{}}
}

var weekdayKeys = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// regular returns the sessions of a weekday.
func (w *walk) regular(day time.Weekday) []calendar.Session {
	if sessions, given := w.spec.Sessions[weekdayKeys[day]]; given {
		return sessions
	}
	if day == time.Saturday || day == time.Sunday {
		return nil
	}
	return w.spec.Sessions["default"]
}

// sessions returns the sessions of the date at whose noon (UTC) t stands.
func (w *walk) sessions(noon time.Time) []calendar.Session {
	d, err := calendar.ParseDate(noon.Format(time.DateOnly))
	if err != nil {
		panic(err)
	}
	for _, closure := range w.spec.Closures {
		if !d.Before(closure.From) && !d.After(closure.To) {
			return nil
		}
	}
	regular := w.regular(noon.Weekday())
	if slices.Contains(w.spec.DaysOff, d) {
		return nil
	}
	if len(regular) > 0 || !slices.Contains(w.spec.ExtraWorkingDays, d) {
		return regular
	}
	for i := range 7 {
		if sessions := w.regular(time.Weekday((i + 1) % 7)); len(sessions) > 0 {
			return sessions
		}
	}
	panic("no working day")
}

// instants returns the sessions of a date as instants: the first minutes at
// which the clock shows the date and their times, or more.
func (w *walk) instants(noon time.Time) [][2]time.Time {
	if known, ok := w.days[noon]; ok {
		return known
	}
	var found [][2]time.Time
	for _, s := range w.sessions(noon) {
		found = append(found, [2]time.Time{w.first(noon, s.From), w.first(noon, s.To)})
	}
	w.days[noon] = found
	return found
}

func (w *walk) first(noon time.Time, at calendar.TimeOfDay) time.Time {
	want := noon.Add(time.Duration(at)*time.Minute - 12*time.Hour)
	for t := want.Add(-15 * time.Hour); ; t = t.Add(time.Minute) {
		_, offset := t.In(w.loc).Zone()
		if shown := t.Add(time.Duration(offset) * time.Second); !shown.Before(want) {
			return t
		}
	}
}

// open says whether the minute that begins at t is worked.
func (w *walk) open(t time.Time) bool {
	y, m, d := t.In(w.loc).Date()
	noon := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	for _, s := range w.instants(noon) {
		if !t.Before(s[0]) && t.Before(s[1]) {
			return true
		}
	}
	return false
}

// work counts the open minutes between two instants.
func (w *walk) work(from, to time.Time) (worked time.Duration) {
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		if w.open(t) {
			worked += time.Minute
		}
	}
	return worked
}

// add walks until d is worked off.
func (w *walk) add(t time.Time, d time.Duration) time.Time {
	for d > 0 || !w.open(t) {
		if d > 0 && w.open(t) {
			if d -= time.Minute; d == 0 {
				return t.Add(time.Minute)
			}
		}
		t = t.Add(time.Minute)
	}
	return t
}

// compare holds the calendar against the walk from one start and one duration,
// in whole minutes.
func (w *walk) compare(c *calendar.Calendar, start time.Time, d time.Duration) error {
	end, err := c.AddWork(start, d)
	if want := w.add(start, d); err != nil || !end.Equal(want) {
		return fmt.Errorf("%s + %s = %s, %w; want %s", start, d, end, err, want)
	}
	until := start.Add(d * 2)
	if got, want := c.Work(start, until), w.work(start, until); got != want {
		return fmt.Errorf("work from %s to %s = %s, want %s", start, until, got, want)
	}
	return nil
}

// walks compares n random cases, many to each random calendar.
func walks(t *testing.T, n int, random *rand.Rand) {
	const each = 50
	for range n / each {
		spec := randomSpec(random)
		c, w := calendarOf(t, spec), newWalk(spec)
		// All cases of a calendar begin within two weeks, so that the walk
		// need not lay out ever new dates.
		from := time.Date(2024, 1, 1+random.IntN(1000), 0, 0, 0, 0, time.UTC)
		if random.IntN(2) == 0 {
			from = clockChange(w.loc, from)
		}
		for range each {
			start := from.Add(time.Duration(random.IntN(14*24*60)) * time.Minute)
			if err := w.compare(c, start, time.Duration(random.IntN(8*60))*time.Minute); err != nil {
				t.Fatalf("%v\n%+v", err, spec)
			}
		}
	}
}

// clockChange returns an instant a week before the clock is put forward or back
// the next time after t; t itself where it never is.
func clockChange(loc *time.Location, t time.Time) time.Time {
	if _, change := t.In(loc).ZoneBounds(); !change.IsZero() {
		return change.UTC().AddDate(0, 0, -7).Truncate(time.Minute)
	}
	return t
}

func TestWalk(t *testing.T) {
	walks(t, 1500, rand.New(rand.NewPCG(2026, 2)))
}

// TestSoakWalk is TestWalk a million times, from a new seed each time. Set
// DOSSIER_SOAK to run it.
func TestSoakWalk(t *testing.T) {
	if os.Getenv("DOSSIER_SOAK") == "" {
		t.Skip("DOSSIER_SOAK is not set")
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	walks(t, 1_000_000, rand.New(rand.NewPCG(seed, 0)))
}
