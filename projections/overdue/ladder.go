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
// a breach. The applicant's window for a supplement runs while the others stand.
package overdue

import (
	"slices"

	"github.com/hoso-engine/dossier/domain"
	"github.com/hoso-engine/dossier/domain/calendar"
	"github.com/hoso-engine/dossier/eventstore"
	"github.com/hoso-engine/dossier/projections"
)

// Ladder is the open clocks and their rungs: a projection.
type Ladder struct {
	reference *projections.Reference
	policies  map[domain.VersionRef]*domain.Policy
	calendars map[domain.VersionRef]*calendar.Calendar
	open      map[string]*entry // by subject
	queue     queue
}

var _ projections.Projection = (*Ladder)(nil)

// New returns a ladder without clocks. The reference is folded before it.
func New(reference *projections.Reference) *Ladder {
	return &Ladder{
		reference: reference,
		policies:  make(map[domain.VersionRef]*domain.Policy),
		calendars: make(map[domain.VersionRef]*calendar.Calendar),
		open:      make(map[string]*entry),
	}
}

// Name implements [projections.Projection].
func (l *Ladder) Name() string { return "overdue" }

// Apply implements [projections.Projection].
func (l *Ladder) Apply(c eventstore.Commit) error {
	if len(c.Events) == 0 {
		return nil
	}
	if c.Events[0].Type.Kind() != domain.KindDossier {
		for _, e := range c.Events {
			l.refer(e)
		}
		return nil
	}
	if e := l.entry(c); e != nil {
		for i := range c.Events {
			e.evolve(c.Events[i])
		}
		l.refresh(e)
	}
	return nil
}

// refer keeps every version of the policies and calendars: a deadline pins one.
func (l *Ladder) refer(e domain.Event) {
	switch data := e.Data.(type) {
	case *domain.PolicyChanged:
		l.policies[data.Policy.Ref()] = &data.Policy
	case *domain.CalendarChanged:
		ref := domain.VersionRef{ID: data.Calendar.ID, Version: data.Calendar.Version}
		if c, ok := l.reference.Registry().Calendar(e.Subject); ok && c.Version() == ref.Version {
			l.calendars[ref] = c // shared: a calendar is large
		} else if c, err := calendar.New(data.Calendar); err == nil { // it was checked when it was accepted
			l.calendars[ref] = c
		}
	}
}

// rules returns what the deadline was set by; nil where the log does not hold it
// (any more).
func (l *Ladder) rules(d *domain.Dossier, set *domain.Deadline) (*domain.Policy, *calendar.Calendar) {
	policy, c := l.policies[set.Policy], l.calendars[set.Calendar]
	if policy != nil && c != nil {
		return policy, c
	}
	rules, err := l.reference.Registry().Rules(d.Agency, d.Procedure, set.Start)
	if err != nil {
		return nil, nil
	}
	return rules.Policy, rules.Calendar
}

// entry returns what is known of an open dossier; nil for one that ended, of
// which no rung can be raised any more.
func (l *Ladder) entry(c eventstore.Commit) *entry {
	if e, ok := l.open[c.Subject]; ok {
		return e
	}
	for i := range c.Events {
		if t := c.Events[i].Type; t == domain.TypeSubmitted || t == domain.TypeReceived {
			e := &entry{subject: c.Subject}
			l.open[c.Subject] = e
			return e
		}
	}
	return nil
}

// refresh brings the dossier's clocks into the state that its last commit left.
func (l *Ladder) refresh(e *entry) {
	for _, name := range domain.ClockNames() {
		l.refreshClock(e, name, e.current(name))
	}
	if !e.isOpen() {
		delete(l.open, e.subject)
	}
}

// refreshClock replaces the clock if its deadline is another one, and finds its
// next rung.
func (l *Ladder) refreshClock(e *entry, name domain.ClockName, set *domain.Deadline) {
	i := e.find(name)
	if i >= 0 && (set == nil || set.Revision != e.clocks[i].deadline.Revision) {
		l.queue.drop(e.clocks[i])
		e.clocks = append(e.clocks[:i], e.clocks[i+1:]...)
		i = -1
	}
	if set == nil {
		return
	}
	if i < 0 {
		e.clocks, i = append(e.clocks, &clock{entry: e, deadline: *set, place: -1}), len(e.clocks)
	}
	if held := e.held(name); e.clocks[i].rungs == nil || !slices.Equal(held, e.clocks[i].held) {
		l.placeRungs(e.clocks[i], held)
	}
	e.clocks[i].settle()
	l.queue.put(e.clocks[i])
}

// placeRungs finds the instants of the clock's rungs.
func (l *Ladder) placeRungs(c *clock, held []stretch) {
	c.held, c.rungs = held, []rung{}
	if policy, cal := l.rules(&c.entry.dossier, &c.deadline); policy != nil {
		c.rungs = rungsOf(&c.deadline, policy.Ladder, measure{cal, held})
	}
}
