package overdue

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// clocks are the names of the clocks, by the number that they have here.
var clocks = [...]domain.ClockName{
	domain.DossierClock, domain.StepClock, domain.IntakeClock, domain.AppointmentClock,
	domain.SupplementClock, domain.PauseClock, domain.CollectionClock,
}

// collection is the number of [domain.CollectionClock].
const collection = len(clocks) - 1

// entry is an open dossier.
type entry struct {
	rows   []row
	number uint32             // of the dossier
	places [len(clocks)]int32 // of the clocks' next rungs in the queue, from 1; 0: not there
	moved  some               // clocks whose place may be another by now
	loose  bool               // a deadline was set by what the log does not hold
}

// canWait reports whether the dossier's clocks can be placed later, and come out the
// same: not where they go by the rules of the day.
func (e *entry) canWait(d *domain.Dossier) bool {
	return !e.loose && (d.State == domain.StateSubmitted || d.Deadline() != nil)
}

// row is what an event said of a clock and the dossier does not keep: the deadline
// of a step, an appointment or a supplement, or when a stop or the completion
// became known. Instants are milliseconds since 1970; 0: none.
type row struct {
	start, due, breach int64
	recorded           int64
	of                 uint32 // sequence of the transfer, the extension, the request, the stop's beginning or the completion
	pin                uint32 // of a deadline
	offset             int32  // of the due or the beginning: seconds east of UTC
	clock              uint8
}

// note takes in what the event says of a clock.
func (e *entry) note(event *domain.Event, pins *pins) {
	if set, ok := event.Data.(*domain.DeadlineSet); ok && set.For > 0 {
		e.put(row{
			start: millis(set.Start), due: millis(set.Due), breach: millis(set.Breach), recorded: millis(event.RecordedAt),
			of: uint32(set.For), pin: pins.of(set), offset: offset(set.Due), clock: number(set.Clock),
		})
	}
	switch event.Type {
	case domain.TypePaused, domain.TypeSupplementRequested:
		e.put(since(event, domain.PauseClock))
	case domain.TypeCompleted: // it counts from where it was first said: a correction moves no rung
		e.put(since(event, domain.CollectionClock))
	}
}

// since is the row of a clock that has no deadline, and counts from the event.
func since(event *domain.Event, clock domain.ClockName) row {
	at := millis(event.At)
	return row{
		start: at, due: at, recorded: millis(event.RecordedAt),
		of: uint32(event.Sequence), offset: offset(event.At), clock: number(clock),
	}
}

// counts reports whether the clock of the row has no deadline, and counts from an
// event.
func (r *row) counts() bool {
	return clocks[r.clock] == domain.PauseClock || clocks[r.clock] == domain.CollectionClock
}

// put keeps the row, in the place of one about the same: the dossier goes by the
// latest revision.
func (e *entry) put(r row) {
	for i := range e.rows {
		if e.rows[i].of == r.of && e.rows[i].clock == r.clock {
			e.rows[i] = r
			return
		}
	}
	rows := make([]row, len(e.rows)+1) // no room for more: most dossiers have one or two
	copy(rows, e.rows)
	rows[len(e.rows)] = r
	e.rows = rows
}

// find returns what was said of the clock by the event of that sequence, or for
// it; the zero row where nothing was.
func (e *entry) find(clock domain.ClockName, sequence int) row {
	for i := range e.rows {
		if r := &e.rows[i]; r.of == uint32(sequence) && clocks[r.clock] == clock {
			return *r
		}
	}
	return row{}
}

// last returns the latest row of the clock; the zero row where there is none.
func (e *entry) last(clock domain.ClockName) row {
	for i := len(e.rows) - 1; i >= 0; i-- {
		if clocks[e.rows[i].clock] == clock {
			return e.rows[i]
		}
	}
	return row{}
}

func number(clock domain.ClockName) uint8 { return uint8(slices.Index(clocks[:], clock)) }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func offset(t time.Time) int32 {
	_, seconds := t.Zone()
	return int32(seconds)
}

// instant is an instant of a row, on a clock so many seconds east of UTC.
func instant(ms int64, offset int32) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).In(time.FixedZone("", int(offset)))
}
