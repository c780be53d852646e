package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hoso-engine/dossier/domain/calendar"
)

func segments(c *calendar.Calendar, from, to time.Time) (lines []string) {
	for s := range c.Segments(from, to) {
		line := fmt.Sprintf("%s - %s %s", s.From.Format("02/01 15:04"), s.To.Format("02/01 15:04"), s.Why)
		if s.Counted > 0 {
			line += " " + s.Counted.String()
		}
		if s.Reason != "" {
			line += ": " + s.Reason
		}
		lines = append(lines, line)
	}
	return lines
}

// TestSegments explains a receipt before the days off of April 2025, with the
// worked Saturday between.
func TestSegments(t *testing.T) {
	c := deployed(t, "vn")
	got := segments(c, clock(t, c, "2025-04-25 10:00"), clock(t, c, "2025-05-05 08:00"))
	want := []string{
		"25/04 10:00 - 25/04 11:30 session 1h30m0s",
		"25/04 11:30 - 25/04 13:30 lunch",
		"25/04 13:30 - 25/04 17:00 session 3h30m0s",
		"25/04 17:00 - 26/04 07:00 night",
		"26/04 07:00 - 26/04 11:30 extra-working-day 4h30m0s",
		"26/04 11:30 - 26/04 13:30 lunch",
		"26/04 13:30 - 26/04 17:00 extra-working-day 3h30m0s",
		"26/04 17:00 - 27/04 00:00 night",
		"27/04 00:00 - 28/04 00:00 weekend",
		"28/04 00:00 - 28/04 07:00 night",
		"28/04 07:00 - 28/04 11:30 session 4h30m0s",
		"28/04 11:30 - 28/04 13:30 lunch",
		"28/04 13:30 - 28/04 17:00 session 3h30m0s",
		"28/04 17:00 - 29/04 07:00 night",
		"29/04 07:00 - 29/04 11:30 session 4h30m0s",
		"29/04 11:30 - 29/04 13:30 lunch",
		"29/04 13:30 - 29/04 17:00 session 3h30m0s",
		"29/04 17:00 - 30/04 00:00 night",
		"30/04 00:00 - 03/05 00:00 day-off",
		"03/05 00:00 - 05/05 00:00 weekend",
		"05/05 00:00 - 05/05 07:00 night",
		"05/05 07:00 - 05/05 08:00 session 1h0m0s",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
}

func TestSegmentsOfClosure(t *testing.T) {
	c := closed(t)
	got := segments(c, clock(t, c, "2025-09-07 12:00"), clock(t, c, "2025-09-10 07:30"))
	want := []string{
		"07/09 12:00 - 08/09 00:00 weekend",
		"08/09 00:00 - 10/09 00:00 closure: moving house",
		"10/09 00:00 - 10/09 07:00 night",
		"10/09 07:00 - 10/09 07:30 session 30m0s",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
	if none := segments(c, clock(t, c, "2025-09-10 07:30"), clock(t, c, "2025-09-10 07:30")); none != nil {
		t.Errorf("segments of nothing: %v", none)
	}
}

func TestSegmentsStop(t *testing.T) {
	c := deployed(t, "vn")
	n := 0
	for range c.Segments(clock(t, c, "2025-09-08 00:00"), clock(t, c, "9999-12-31 00:00")) {
		if n++; n == 5 {
			break
		}
	}
	if n != 5 {
		t.Errorf("%d segments", n)
	}
}
