package calendar_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// nights is a calendar that is worked every day in one session.
func nights(t *testing.T, zone, from, to string) *calendar.Calendar {
	t.Helper()
	var session calendar.Session
	if err := session.From.UnmarshalText([]byte(from)); err != nil {
		t.Fatal(err)
	}
	if err := session.To.UnmarshalText([]byte(to)); err != nil {
		t.Fatal(err)
	}
	week := map[string][]calendar.Session{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		week[day] = []calendar.Session{session}
	}
	return calendarOf(t, calendar.Spec{ID: "nights", Version: 1, Zone: zone, Sessions: week})
}

// TestSessionAcrossChange measures sessions of the nights on which the clock is
// put forward (2025-03-30 02:00-03:00 in Amsterdam) and back (2025-10-26, 03:00
// to 02:00).
func TestSessionAcrossChange(t *testing.T) {
	for _, v := range []struct {
		zone, from, to, date string
		want                 time.Duration
	}{
		{"Europe/Amsterdam", "01:00", "04:00", "2025-03-29", 3 * time.Hour},
		{"Europe/Amsterdam", "01:00", "04:00", "2025-03-30", 2 * time.Hour},
		{"Europe/Amsterdam", "01:00", "02:30", "2025-03-30", time.Hour},
		{"Europe/Amsterdam", "02:30", "04:00", "2025-03-30", time.Hour},
		{"Europe/Amsterdam", "02:15", "02:45", "2025-03-30", 0},
		{"Europe/Amsterdam", "00:00", "24:00", "2025-03-30", 23 * time.Hour},
		{"Europe/Amsterdam", "01:00", "04:00", "2025-10-26", 4 * time.Hour},
		{"Europe/Amsterdam", "01:00", "02:30", "2025-10-26", 90 * time.Minute},
		{"Europe/Amsterdam", "02:30", "04:00", "2025-10-26", 150 * time.Minute},
		{"Europe/Amsterdam", "02:15", "02:45", "2025-10-26", 30 * time.Minute},
		{"Europe/Amsterdam", "00:00", "24:00", "2025-10-26", 25 * time.Hour},
		{"Europe/Amsterdam", "00:00", "24:00", "2425-03-30", 23 * time.Hour}, // 400 years on
		{"Europe/Amsterdam", "00:00", "24:00", "9625-03-30", 23 * time.Hour}, // 19 times 400 years on
		{"Africa/Cairo", "00:00", "24:00", "2024-04-26", 23 * time.Hour},     // no midnight
		{"Australia/Lord_Howe", "00:00", "24:00", "2024-10-06", 23*time.Hour + 30*time.Minute},
		{"Pacific/Apia", "00:00", "24:00", "2011-12-30", 0}, // no such day
		{"Asia/Ho_Chi_Minh", "00:00", "24:00", "2025-03-30", 24 * time.Hour},
	} {
		c, d := nights(t, v.zone, v.from, v.to), date(t, v.date)
		if got := c.Work(c.Midnight(d), c.Midnight(d+1)); got != v.want {
			t.Errorf("%s %s-%s on %s lasts %s, want %s", v.zone, v.from, v.to, v.date, got, v.want)
		}
	}
}

func TestAddWorkAcrossChange(t *testing.T) {
	for _, v := range []struct {
		from, to, start string
		add             time.Duration
		want            string // RFC 3339, so that both 02:30 are told apart
	}{
		{"01:00", "04:00", "2025-03-30 01:30", time.Hour, "2025-03-30T03:30:00+02:00"},
		{"01:00", "04:00", "2025-03-30 00:00", 2 * time.Hour, "2025-03-30T04:00:00+02:00"},
		{"01:00", "04:00", "2025-03-30 00:00", 3 * time.Hour, "2025-03-31T02:00:00+02:00"},
		{"02:15", "02:45", "2025-03-30 00:00", 0, "2025-03-31T02:15:00+02:00"},
		{"02:15", "02:45", "2025-03-29 02:15", time.Hour, "2025-03-31T02:45:00+02:00"},
		{"01:00", "04:00", "2025-10-26 01:00", 90 * time.Minute, "2025-10-26T02:30:00+02:00"},
		{"01:00", "04:00", "2025-10-26 01:00", 150 * time.Minute, "2025-10-26T02:30:00+01:00"},
		{"01:00", "04:00", "2025-10-25 01:00", 7 * time.Hour, "2025-10-26T04:00:00+01:00"},
		{"02:00", "02:30", "2025-10-26 00:00", 31 * time.Minute, "2025-10-27T02:01:00+01:00"},
		{"00:00", "24:00", "2025-03-29 12:00", 24 * time.Hour, "2025-03-30T13:00:00+02:00"},
		{"00:00", "24:00", "2025-10-25 12:00", 24 * time.Hour, "2025-10-26T11:00:00+01:00"},
	} {
		c := nights(t, "Europe/Amsterdam", v.from, v.to)
		got, err := c.AddWork(clock(t, c, v.start), v.add)
		if err != nil || got.Format(time.RFC3339) != v.want {
			t.Errorf("%s-%s: %s + %s = %s, %v; want %s", v.from, v.to, v.start, v.add, got.Format(time.RFC3339), err, v.want)
		}
	}
}

// TestMidnight holds the first instant of dates that begin oddly.
func TestMidnight(t *testing.T) {
	for _, v := range []struct{ zone, date, want string }{
		{"Asia/Ho_Chi_Minh", "2025-09-08", "2025-09-08T00:00:00+07:00"},
		{"Africa/Cairo", "2024-04-26", "2024-04-26T01:00:00+03:00"},      // 00:00 is skipped
		{"America/Havana", "2024-11-03", "2024-11-03T00:00:00-04:00"},    // and 00:00 again an hour later
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00"}, // 23:00 came twice
		{"America/St_Johns", "2009-11-01", "2009-11-01T00:00:00-02:30"},  // 00:01 back to 23:01
		{"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},      // no such day
		{"Europe/Amsterdam", "2025-03-30", "2025-03-30T00:00:00+01:00"},
	} {
		c := nights(t, v.zone, "08:00", "16:00")
		if got := c.Midnight(date(t, v.date)).Format(time.RFC3339); got != v.want {
			t.Errorf("%s: %s begins %s, want %s", v.zone, v.date, got, v.want)
		}
	}
}

// TestZoneAgreesWithPackageTime holds that a date is the one that package time
// says, in any year: the offsets are kept in a table that repeats.
func TestZoneAgreesWithPackageTime(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range append([]string{"Africa/Casablanca", "Europe/Dublin", "Antarctica/Troll"}, zones...) {
		c := nights(t, name, "08:00", "16:00")
		for range 4000 {
			at := time.Date(1, 1, 3, 0, 0, random.IntN(300_000_000_000), 0, time.UTC).Add(time.Duration(random.Int64N(1e18)))
			if random.IntN(4) == 0 {
				// The last days of December are where package time's own table ends.
				at = time.Date(random.IntN(9990)+2, 12, 30, random.IntN(96), random.IntN(60), 0, 0, time.UTC)
			}
			if at.Year() > 9998 {
				continue
			}
			if got, want := c.DueDay(at), calendar.DateOf(at, c.Location()); got != want {
				t.Fatalf("%s: %s is on %s, want %s", name, at, got, want)
			}
			y, m, d := at.In(c.Location()).Date()
			if got, want := c.EndOfDay(calendar.DateFrom(y, m, d)), time.Date(y, m, d, 16, 0, 0, 0, c.Location()); !got.Equal(want) {
				t.Fatalf("%s: %s ends %s, want %s", name, at, got, want)
			}
		}
	}
}
