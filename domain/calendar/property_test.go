package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// calendars are made once: a property then draws among them.
func calendars(t testing.TB) []*calendar.Calendar {
	random := rand.New(rand.NewPCG(7, 9))
	cs := []*calendar.Calendar{deployed(t, "vn"), deployed(t, "nl")}
	for range 60 {
		cs = append(cs, calendarOf(t, randomSpec(random)))
	}
	return cs
}

// anInstant draws an instant: mostly where dates are listed, at times anywhere.
func anInstant(r *rapid.T, name string) time.Time {
	const years = 4 * 31556952 * time.Second
	at := time.Date(2023, 10, 1, 0, 0, 0, 0, time.UTC).Add(upTo(r, name, years))
	if rapid.IntRange(0, 9).Draw(r, name+" far") == 0 {
		at = at.AddDate(rapid.IntRange(-1900, 7900).Draw(r, name+" years"), 0, 0)
	}
	return at
}

func aDuration(r *rapid.T, name string) time.Duration {
	return 1 + upTo(r, name, 9000*time.Hour)
}

// upTo draws a duration: half of them small, as rapid prefers, half of them
// anywhere up to most.
func upTo(r *rapid.T, name string, most time.Duration) time.Duration {
	n := rapid.Int64Range(0, int64(most)).Draw(r, name)
	if rapid.Bool().Draw(r, name+" anywhere") {
		n = rand.New(rand.NewPCG(uint64(n), 0)).Int64N(int64(most))
	}
	return time.Duration(n)
}

// check runs a property under every sort of calendar.
func check(t *testing.T, property func(r *rapid.T, c *calendar.Calendar)) {
	cs := calendars(t)
	rapid.Check(t, func(r *rapid.T) { property(r, rapid.SampledFrom(cs).Draw(r, "calendar")) })
}

func addWork(r *rapid.T, c *calendar.Calendar, t time.Time, d time.Duration) time.Time {
	end, err := c.AddWork(t, d)
	if err != nil {
		r.Fatal(err)
	}
	return end
}

func TestWorkUndoesAddWork(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		start, d := anInstant(r, "start"), aDuration(r, "d")
		end := addWork(r, c, start, d)
		if got := c.Work(start, end); got != d {
			r.Fatalf("work from %s to %s = %s, want %s", start, end, got, d)
		}
		if got := c.Work(start, end.Add(-1)); got != d-1 {
			r.Fatalf("an instant before %s the work is %s, want %s: not the earliest end", end, got, d-1)
		}
		if got := c.Work(end, start); got != -d {
			r.Fatalf("work from %s back to %s = %s, want %s", end, start, got, -d)
		}
	})
}

func TestAddWorkIsMonotonic(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		start, d := anInstant(r, "start"), aDuration(r, "d")
		later, longer := start.Add(aDuration(r, "later")), d+aDuration(r, "longer")
		end := addWork(r, c, start, d)
		if end.Before(start) || addWork(r, c, start, 0).After(end) {
			r.Fatalf("%s + %s = %s is too early", start, d, end)
		}
		if other := addWork(r, c, later, d); other.Before(end) {
			r.Fatalf("starting later, at %s, ends earlier: %s, not %s", later, other, end)
		}
		if other := addWork(r, c, start, longer); !other.After(end) {
			r.Fatalf("the longer %s ends at %s, not after %s", longer, other, end)
		}
	})
}

func TestWorkAddsUp(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		from, d, e := anInstant(r, "from"), aDuration(r, "d"), aDuration(r, "e")
		middle, to := from.Add(d), from.Add(d+e)
		if got, want := c.Work(from, middle)+c.Work(middle, to), c.Work(from, to); got != want {
			r.Fatalf("the parts add up to %s, the whole is %s", got, want)
		}
	})
}

func TestDueIsMonotonic(t *testing.T) {
	limits := []string{"0workday", "0.5workday", "3workday", "7.5workday", "8workhour", "10day", "1month", "13month"}
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		l := limit(t, rapid.SampledFrom(limits).Draw(r, "limit"))
		rules := calendar.Rules{
			Count: rapid.SampledFrom([]calendar.Count{calendar.DayCount, calendar.ClockCount}).Draw(r, "count"),
			Roll:  rapid.SampledFrom([]calendar.Roll{calendar.RollForward, calendar.RollNone}).Draw(r, "roll"),
		}
		start := anInstant(r, "start")
		due, err := c.Due(start, l, rules)
		later, err2 := c.Due(start.Add(aDuration(r, "later")), l, rules)
		if err != nil || err2 != nil || later.Before(due) {
			r.Fatalf("%s from %s is due %s, %v; from later on %s, %v", l, start, due, err, later, err2)
		}
		if due.Before(start) {
			r.Fatalf("%s from %s is due before, at %s", l, start, due)
		}
	})
}

func TestWorkdaysUndoesAddWorkdays(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		d := calendar.DateOf(anInstant(r, "date"), time.UTC)
		n := rapid.IntRange(1, 1500).Draw(r, "n")
		later, err := c.AddWorkdays(d, n)
		if err != nil || !c.IsWorkday(later) || c.Workdays(d, later) != n || c.Workdays(later, d) != -n {
			r.Fatalf("%d working days after %s is %s, %v, which is %d after", n, d, later, err, c.Workdays(d, later))
		}
		back, err := c.AddWorkdays(later, -n)
		if err != nil || c.Workdays(back, later) != n || c.IsWorkday(d) && back != d || back > d {
			r.Fatalf("%d working days back from %s is %s, %v; began at %s", n, later, back, err, d)
		}
	})
}

func TestWorkdaysCountsOneByOne(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		from := calendar.DateOf(anInstant(r, "from"), time.UTC)
		to := from.AddDays(rapid.IntRange(0, 400).Draw(r, "days"))
		n := 0
		for d := from + 1; d <= to; d++ {
			if sessions, _ := c.Day(d); len(sessions) > 0 {
				n++
			}
		}
		if got := c.Workdays(from, to); got != n {
			r.Fatalf("%d working days from %s to %s, want %d", got, from, to, n)
		}
	})
}

func TestSegmentsTile(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		from := anInstant(r, "from")
		to := from.Add(1 + upTo(r, "length", 1000*time.Hour))
		at, counted := from, time.Duration(0)
		for s := range c.Segments(from, to) {
			if !s.From.Equal(at) || !s.To.After(s.From) {
				r.Fatalf("%+v does not follow on %s", s, at)
			}
			if worked := c.Work(s.From, s.To); worked != s.Counted || worked != 0 && worked != s.To.Sub(s.From) {
				r.Fatalf("%+v counts %s, work says %s", s, s.Counted, worked)
			}
			at, counted = s.To, counted+s.Counted
		}
		if !at.Equal(to) || counted != c.Work(from, to) {
			r.Fatalf("segments from %s end at %s, want %s, and count %s, want %s", from, at, to, counted, c.Work(from, to))
		}
	})
}

func TestOpensIsTheNextOpenInstant(t *testing.T) {
	check(t, func(r *rapid.T, c *calendar.Calendar) {
		at := anInstant(r, "at")
		opens := c.Opens(at)
		if opens.Before(at) || c.Work(at, opens) != 0 || c.Work(opens, opens.Add(1)) != 1 {
			r.Fatalf("%s opens at %s: %s worked before, %s after", at, opens, c.Work(at, opens), c.Work(opens, opens.Add(1)))
		}
	})
}
