package overdue

import (
	"testing"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/projections/internal/logtest"
)

// office returns the calendar of [logtest.New].
func office(t *testing.T) *calendar.Calendar {
	t.Helper()
	c, ok := logtest.New().Registry.Calendar(domain.DefaultCalendarID)
	if !ok {
		t.Fatal("no calendar")
	}
	return c
}

func TestPlaces(t *testing.T) {
	const start, due = "2026-01-05 09:00", "2026-01-20 17:00" // Thursday the 15th is off
	for _, test := range []struct {
		name string
		rung domain.LadderRung
		due  string
		want string
	}{
		{"all of the limit", domain.LadderRung{Percent: 100}, due, "2026-01-20 17:00"},
		{"a tenth of 86 hours", domain.LadderRung{Percent: 10}, due, "2026-01-06 09:36"},
		{"four working days before, past a day off", domain.LadderRung{Before: logtest.Limit("4workday")}, due, "2026-01-13 07:00"},
		{"three days before is a Saturday: Friday", domain.LadderRung{Before: logtest.Limit("3day")}, due, "2026-01-16 07:00"},
		{"a month before is a Saturday: Friday", domain.LadderRung{Before: logtest.Limit("1month")}, due, "2025-12-19 07:00"},
		{"three hours before", domain.LadderRung{Before: logtest.Limit("3workhour")}, due, "2026-01-20 14:00"},
		{"eight hours before", domain.LadderRung{Before: logtest.Limit("8workhour")}, due, "2026-01-20 07:00"},
		{"nine hours before", domain.LadderRung{Before: logtest.Limit("9workhour")}, due, "2026-01-19 16:00"},
		{"half a working day before", domain.LadderRung{Before: logtest.Limit("0.5workday")}, due, "2026-01-20 11:00"},
		{"the due day", domain.LadderRung{DueDay: true}, due, "2026-01-20 07:00"},
		{"the due day is a Sunday", domain.LadderRung{DueDay: true}, "2026-01-18 17:00", "2026-01-16 07:00"},
		{"a worked Saturday", domain.LadderRung{DueDay: true}, "2026-01-24 17:00", "2026-01-24 07:00"},
		{"one working day after", domain.LadderRung{After: logtest.Limit("1workday")}, due, "2026-01-21 07:00"},
		{"four working days after: a Saturday is worked", domain.LadderRung{After: logtest.Limit("4workday")}, due, "2026-01-24 07:00"},
		{"five days after is a Sunday: Monday", domain.LadderRung{After: logtest.Limit("5day")}, due, "2026-01-26 07:00"},
		{"three hours after", domain.LadderRung{After: logtest.Limit("3workhour")}, due, "2026-01-21 10:00"},
		{"missed", domain.LadderRung{Missed: true}, due, "2026-01-21 00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := &domain.Deadline{DeadlineSet: domain.DeadlineSet{
				Start: logtest.At(start), Due: logtest.At(test.due), Breach: logtest.At("2026-01-21 00:00"),
			}}
			got := measure{office(t), nil}.place(&test.rung, set)
			if !got.Equal(logtest.At(test.want)) {
				t.Errorf("got %s, want %s", got.In(logtest.Zone), test.want)
			}
		})
	}
}

func TestAPartLeavesStopsOut(t *testing.T) {
	held := []stretch{{logtest.At("2026-01-06 07:00"), logtest.At("2026-01-07 07:00")}, {logtest.At("2026-01-09 07:00"), time.Time{}}}
	got := measure{office(t), held}.part(logtest.At("2026-01-05 07:00"), logtest.At("2026-01-08 17:00"), 50)
	if want := logtest.At("2026-01-07 11:00"); !got.Equal(want) {
		t.Errorf("got %s, want %s: 12 of 24 hours", got, want)
	}
}

func TestBackwardIsTheInverseOfAddWork(t *testing.T) {
	c := office(t)
	m := measure{c, nil}
	due := logtest.At("2026-01-20 17:00")
	for minutes := 1; minutes < 100*60; minutes += 37 {
		d := time.Duration(minutes) * time.Minute
		at := m.backward(due, d)
		if c.Work(at, due) < d || c.Work(at.Add(time.Millisecond), due) >= d {
			t.Errorf("%s before: %s leaves %s", d, at, c.Work(at, due))
		}
	}
	if at := m.backward(due, 1<<62); !at.IsZero() {
		t.Errorf("an impossible time before is %s", at)
	}
}
