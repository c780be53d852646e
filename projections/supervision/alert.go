package supervision

import (
	"cmp"
	"time"

	"github.com/hoso-engine/dossier/domain"
)

// alert is a rung that was recorded. A day may bring hundreds of thousands: it takes
// 80 bytes. Instants are milliseconds since 1970, as all that is recorded.
type alert struct {
	file     *file
	next     *alert // of the file
	rung     *rung
	position uint64 // of the message that raised it
	instant  int64  // when the rung was reached
	due      int64
	recorded int64
	wake     int64  // when it is to be told (again); 0: not as things stand
	index    uint32 // of the message in its commit
	revision uint32 // of the clock
	place    int32  // in the queue, from 1; 0: not there
	fires    bool
	listed   bool // in the board's order
	told     bool // the latest message about it, but for its end, was not muted
}

// rung is what many alerts have in common.
type rung struct {
	clock     domain.ClockName
	name      string
	level     domain.Level // as it was recorded
	critical  bool
	missed    bool  // raised as deadline.missed, else as deadline.approached
	east      int32 // of the instant: seconds east of UTC
	eastOfDue int32
	serial    int // in rungs, from 1
}

// rungs are all rungs that were ever recorded.
type rungs struct {
	all   []*rung
	known map[rung]*rung // by what they say; without their serial
}

// of returns the rung that says the same.
func (s *rungs) of(r rung) *rung {
	if known := s.known[r]; known != nil {
		return known
	}
	if s.known == nil {
		s.known = make(map[rung]*rung)
	}
	numbered := r
	numbered.serial = len(s.all) + 1
	s.all = append(s.all, &numbered)
	s.known[r] = &numbered
	return &numbered
}

// newAlert returns the alert of a rung that the event recorded.
func (s *rungs) newAlert(e *domain.Event, recorded *domain.Rung) *alert {
	return &alert{
		rung: s.of(rung{
			clock: recorded.Clock, name: recorded.Rung, level: recorded.Level, critical: recorded.Critical,
			missed: e.Type == domain.TypeMissed, east: east(recorded.Instant), eastOfDue: east(recorded.Due),
		}),
		revision: uint32(recorded.Revision), instant: recorded.Instant.UnixMilli(), due: recorded.Due.UnixMilli(),
	}
}

// id names an alert by the message that raised it.
func (a *alert) id() ID { return ID{a.position, int(a.index)} }

// compare orders alerts as they were raised.
func (a *alert) compare(o *alert) int {
	return cmp.Or(cmp.Compare(a.position, o.position), cmp.Compare(a.index, o.index))
}

// raised returns the alert's name.
func (a *alert) raised() domain.RaisedRung {
	return domain.RaisedRung{Clock: a.rung.clock, Revision: int(a.revision), Rung: a.rung.name}
}

// reach returns how far up the alert goes.
func (a *alert) reach() domain.Level {
	recorded := domain.Rung{Level: a.rung.level}
	return recorded.Reach()
}

// dueAt returns the due that the alert speaks of, in the zone of the record.
func (a *alert) dueAt() time.Time { return at(a.due, a.rung.eastOfDue) }

func at(ms int64, east int32) time.Time { return time.UnixMilli(ms).In(time.FixedZone("", int(east))) }

func east(t time.Time) int32 {
	_, seconds := t.Zone()
	return int32(seconds)
}
