package calendar_test

import (
	"math/rand/v2"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// Zones of all sorts: none and both kinds of summer time, at midnight, of half
// an hour, and of the southern half of the world.
var zones = []string{
	"Asia/Ho_Chi_Minh", "UTC", "Europe/Amsterdam", "America/New_York",
	"America/Asuncion", "Africa/Cairo", "Australia/Lord_Howe", "America/Santiago",
}

// randomSpec returns a calendar of random weeks, with dates listed in 2024-2026.
func randomSpec(random *rand.Rand) calendar.Spec {
	spec := calendar.Spec{
		ID: "random", Version: 1, Zone: zones[random.IntN(len(zones))],
		Sessions: map[string][]calendar.Session{"default": randomSessions(random, 1)},
	}
	for _, day := range []string{"mon", "wed", "sat", "sun"} {
		if random.IntN(3) == 0 {
			spec.Sessions[day] = randomSessions(random, 0)
		}
	}
	first := calendar.DateFrom(2024, 1, 1)
	for d := first; d < first+1000; d++ {
		switch random.IntN(20) {
		case 0:
			spec.DaysOff = append(spec.DaysOff, d)
		case 1:
			spec.ExtraWorkingDays = append(spec.ExtraWorkingDays, d)
		}
	}
	for range random.IntN(4) {
		d := first + calendar.Date(random.IntN(1000))
		spec.Closures = append(spec.Closures, calendar.Closure{From: d, To: d + calendar.Date(random.IntN(9)), Reason: "flood"})
	}
	return spec
}

// randomSessions returns the sessions of a day, at least so many, in order.
func randomSessions(random *rand.Rand, least int) []calendar.Session {
	sessions := []calendar.Session{}
	at := random.IntN(300)
	for range least + random.IntN(4-least) {
		from := at
		to := min(from+1+random.IntN(400), 24*60)
		if from >= to {
			break
		}
		sessions = append(sessions, calendar.Session{From: calendar.TimeOfDay(from), To: calendar.TimeOfDay(to)})
		at = to + random.IntN(200)
	}
	return sessions
}
