// Package overdue follows every open clock of every open dossier and tells which
// rungs of the alert ladder are reached. It only tells: [Ladder.Eval] is pure,
// time is an argument. Whoever raises a rung appends it to the log
// (deadline.approached, deadline.missed), and the rung leaves when the log says
// so: so each is raised once, across restarts, replays and several engines.
//
// # When a rung is reached
//
// The instants are those of the policy and the calendar that the deadline pins.
// The due day is the date that the due closes. The morning of a date is the
// opening of its first session; of a date that is not worked, that of the last
// working day before.
//
//	percent     so much of the working time from the start to the due is used,
//	            stops left out
//	before      n workdays: the morning of the n-th working day before the due
//	            day; n days or months: the morning of that date; workhours and
//	            half workdays: so much working time is left
//	due day     the morning of the due day
//	missed      the breach: 24:00 of the due day by date, else the due
//	after       n workdays: the morning of the n-th working day after the due
//	            day; n days or months: the first opening from that date on;
//	            workhours and half workdays: so much working time after the due
//
// Two clocks have no due, and count from the date of their beginning: that of a
// stop, from where it began, and that of a result that waits to be fetched, from
// where the completion was first said. The rungs are those of the procedure's own
// ladder for the clocks that it names, else those of the policy.
//
// # Which rungs are void
//
// All of a revision that another one replaced, of a clock that was left (a
// receipt, a transfer, another apology) and of a dossier that ended. Of a
// deadline that became known late (an import, a backdated receipt) those that
// lay in the past already, but for the breach: that is raised once. A rung that
// was passed while no engine ran is not void.
//
// A rung that would be reached while the clock stands waits for the end of the
// stop. Only the dossier's clock goes on during a stop that began after its
// breach, as far as the rules ([domain.RaiseRung]) let it: a pause never erases
// a breach. The applicant's window for a supplement, and the stop's own clock, run
// while the others stand.
//
// # What is kept
//
// The ladder is folded behind the register and asks it for the dossier. Of an open
// one it keeps its number, what the log said of its clocks and the dossier does
// not hold, and of each clock the next rung's instant, in a queue. The rungs
// themselves are placed anew whenever something moved their clock, and when they
// are told: that takes some three microseconds, of which calendars are a third;
// keeping those of a million dossiers would take half a gigabyte.
//
// While nobody asks, as in a rebuild, clocks that were moved wait for who does: most
// of them are moved again, and most dossiers end, before anybody looks. See
// [Ladder.Settle].
package overdue

import (
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// Dossiers are the dossiers as they are after the commit that is applied.
type Dossiers interface {
	// Number returns the number of the dossier of a subject of the log: the lower, the
	// earlier it was first mentioned.
	Number(subject string) (number int, known bool)
	// NumberOf is Number, given the number of the subject in the log.
	NumberOf(subject int) (number int, known bool)
	// At returns the dossier of a number. It is only read.
	At(number int) (*domain.Dossier, bool)
	// SubjectAt returns the subject of a number that is known.
	SubjectAt(number int) string
}

// Ladder is the open clocks and their next rungs: a projection.
type Ladder struct {
	reference *projections.Reference
	dossiers  Dossiers
	pins      pins
	slots     slots
	open      []entry // in no order, without gaps
	queue     queue
	lastPast  time.Time // when the latest breach of the past became known
	hand      clock     // the one at hand, while clocks are placed

	unasked int  // commits that were applied since somebody asked
	behind  bool // clocks wait to be placed

	prefetched int // what Prefetch read, which nobody needs
}

// settled settles the ladder for who asks it alone.
func (l *Ladder) settled() {
	if l.behind {
		l.Settle()
	}
}

// patience is how many commits the ladder places clocks at once, though nobody asks.
const patience = 1 << 10

var _ projections.Projection = (*Ladder)(nil)

// New returns a ladder without clocks. The reference and the dossiers are folded
// before it.
func New(reference *projections.Reference, dossiers Dossiers) *Ladder {
	l := &Ladder{reference: reference, dossiers: dossiers}
	l.queue.ladder = l
	return l
}

// Name implements [projections.Projection].
func (l *Ladder) Name() string { return "overdue" }

// Apply implements [projections.Projection].
func (l *Ladder) Apply(c eventstore.Commit) error {
	if len(c.Events) == 0 || c.Events[0].Type.Kind() != domain.KindDossier {
		return nil
	}
	number, known := l.dossiers.Number(c.Subject)
	slot, open := l.slots.of(uint32(number))
	if !known || !open && !begins(c) {
		return nil // it ended: no rung of it can be raised any more
	}
	d, known := l.dossiers.At(number)
	if !known {
		return nil
	}
	if !open {
		slot = l.enter(uint32(number))
	}
	e := &l.open[slot]
	for i := range c.Events {
		l.note(e, &c.Events[i])
		e.moved |= movedBy(&c.Events[i])
	}
	l.unasked++
	switch {
	case e.moved == 0:
	case d.State == domain.StateCompleted: // it stays as long as its result is not fetched and a rung is left
		if l.place(slot, d); e.places[collection] == 0 {
			l.leave(slot)
		}
	case d.State != domain.StateSubmitted && !d.State.Open():
		l.leave(slot)
	case l.unasked > patience && e.canWait(d):
		l.behind = true
	default:
		l.place(slot, d)
	}
	return nil
}

// note takes in what an event says of a clock.
func (l *Ladder) note(e *entry, event *domain.Event) {
	e.note(event, &l.pins)
	set, is := event.Data.(*domain.DeadlineSet)
	if !is {
		return
	}
	if rules, there := l.reference.Registry().Pinned(set); !there || rules.Procedure == nil && set.Procedure.ID != "" {
		e.loose = true
	}
	if known := event.RecordedAt; !set.Breach.IsZero() && !set.Breach.After(known) && known.After(l.lastPast) {
		l.lastPast = known.UTC()
	}
}

// Asked tells the ladder that somebody asked: clocks don't wait for a while. It is
// called while nobody does.
func (l *Ladder) Asked() { l.unasked = 0 }

// Behind reports whether clocks wait to be placed.
func (l *Ladder) Behind() bool { return l.behind }

// Settle places the clocks that wait, while nobody asks; what comes out is the same as
// where none had waited. Whoever lets several ask at once calls it before, as the
// runner does. Who asks alone need not.
func (l *Ladder) Settle() {
	l.unasked, l.behind = 0, false
	for slot := range l.open {
		if e := &l.open[slot]; e.moved != 0 {
			if d, known := l.dossiers.At(int(e.number)); known {
				l.place(uint32(slot), d)
			}
		}
	}
}

func begins(c eventstore.Commit) bool {
	for i := range c.Events {
		if t := c.Events[i].Type; t == domain.TypeSubmitted || t == domain.TypeReceived {
			return true
		}
	}
	return false
}

// enter takes in a dossier and returns its place.
func (l *Ladder) enter(number uint32) uint32 {
	slot := uint32(len(l.open))
	l.open = append(l.open, entry{number: number})
	l.slots.add(number, slot)
	return slot
}

// leave forgets a dossier. The last one takes its place.
func (l *Ladder) leave(slot uint32) {
	for n := range clocks {
		l.queue.drop(slot, uint8(n))
	}
	l.slots.drop(l.open[slot].number)
	last := uint32(len(l.open) - 1)
	if slot != last {
		l.open[slot] = l.open[last]
		l.slots.move(l.open[slot].number, slot)
		l.queue.move(slot)
	}
	l.open[last] = entry{}
	l.open = l.open[:last]
}

// place finds the next rungs of those clocks of the dossier that were moved.
func (l *Ladder) place(slot uint32, d *domain.Dossier) {
	e := &l.open[slot]
	k, c := look{l, e, d}, &l.hand
	for n := range clocks {
		if !e.moved.has(n) {
			continue
		}
		next := 0
		if k.open(n, c) {
			next = c.next(0)
		}
		if next < len(c.rungs) {
			l.queue.put(c.item(next, slot, n))
		} else {
			l.queue.drop(slot, uint8(n))
		}
	}
	e.moved = 0
}
