package engine

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/projections/overdue"
)

// rungAt is a reached rung, its deadline known at another instant; minutes from
// the same beginning.
func rungAt(code domain.Code, instant, known int) overdue.Rung {
	begin := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	return overdue.Rung{
		Code: code, Known: begin.Add(time.Duration(known) * time.Minute),
		Data: &domain.Missed{Rung: domain.Rung{Instant: begin.Add(time.Duration(instant) * time.Minute)}},
	}
}

func TestSettled(t *testing.T) {
	begin := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	past, older, timely := rungAt("past", 0, 100), rungAt("older", 5, 40), rungAt("timely", 10, 0)
	reached := []overdue.Rung{past, older, timely}
	known := begin.Add(100 * time.Minute) // the latest
	for _, c := range []struct {
		name string
		now  time.Duration
		want string
	}{
		{"an import is under way: what is timely goes on", 100*time.Minute + 30*time.Second, "timely"},
		{"a minute of quiet: the past is told too, in its order", 101 * time.Minute, "past older timely"},
		{"held back for a day", 24*time.Hour + 40*time.Minute, "past older timely"},
	} {
		got := ""
		ready := settled(known, begin.Add(c.now))
		for i := range reached {
			if ready(&reached[i]) {
				got += string(reached[i].Code) + " "
			}
		}
		if got != c.want+" " {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	old, fresh := rungAt("old", 0, 10), rungAt("new", 0, 24*60+10)
	ready := settled(fresh.Known, begin.Add(24*time.Hour+10*time.Minute+time.Second))
	if !ready(&old) || ready(&fresh) {
		t.Errorf("after a day of unrest old is ready: %t, new: %t; want the one that waited for a day", ready(&old), ready(&fresh))
	}
}
