package domain

import (
	"slices"
	"time"

	"github.com/hoso-engine/dossier/domain/calendar"
)

// run is a dossier's clock while its due is computed.
type run struct {
	rules Rules
	limit calendar.Limit // zero: no limit known
	start time.Time      // the limit runs from here
	date  calendar.Date  // the due date before it rolls forward, or is kept from running out
	due   time.Time      // zero: no deadline
	given bool           // the due is one that was given
	held  []held         // the stops that moved the due since start
	void  []leg          // what ran before a stop gave the full limit anew
}

// runClock starts the clock at the receipt and takes it through every
// interruption, or through those before an extension.
func (d *Dossier) runClock(rules Rules, before *Extension) (run, error) {
	r := run{rules: rules}
	if rules.Procedure != nil {
		r.limit = rules.Procedure.Limit(d.Channel, d.Case)
	}
	if err := r.begin(d.ReceivedAt, d.GivenDue); err != nil {
		return r, err
	}
	for _, i := range d.interruptions(rules) {
		if i.extend != nil && i.extend == before || r.passed(i.from) { // what is overdue stays overdue
			break
		}
		if err := r.take(i); err != nil {
			return r, err
		}
	}
	return r, nil
}

// begin starts the limit, or takes the given due.
func (r *run) begin(start, given time.Time) (err error) {
	r.start = start
	switch {
	case !given.IsZero():
		r.set(given)
	case !r.limit.IsZero():
		r.given = false
		if r.date, err = r.rules.Calendar.DueDate(start, r.limit, r.rules.Policy.Rules()); err == nil {
			r.due, err = r.rules.Calendar.Due(start, r.limit, r.rules.Policy.Rules())
		}
	}
	return err
}

// set takes a due that was given.
func (r *run) set(due time.Time) {
	r.due, r.date, r.given = due.In(r.rules.Calendar.Location()), r.rules.Calendar.DueDay(due), true
}

// passed reports whether the due was breached at the instant.
func (r *run) passed(at time.Time) bool {
	if r.due.IsZero() {
		return false
	}
	set := DeadlineSet{Due: r.due, Verdict: r.rules.Policy.Verdict}
	set.judgeBy(r.rules)
	return set.Passed(at)
}

// take moves the due by one interruption.
func (r *run) take(i interruption) error {
	switch {
	case i.extend != nil:
		if r.rules.Policy.ExtensionMovesDue {
			return r.extend(i.extend)
		}
		return nil
	case i.to.IsZero() || r.due.IsZero() && i.given.IsZero():
		return nil
	case !i.given.IsZero():
		r.held = append(slices.Clip(r.held), held{from: i.from, to: i.to, due: r.due, date: r.date})
		r.set(i.given)
		return nil
	case i.restart && !r.limit.IsZero():
		return r.restart(i)
	}
	return r.hold(i.from, i.to)
}

// restart gives the full limit anew, as if received at the end of the stop. What
// was left of a longer due, given or extended, is not taken away.
func (r *run) restart(i interruption) error {
	goesOn := *r
	if err := goesOn.hold(i.from, i.to); err != nil {
		return err
	}
	r.void = append(slices.Clip(r.void), leg{start: r.start, held: r.held, from: i.from, to: i.to})
	r.held = nil
	err := r.begin(i.to, time.Time{})
	if goesOn.due.After(r.due) {
		*r = goesOn
	}
	return err
}

// hold moves the due by a stop after which the clock goes on. Never back: a due
// that was given may lie later in its day than the engine would set it.
func (r *run) hold(from, to time.Time) (err error) {
	stop := held{from: from, to: to, due: r.due, date: r.date}
	r.given = false
	if countsTime(r.limit, r.rules.Policy.Rules()) {
		// By date nothing is late before midnight: there may be nothing left.
		left := max(0, r.rules.Calendar.Work(from, r.due))
		r.due, err = r.rules.Calendar.AddWork(to, left)
		r.date = r.rules.Calendar.DueDay(r.due)
	} else {
		err = r.postpone(&stop)
	}
	if r.due.Before(stop.due) {
		r.due = stop.due
	}
	r.held = append(slices.Clip(r.held), stop)
	return err
}

// postpone moves the due date by the days of a stop. A clock can't run out while
// it stands: a stop that ends on a day off, or after the last session, leaves
// the next working day. The date stays where the days moved it: the next stop
// doesn't add its days to what this one left.
func (r *run) postpone(stop *held) (err error) {
	c := r.rules.Calendar
	stopped, resumed := calendar.DateOf(stop.from, c.Location()), calendar.DateOf(stop.to, c.Location())
	if r.date, err = c.Postpone(r.date, r.limit, stopped, resumed); err != nil {
		return err
	}
	stop.moved = r.date
	for _, date := range [...]calendar.Date{r.date, max(r.date, resumed), resumed.AddDays(1)} {
		stop.kept, r.due = date, c.DueOn(date, r.limit, r.rules.Policy.Rules())
		if !r.passed(stop.to) {
			break
		}
	}
	return nil
}

// extend moves the due by an apology letter.
func (r *run) extend(x *Extension) error {
	if x.By.IsZero() {
		r.set(x.Appointment)
		return nil
	}
	return r.lengthen(x.By)
}

// lengthen adds a limit to the present due.
func (r *run) lengthen(by calendar.Limit) (err error) {
	c, rules := r.rules.Calendar, r.rules.Policy.Rules()
	if countsTime(by, rules) {
		r.due, err = c.Due(r.due, by, rules)
		r.date = c.DueDay(r.due)
		return err
	}
	if r.date, err = c.DueDate(c.Midnight(r.lastDate()), by, rules); err == nil {
		r.due = c.DueOn(r.date, by, rules)
	}
	return err
}

// lastDate returns the date of the present due before it rolls forward: the one at
// which the last stop kept it from running out, if it did.
func (r *run) lastDate() calendar.Date {
	if n := len(r.held); n > 0 {
		return max(r.date, r.held[n-1].kept)
	}
	return r.date
}

// countsTime reports whether the limit counts working time and not dates.
func countsTime(l calendar.Limit, r calendar.Rules) bool {
	return l.Unit() == calendar.Workhour || l.Unit() == calendar.Workday && r.Count == calendar.ClockCount && l != calendar.SameDay
}
