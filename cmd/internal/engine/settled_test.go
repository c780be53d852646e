package engine

import (
	"testing"
	"time"
)

func TestSettled(t *testing.T) {
	latest := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name string
		now  time.Duration // since the latest breach of the past became known
		want time.Duration
	}{
		{"an import is under way: what became known a day ago", 30 * time.Second, 30*time.Second - 24*time.Hour},
		{"a minute of quiet: all", time.Minute, 0},
		{"long after: all", 48 * time.Hour, 0},
	} {
		if got := settled(latest, latest.Add(c.now)); !got.Equal(latest.Add(c.want)) {
			t.Errorf("%s: what became known until %s is recorded, want %s", c.name, got, latest.Add(c.want))
		}
	}
}
