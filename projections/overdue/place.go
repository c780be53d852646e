package overdue

import (
	"cmp"
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
)

// rungsOf returns the rungs of a deadline that became known when it was
// recorded, in order, and takes the room for them. Those that lay in the past
// already are void, but for the breach.
// ladder holds those of the deadline's clock; stop is the one that the pause clock
// counts.
func rungsOf(room []rung, set *domain.Deadline, ladder []domain.LadderRung, stop *domain.Stop, m measure) []rung {
	rungs := room[:0]
	for i := range ladder {
		step := &ladder[i]
		if step.Clock != set.Clock || step.Clock == domain.PauseClock && !step.Applies(stop, ladder) {
			continue
		}
		at := m.place(step, set).Truncate(time.Millisecond)
		if at.IsZero() || !step.Missed && !at.After(set.RecordedAt) {
			continue
		}
		rungs = append(rungs, rung{step: step, missed: step.Missed || !step.After.IsZero(), instant: at})
	}
	slices.SortStableFunc(rungs, func(a, b rung) int {
		return cmp.Or(a.instant.Compare(b.instant), less(a.missed, b.missed))
	})
	return rungs
}

// less orders what comes before the breach before it.
func less(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return +1
}

// place returns the instant of a step of the ladder; zero where there is none.
func (m measure) place(step *domain.LadderRung, set *domain.Deadline) time.Time {
	switch {
	case step.Percent > 0:
		return m.part(set.Start, set.Due, step.Percent)
	case step.DueDay:
		return m.morning(m.DueDay(set.Due))
	case step.Missed:
		return set.Breach.In(m.Location())
	case !step.Before.IsZero():
		return m.before(set.Due, step.Before)
	case step.Clock == domain.PauseClock || step.Clock == domain.CollectionClock:
		return m.after(set.Due, calendar.DateOf(set.Due, m.Location()), step.After)
	}
	return m.after(set.Due, m.DueDay(set.Due), step.After)
}

func (m measure) before(due time.Time, l calendar.Limit) time.Time {
	if work, counts := m.counts(l); counts {
		return m.backward(due, work)
	}
	day, n := m.DueDay(due), int(l.Value())
	switch l.Unit() {
	case calendar.Day:
		day = day.AddDays(-n)
	case calendar.Month:
		day = day.AddMonths(-n)
	default:
		day = m.workdays(day, -n)
	}
	if day.IsZero() {
		return time.Time{}
	}
	return m.morning(day)
}

// after returns the instant that the limit lies after one, or after its day.
func (m measure) after(from time.Time, day calendar.Date, l calendar.Limit) time.Time {
	if work, counts := m.counts(l); counts {
		at, _ := m.AddWork(from, work)
		return at
	}
	n := int(l.Value())
	switch l.Unit() {
	case calendar.Day:
		day = day.AddDays(n)
	case calendar.Month:
		day = day.AddMonths(n)
	default:
		day = m.workdays(day, n)
	}
	if day.IsZero() {
		return time.Time{}
	}
	return m.Opens(m.Midnight(day))
}

// workdays is AddWorkdays with no date in place of an error.
func (m measure) workdays(d calendar.Date, n int) calendar.Date {
	day, err := m.AddWorkdays(d, n)
	if err != nil {
		return 0
	}
	return day
}

// counts returns the working time that a limit stands for, if it is one of
// working time and not of dates.
func (m measure) counts(l calendar.Limit) (work time.Duration, counts bool) {
	unit := time.Hour
	if l.Unit() == calendar.Workday {
		unit = m.WorkdayLength()
	}
	whole := l.Value() == float64(int(l.Value()))
	work = time.Duration(l.Value() * float64(unit)).Round(time.Millisecond)
	return work, l.Unit() == calendar.Workhour || l.Unit() == calendar.Workday && !whole
}
