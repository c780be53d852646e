package register

import (
	"iter"
	"time"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/domain/pack"
	"github.com/hoso-engine/dossier/projections"
)

// Columns are what every row of the table says, column by column, so that a scan
// over all dossiers is fast: the i-th element of each is the row of ordinal i.
// They are derived from the dossier whenever a commit said what they show, and say
// what [domain.Dossier] says. For reading, until the next commit is applied.
type Columns struct {
	Province, Agency Names
	Unit, Officer    Names // of the present holder
	Desk             Names
	Field            Names
	Procedure, Case  Names
	Calendar         Names // by whose versions its due was set; empty: none yet

	// Those that go together.
	holders, places, matters group

	Submitted []Instant
	Received  []Instant
	Left      []Instant // completed, refused, withdrawn or terminated: no longer pending
	Returned  []Instant
	Due       []Instant // the latest revision

	// How much later than the due its breach is: the rest of the day, or a
	// millisecond. Few are different.
	respite  numbers
	respites dictionary[Instant]

	Marks []Mark

	// Worked is the working time in seconds that a completed dossier took of its
	// limit, see [domain.Dossier.Worked]; -1 where it is not known.
	Worked []int32

	// lastLeft is no earlier than any instant of Left but Never.
	lastLeft Instant

	trail  []uint32 // places in trails
	trails trails

	reference *projections.Reference // for the calendars
	rows      *rows
	zones     zones // of the dossiers that were derived
}

// clear makes the columns those of an empty table.
func (c *Columns) clear(reference *projections.Reference, rows *rows) {
	*c = Columns{reference: reference, rows: rows}
	c.holders.of(&c.Unit, &c.Officer)
	c.places.of(&c.Province, &c.Agency, &c.Desk)
	c.matters.of(&c.Field, &c.Procedure, &c.Case, &c.Calendar)
	c.respites.number(0)
}

// Len returns how many rows there are.
func (c *Columns) Len() int { return len(c.Marks) }

// Code returns the code of a row.
func (c *Columns) Code(ordinal int) domain.Code { return c.rows.subjects.Code(ordinal) }

// Dossier returns the dossier of a row, for what the columns don't hold. It is
// the caller's own.
func (c *Columns) Dossier(ordinal int) *domain.Dossier {
	d := new(domain.Dossier)
	c.Read(ordinal, d)
	return d
}

// Read sets a dossier to that of a row, and takes the room of its lists: for
// walks over many rows.
func (c *Columns) Read(ordinal int, into *domain.Dossier) { c.rows.read(ordinal, into) }

// Dossiers yields the dossiers of the rows to keep, each until the next one is
// asked for.
func (c *Columns) Dossiers(keep func(ordinal int) bool) iter.Seq[*domain.Dossier] {
	return func(yield func(*domain.Dossier) bool) {
		var d domain.Dossier
		for ordinal := range c.Len() {
			if !keep(ordinal) {
				continue
			}
			if c.Read(ordinal, &d); !yield(&d) {
				return
			}
		}
	}
}

// Calendars returns the calendars by the numbers of the column Calendar, each in
// its latest version; nil for one that is not known.
func (c *Columns) Calendars() []*calendar.Calendar {
	found := make([]*calendar.Calendar, c.Calendar.Len())
	for id := range found {
		found[id], _ = c.reference.Registry().Calendar(c.Calendar.Word(uint32(id)))
	}
	return found
}

// Derive sets the row from its dossier. A row that is not there yet must be the
// next one.
func (c *Columns) Derive(ordinal int, d *domain.Dossier) {
	if ordinal == c.Len() {
		c.grow()
	}
	if c.zones == nil {
		c.zones = make(zones)
	}
	c.place(ordinal, d)
	c.zones.learn(d)
	c.Submitted[ordinal], c.Received[ordinal] = InstantOf(d.SubmittedAt), InstantOf(d.ReceivedAt)
	c.leave(ordinal, min(InstantOf(d.CompletedAt), InstantOf(d.EndedAt)))
	c.Returned[ordinal] = InstantOf(d.ReturnedAt)
	c.Due[ordinal] = Never
	if set := d.Deadline(); set != nil && !set.Due.IsZero() {
		c.Due[ordinal] = At(set.Due)
		c.respite.set(ordinal, c.respites.number(breachOf(set)-At(set.Due)))
	}
	c.Marks[ordinal] = markOf(d)
	c.Worked[ordinal] = c.worked(d)
	c.trail[ordinal] = c.trails.put(c.trail[ordinal], turnsOf(d))
	c.trails.clear(c.trail)
	c.Marks[ordinal] |= bit(c.trail[ordinal] != 0, Trailed)
}

// begin returns an instant near those of a row's dossier: when it was first heard of,
// or 1970 where the columns don't say.
func (c *Columns) begin(ordinal int) time.Time {
	if at := min(c.Submitted[ordinal], c.Received[ordinal], c.Left[ordinal]); at != Never {
		return at.Time()
	}
	return Instant(0).Time()
}

func (c *Columns) leave(ordinal int, at Instant) {
	if c.Left[ordinal] = at; at != Never {
		c.lastLeft = max(c.lastLeft, at)
	}
}

func (c *Columns) place(ordinal int, d *domain.Dossier) {
	unit, officer, calendar := d.Unit, d.Officer, ""
	if n := len(d.Handovers); n > 0 {
		unit, officer = d.Handovers[n-1].Unit, d.Handovers[n-1].Officer
	}
	if set := d.Deadline(); set != nil {
		calendar = set.Calendar.ID
	}
	c.holders.set(ordinal, unit, officer)
	c.places.set(ordinal, d.Province, d.Agency, d.Desk)
	c.matters.set(ordinal, d.Field, d.Procedure, d.Case, calendar)
}

// Breach returns the first instant at which the due of a row is passed; Never where
// none is.
func (c *Columns) Breach(ordinal int) Instant {
	if due := c.Due[ordinal]; due != Never {
		return due + c.respites.values[c.respite.at(ordinal)]
	}
	return Never
}

func (c *Columns) worked(d *domain.Dossier) int32 {
	worked, ok := d.Worked(c.reference.Registry())
	if !ok {
		return -1
	}
	return int32(min(worked/time.Second, 1<<31-1))
}

// grow adds a row of which nothing is known.
func (c *Columns) grow() {
	for _, n := range c.numbers() {
		n.grow()
	}
	for _, at := range c.instants() {
		*at = pack.Append(*at, Never)
	}
	c.Marks = pack.Append(c.Marks, 0)
	c.Worked = pack.Append(c.Worked, -1)
	c.trail = pack.Append(c.trail, 0)
}

func (c *Columns) instants() [5]*[]Instant {
	return [...]*[]Instant{&c.Submitted, &c.Received, &c.Left, &c.Returned, &c.Due}
}

func (c *Columns) groups() [3]*group { return [...]*group{&c.holders, &c.places, &c.matters} }

func (c *Columns) numbers() [4]*numbers {
	return [...]*numbers{&c.holders.rows, &c.places.rows, &c.matters.rows, &c.respite}
}

// StandingAt is [domain.Dossier.StandingAt].
func (c *Columns) StandingAt(ordinal int, at Instant) domain.Standing {
	switch {
	case at >= c.Left[ordinal]:
		return endings[c.Marks[ordinal].Outcome()]
	case at >= c.Received[ordinal]:
		return c.PendingAt(ordinal, at).Standing
	case at >= c.Submitted[ordinal]:
		return domain.StandingWaiting
	}
	return domain.StandingNone
}

// endings are the standings after the end.
var endings = [OutcomeCount]domain.Standing{
	OutcomeEarly: domain.StandingCompleted, OutcomeOnTime: domain.StandingCompleted, OutcomeNoDeadline: domain.StandingCompleted,
	OutcomeLate: domain.StandingCompleted, OutcomeLateApology: domain.StandingCompleted,
	OutcomeWithdrawn: domain.StandingWithdrawn, OutcomeWithdrawnLate: domain.StandingWithdrawn,
	OutcomeTerminated: domain.StandingTerminated, OutcomeTerminatedLate: domain.StandingTerminated,
	OutcomeRefused: domain.StandingRefused,
}

// PendingAt returns how a dossier stands at an instant from its receipt on and
// before its end.
func (c *Columns) PendingAt(ordinal int, at Instant) Turn {
	if place := c.trail[ordinal]; place != 0 {
		return *c.trails.at(place, at)
	}
	turn := Turn{From: c.Received[ordinal], Due: c.Due[ordinal], Breach: c.Breach(ordinal), Standing: domain.StandingInTime}
	switch {
	case turn.Due == Never:
		turn.Standing = domain.StandingNoDeadline
	case at >= turn.Breach:
		turn.Standing = domain.StandingOverdue
	}
	return turn
}

// Trail returns the turns of a row from its receipt on; none where its Due and
// Breach tell how it stood.
func (c *Columns) Trail(ordinal int) []Turn {
	place := c.trail[ordinal]
	if place == 0 {
		return nil
	}
	return c.trails.turns[place : place+1+c.trails.turns[place].follow]
}
