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
package overdue

import (
	"slices"
	"time"

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
	own       map[domain.VersionRef][]domain.LadderRung // ladders of procedures, by version
	ladders   map[ladderKey][]domain.LadderRung         // as clocks use them, shared
	versions  map[string]int                            // how often each procedure was published
	lastPast  time.Time                                 // when the latest breach of the past became known
	open      map[string]*entry                         // by subject
	queue     queue
}

var _ projections.Projection = (*Ladder)(nil)

// ladderKey is what the rungs of a clock depend on.
type ladderKey struct {
	policy, procedure domain.VersionRef // procedure: zero for one without a ladder
	clock             domain.ClockName
}

// New returns a ladder without clocks. The reference is folded before it.
func New(reference *projections.Reference) *Ladder {
	return &Ladder{
		reference: reference,
		policies:  make(map[domain.VersionRef]*domain.Policy),
		calendars: make(map[domain.VersionRef]*calendar.Calendar),
		own:       make(map[domain.VersionRef][]domain.LadderRung),
		ladders:   make(map[ladderKey][]domain.LadderRung),
		versions:  make(map[string]int),
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

// refer keeps every version of the policies, the calendars and the ladders of
// procedures: a deadline pins one.
func (l *Ladder) refer(e domain.Event) {
	switch data := e.Data.(type) {
	case *domain.PolicyChanged:
		l.policies[data.Policy.Ref()] = &data.Policy
	case *domain.ProcedurePublished:
		l.publish(e.Subject, data.Ladder)
	case *domain.ProcedureAmended:
		l.publish(e.Subject, data.Ladder)
	case *domain.CalendarChanged:
		ref := domain.VersionRef{ID: data.Calendar.ID, Version: data.Calendar.Version}
		if c, ok := l.reference.Registry().Calendar(e.Subject); ok && c.Version() == ref.Version {
			l.calendars[ref] = c // shared: a calendar is large
		} else if c, err := calendar.New(data.Calendar); err == nil { // it was checked when it was accepted
			l.calendars[ref] = c
		}
	}
}

// publish counts the versions of a procedure as the registry does, and keeps the
// ladder of each that has one.
func (l *Ladder) publish(code string, ladder []domain.LadderRung) {
	l.versions[code]++
	if len(ladder) > 0 {
		l.own[domain.VersionRef{ID: code, Version: l.versions[code]}] = ladder
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
	if i >= 0 && (set == nil || !e.clocks[i].runsTo(set)) {
		l.queue.drop(e.clocks[i])
		e.clocks = append(e.clocks[:i], e.clocks[i+1:]...)
		i = -1
	}
	if set == nil {
		return
	}
	if i < 0 {
		e.clocks, i = append(e.clocks, &clock{entry: e, deadline: set, reason: e.reason(name), place: -1}), len(e.clocks)
	}
	if held := e.held(name); e.clocks[i].rungs == nil || !slices.Equal(held, e.clocks[i].held) {
		l.placeRungs(e.clocks[i], held)
	}
	e.clocks[i].settle()
	l.queue.put(e.clocks[i])
}

// steps returns the ladder of the deadline's clock.
func (l *Ladder) steps(policy *domain.Policy, set *domain.Deadline) []domain.LadderRung {
	key := ladderKey{policy: policy.Ref(), clock: set.Clock}
	procedure := domain.VersionRef{ID: set.Procedure.ID, Version: set.Procedure.Version}
	own := l.own[procedure]
	if own != nil {
		key.procedure = procedure
	}
	steps, known := l.ladders[key]
	if !known {
		steps = domain.LadderOf(set.Clock, policy.Ladder, own)
		l.ladders[key] = steps
	}
	return steps
}

// placeRungs finds the instants of the clock's rungs.
func (l *Ladder) placeRungs(c *clock, held []stretch) {
	c.held, c.rungs = held, []rung{}
	if policy, cal := l.rules(&c.entry.dossier, c.deadline); policy != nil {
		set := c.deadline
		c.rungs = rungsOf(set, l.steps(policy, set), c.entry.dossier.OpenStop(), measure{cal, held})
	}
	for i := range c.rungs {
		if r := &c.rungs[i]; !r.instant.After(c.deadline.RecordedAt) && c.deadline.RecordedAt.After(l.lastPast) {
			l.lastPast = c.deadline.RecordedAt
		}
	}
}
